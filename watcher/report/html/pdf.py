"""Convert a page to PDF, tagged for screen readers (PDF/UA-1). WeasyPrint is an optional extra."""

import importlib.util
import logging

from watcher.core.errors import WatcherError


def as_pdf(page: str) -> bytes:
    """Convert a self-contained HTML page to PDF.

    Raises:
        WatcherError: the extra is not installed.
    """
    if importlib.util.find_spec("weasyprint") is None:
        raise WatcherError(
            "PDF needs the extra pdf (weasyprint), see docs/operations.md. Nothing was written"
        )
    from weasyprint import HTML, URLFetcher

    # WeasyPrint warns of each style that is for screens only
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    pictures = URLFetcher(allowed_protocols=("data",))  # no request is ever made for a page
    return bytes(HTML(string=page, url_fetcher=pictures).write_pdf(pdf_variant="pdf/ua-1") or b"")
