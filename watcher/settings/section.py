"""What every section of the settings is: frozen, and without a key that nobody knows."""

from pydantic import BaseModel, ConfigDict


class SettingsSection(BaseModel):
    """One section of the settings file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
