"""How facts are stored: one JSON shape per kind."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from watcher.core.looks.observation import Certificate, DelegationFacts, DomainFacts
from watcher.core.pages.page_facts import Claim


@dataclass(frozen=True, slots=True)
class StoredPage:
    """The verdict on a page, as it is stored."""

    kind: str
    level: str
    title: str
    evidence: tuple[str, ...]


CERTIFICATE = TypeAdapter(Certificate)
DOMAIN = TypeAdapter(DomainFacts)
DELEGATION = TypeAdapter(DelegationFacts)
PAGE = TypeAdapter(StoredPage)
CLAIMS = TypeAdapter(tuple[Claim, ...])
