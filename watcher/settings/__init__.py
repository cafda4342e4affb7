"""What an office can set, and how it is read."""

from watcher.settings.load import effective, find, load
from watcher.settings.model import Ending, MailSection, ProgrammeSection, Settings

__all__ = ["Ending", "MailSection", "ProgrammeSection", "Settings", "effective", "find", "load"]
