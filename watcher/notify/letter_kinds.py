"""Every kind of letter: which rows its table has, which answers it offers, whose footer it bears.

A new kind is one row here and one template a language.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from watcher.core.sites.site import OwnerAnswer

LetterRow = tuple[str, str]  # key of the label, field of LetterFacts
Button = tuple[str, OwnerAnswer]  # key of the label, word of the answer


@dataclass(frozen=True, slots=True)
class LetterKind:
    """What stands around the sentences of one kind of letter."""

    rows: tuple[LetterRow, ...]
    buttons: tuple[Button, ...] = ()
    footer: str = "owner"


_SITE: LetterRow = ("site", "domain")
_RENEW: tuple[LetterRow, ...] = (("renew_at", "registrar"), ("cost", "cost"))
_PAY: tuple[LetterRow, ...] = (("pay_to", "hosting"), ("cost", "cost"))
_REDEEM: tuple[LetterRow, ...] = (("redeem_until", "delete_date"), ("redeem_cost", "redeem_cost"))

_STAFF: tuple[LetterRow, ...] = (_SITE, ("business", "business"), ("community", "community"))

_DUE = (_SITE, ("expires", "date"), *_RENEW)
_LATE = (_SITE, ("expires", "date"), ("grace", "grace_date"), *_RENEW)
_HOSTING_DUE = (_SITE, ("expires", "date"), *_PAY)
_HOSTING_LATE = (_SITE, ("expires", "date"), *_PAY)
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
    "expiry_not_seen": LetterKind((_SITE, ("expires", "date"), *_RENEW), _RENEWED),
    "hosting_not_seen": LetterKind((_SITE, ("expires", "date"), ("pay_to", "hosting")), _PAID),
    "hosting_ask": LetterKind((_SITE, ("pay_to", "hosting")), _REST),
    "expiry_renewed": LetterKind((_SITE, ("expires", "date"))),
    "expiry_reregistered": LetterKind(_STAFF, footer="staff"),
    "certificate_h7": LetterKind(
        (*_STAFF, ("expires", "date"), ("hosted_by", "hosting")), footer="staff"
    ),
    "certificate_h0": LetterKind(
        (*_STAFF, ("expires", "date"), ("hosted_by", "hosting")), footer="staff"
    ),
    "registry_silent": LetterKind((), footer="staff"),
    "down_digest": LetterKind((), footer="staff"),
    "call_owner": LetterKind((), footer="staff"),
    "mail_refused": LetterKind((), footer="staff"),
    **{f"hosting_{stage}": LetterKind(_HOSTING_DUE, _PAID) for stage in _AHEAD},
    **{f"hosting_{stage}": LetterKind(_HOSTING_LATE, _PAID) for stage in ("h0", "h7_late")},
}
