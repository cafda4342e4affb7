"""[looks]: how often looks are made, and how many of them confirm a change."""

from datetime import timedelta

from pydantic import Field

from watcher.core.looks.verdict import Policy
from watcher.core.sites.view import Thresholds
from watcher.settings.section import SettingsSection

#: The defaults of the settings are those of the rules in core.
_POLICY, _LIMITS = Policy(), Thresholds()


class LooksSection(SettingsSection):
    """How often looks are made, when a change is confirmed, and the thresholds of the states."""

    availability_minutes: int = Field(
        15, ge=1, le=1440, description="a number of minutes, 1 to 1440"
    )
    page_hours: int = Field(24, ge=1, le=168, description="a number of hours, 1 to 168")
    at_once: int = Field(50, ge=1, le=5000, description="a number of looks, 1 to 5000")
    confirm_down: int = Field(
        _POLICY.confirm_down, ge=2, le=10, description="a number of failures, 2 to 10"
    )
    confirm_up: int = Field(
        _POLICY.confirm_up, ge=1, le=10, description="a number of successes, 1 to 10"
    )
    down_span_minutes: int = Field(
        _POLICY.down_span // timedelta(minutes=1),
        ge=0,
        le=240,
        description="a number of minutes, 0 to 240",
    )
    dark_after_hours: int = Field(
        _LIMITS.dark_after // timedelta(hours=1),
        ge=1,
        le=720,
        description="a number of hours, 1 to 720",
    )
    stale_after_days: int = Field(
        _LIMITS.stale_after.days, ge=7, le=730, description="a number of days, 7 to 730"
    )
    due_within_days: int = Field(
        _LIMITS.due_within_days, ge=1, le=365, description="a number of days, 1 to 365"
    )
    keep_days: int = Field(400, ge=62, le=3650, description="a number of days, 62 to 3650")

    @property
    def policy(self) -> Policy:
        """The thresholds that confirm a change of availability."""
        span = timedelta(minutes=self.down_span_minutes)
        return Policy(self.confirm_down, self.confirm_up, span)

    @property
    def thresholds(self) -> Thresholds:
        """The thresholds of the six states."""
        return Thresholds(
            dark_after=timedelta(hours=self.dark_after_hours),
            stale_after=timedelta(days=self.stale_after_days),
            due_within_days=self.due_within_days,
        )
