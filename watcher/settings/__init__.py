"""What an office can set, and how it is read."""

from watcher.settings.load import effective, find, load
from watcher.settings.model import Ending, Mail, Programme, Settings

__all__ = ["Ending", "Mail", "Programme", "Settings", "effective", "find", "load"]
