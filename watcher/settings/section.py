"""The base of all sections of the settings: frozen, unknown keys are refused."""

from pydantic import BaseModel, ConfigDict


class SettingsSection(BaseModel):
    """One section of the settings file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
