"""Every kind of letter: which rows its table has, which answers it offers, whose footer it bears.

A new kind is one row here and one template a language.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from watcher.core.sites.site import Answer

Row = tuple[str, str]  # key of the label, field of LetterFacts
Button = tuple[str, Answer]  # key of the label, word of the answer


@dataclass(frozen=True, slots=True)
class Kind:
    """What stands around the sentences of one kind of letter."""

    rows: tuple[Row, ...]
    buttons: tuple[Button, ...] = ()
    footer: str = "owner"


_SITE: Row = ("site", "domain")
_RENEW: tuple[Row, ...] = (("renew_at", "registrar"), ("cost", "cost"))
_PAY: tuple[Row, ...] = (("pay_to", "hosting"), ("cost", "cost"))
_REDEEM: tuple[Row, ...] = (("redeem_until", "delete_date"), ("redeem_cost", "redeem_cost"))

_STAFF: tuple[Row, ...] = (_SITE, ("business", "business"), ("community", "community"))

_DUE = (_SITE, ("expires", "date"), *_RENEW)
_LATE = (_SITE, ("expires", "date"), ("grace", "grace_date"), *_RENEW)
_HOSTING_DUE = (_SITE, ("expires", "date"), *_PAY)
_HOSTING_LATE = (_SITE, ("expires", "date"), *_PAY)
_CERTIFICATE = (*_STAFF, ("expires", "date"), ("hosted_by", "hosting"))

_REST: tuple[Button, ...] = (("help", Answer.HELP), ("close", Answer.CLOSE))
_RENEWED = (("renewed", Answer.DONE), *_REST)
_REDEEMED = (("redeemed", Answer.DONE), *_REST)
_PAID = (("paid", Answer.DONE), *_REST)

_AHEAD = ("h60", "h30", "h14", "h7", "h3", "h1")

KINDS: Mapping[str, Kind] = {
    **{f"expiry_{stage}": Kind(_DUE, _RENEWED) for stage in _AHEAD},
    **{f"expiry_{stage}": Kind(_LATE, _RENEWED) for stage in ("h0", "h7_late", "last_price")},
    "expiry_redemption": Kind((_SITE, *_REDEEM, ("redeem_at", "registrar")), _REDEEMED),
    "expiry_decide": Kind((*_STAFF, *_REDEEM), footer="staff"),
    "expiry_verify": Kind((_SITE, ("sold_by", "registrar")), _REST),
    "expiry_hold": Kind((_SITE, ("expires", "date"), ("sold_by", "registrar")), _REST),
    "expiry_not_seen": Kind((_SITE, ("expires", "date"), *_RENEW), _RENEWED),
    "hosting_not_seen": Kind((_SITE, ("expires", "date"), ("pay_to", "hosting")), _PAID),
    "hosting_ask": Kind((_SITE, ("pay_to", "hosting")), _REST),
    "expiry_renewed": Kind((_SITE, ("expires", "date"))),
    "expiry_reregistered": Kind(_STAFF, footer="staff"),
    "certificate_h7": Kind(
        (*_STAFF, ("expires", "date"), ("hosted_by", "hosting")), footer="staff"
    ),
    "certificate_h0": Kind(
        (*_STAFF, ("expires", "date"), ("hosted_by", "hosting")), footer="staff"
    ),
    "registry_silent": Kind((), footer="staff"),
    "down_digest": Kind((), footer="staff"),
    "call_owner": Kind((), footer="staff"),
    "mail_refused": Kind((), footer="staff"),
    **{f"hosting_{stage}": Kind(_HOSTING_DUE, _PAID) for stage in _AHEAD},
    **{f"hosting_{stage}": Kind(_HOSTING_LATE, _PAID) for stage in ("h0", "h7_late")},
}
