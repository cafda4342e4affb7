"""Read a body where it can do no harm: here if it is surely cheap, else in a cell."""

from watcher.probes.page.html_cost import is_surely_cheap
from watcher.probes.page.markup import Markup, read_markup, unparsed
from watcher.sandbox.sandbox import Sandbox


async def read_confined(body: bytes, charset: str | None, cell: Sandbox) -> Markup:
    """Read a decoded body; of one that took too much only the title is known.

    Args:
        charset: the one its Content-Type names, if any.
    """
    if is_surely_cheap(body):
        return read_markup(body, charset)
    markup = await cell.run(read_markup, body, charset)
    return unparsed(body, charset) if markup is None else markup
