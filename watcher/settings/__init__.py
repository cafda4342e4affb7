"""The settings of an office: their model, and reading them from TOML."""

from watcher.settings.load import effective, find, load
from watcher.settings.model import Ending, MailSection, ProgrammeSection, Settings

__all__ = ["Ending", "MailSection", "ProgrammeSection", "Settings", "effective", "find", "load"]
