"""Read the file in which staff enter targets and figures of the four indicators."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationError

from watcher.core.errors import SettingsError
from watcher.core.months.indicators import Indicator
from watcher.core.period import Month
from watcher.settings.load import document_of
from watcher.settings.section import SettingsSection


def _month(text: str) -> str:
    try:
        return str(Month.parse(text))
    except ValueError:
        raise ValueError("must be a month such as 2026-10") from None


Percent = Annotated[float, Field(gt=0, le=100)]
MonthName = Annotated[str, AfterValidator(_month)]


class StaffFigure(SettingsSection):
    """A figure that staff counted.

    Attributes:
        percent: what was reached, 0..100.
        note: how it was counted, printed in the report.
    """

    percent: float = Field(ge=0, le=100)
    note: str = Field(min_length=1, max_length=120)


class StaffReport(SettingsSection):
    """The whole file: targets in percent, and the figures by month ("2026-10")."""

    targets: dict[Indicator, Percent] = Field(default_factory=dict)
    months: dict[MonthName, dict[Indicator, StaffFigure]] = Field(default_factory=dict)

    def of(self, month: Month) -> dict[Indicator, StaffFigure]:
        """Return what was entered for a month."""
        return self.months.get(str(month), {})


def load_staff_report(path: Path | None) -> StaffReport:
    """Read the file; None gives an empty report.

    Raises:
        SettingsError: it cannot be read, or a key or value is invalid.
    """
    if path is None:
        return StaffReport()
    try:
        return StaffReport.model_validate(document_of(path))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        wish = first["msg"].removeprefix("Value error, ")
        raise SettingsError(
            "{path}: {where}: {wish}; it says {value!r}",
            path=path,
            where=where,
            wish=wish,
            value=first["input"],
        ) from error
