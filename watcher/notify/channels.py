"""The ways a letter can leave. Adding one is a file and a row here."""

from watcher.notify.folder import open_folder
from watcher.notify.outgoing import Channel
from watcher.notify.smtp import open_smtp

CHANNELS: tuple[Channel, ...] = (Channel("smtp", open_smtp), Channel("folder", open_folder))


def channel(name: str) -> Channel:
    """The channel that the settings name."""
    return next(one for one in CHANNELS if one.name == name)
