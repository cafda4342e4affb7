"""Every kind of letter: its facts, the rows of its table, the answers it offers, its footer.

A new kind is one row here and one template a language.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from watcher.core.sites.site import OwnerAnswer
from watcher.notify.letter import (
    CallFacts,
    LetterFacts,
    MailTestFacts,
    MailTroubleFacts,
    OutageDigestFacts,
    SilentRegistryFacts,
    TermFacts,
)

LetterRow = tuple[str, str]  # key of the label, field of TermFacts
Button = tuple[str, OwnerAnswer]  # key of the label, word of the answer


@dataclass(frozen=True, slots=True)
class LetterKind:
    """What stands around the sentences of one kind of letter, and which facts these may state."""

    rows: tuple[LetterRow, ...] = ()
    buttons: tuple[Button, ...] = ()
    footer: str = "owner"
    family: type[LetterFacts] = TermFacts


_SITE: LetterRow = ("site", "domain")
_RENEW: tuple[LetterRow, ...] = (("renew_at", "registrar"), ("cost", "cost"))
_REDEEM: tuple[LetterRow, ...] = (("redeem_until", "delete_date"), ("redeem_cost", "redeem_cost"))

_STAFF: tuple[LetterRow, ...] = (_SITE, ("business", "business"), ("community", "community"))

_DUE = (_SITE, ("expires", "date"), *_RENEW)
_LATE = (_SITE, ("expires", "date"), ("grace", "grace_date"), *_RENEW)
_HOSTING = (_SITE, ("expires", "date"), ("pay_to", "hosting"))
_CERTIFICATE = (*_STAFF, ("expires", "date"), ("hosted_by", "hosting"))

_REST: tuple[Button, ...] = (("help", OwnerAnswer.HELP), ("close", OwnerAnswer.CLOSE))
_RENEWED = (("renewed", OwnerAnswer.DONE), *_REST)
_REDEEMED = (("redeemed", OwnerAnswer.DONE), *_REST)
_PAID = (("paid", OwnerAnswer.DONE), *_REST)

_AHEAD = ("h60", "h30", "h14", "h7", "h3", "h1")

KINDS: Mapping[str, LetterKind] = {
    **{f"expiry_{stage}": LetterKind(_DUE, _RENEWED) for stage in _AHEAD},
    **{f"expiry_{stage}": LetterKind(_LATE, _RENEWED) for stage in ("h0", "h7_late", "last_price")},
    "expiry_redemption": LetterKind((_SITE, *_REDEEM, ("redeem_at", "registrar")), _REDEEMED),
    "expiry_decide": LetterKind((*_STAFF, *_REDEEM), footer="staff"),
    "expiry_verify": LetterKind((_SITE, ("sold_by", "registrar")), _REST),
    "expiry_hold": LetterKind((_SITE, ("expires", "date"), ("sold_by", "registrar")), _REST),
    "expiry_not_seen": LetterKind(_DUE, _RENEWED),
    "expiry_renewed": LetterKind((_SITE, ("expires", "date"))),
    "expiry_reregistered": LetterKind(_STAFF, footer="staff"),
    **{f"hosting_{stage}": LetterKind(_HOSTING, _PAID) for stage in (*_AHEAD, "h0", "h7_late")},
    "hosting_not_seen": LetterKind(_HOSTING, _PAID),
    "hosting_ask": LetterKind((_SITE, ("pay_to", "hosting")), _REST),
    **{f"certificate_{stage}": LetterKind(_CERTIFICATE, footer="staff") for stage in ("h7", "h0")},
    "call_owner": LetterKind(footer="staff", family=CallFacts),
    "down_digest": LetterKind(footer="staff", family=OutageDigestFacts),
    "registry_silent": LetterKind(footer="staff", family=SilentRegistryFacts),
    "mail_refused": LetterKind(footer="staff", family=MailTroubleFacts),
    "mail_test": LetterKind(footer="staff", family=MailTestFacts),
}
