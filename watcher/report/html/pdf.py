"""A page as PDF, tagged for screen readers. WeasyPrint is an extra: most offices print the page."""

import importlib.util
import logging

from watcher.core.errors import WatcherError


def as_pdf(page: str) -> bytes:
    """Print a page that holds all it needs.

    Raises:
        WatcherError: the extra is not installed.
    """
    if importlib.util.find_spec("weasyprint") is None:
        raise WatcherError(
            "PDF needs the extra pdf (weasyprint), see docs/operations.md. Nothing was written"
        )
    from weasyprint import HTML, URLFetcher

    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # styles for screens mean nothing here
    pictures = URLFetcher(allowed_protocols=("data",))  # nothing is fetched, whatever a page says
    return bytes(HTML(string=page, url_fetcher=pictures).write_pdf(pdf_variant="pdf/ua-1") or b"")
