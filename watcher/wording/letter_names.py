"""Short names of letters and of their states, for lists of letters."""

from collections.abc import Mapping

from watcher.core.reminders.mail_reply import Blame, blame_of
from watcher.wording.catalogue import N_, Words

_SUBJECTS = {
    "expiry": N_("Domain"),
    "hosting": N_("Hosting"),
    "certificate": N_("Certificate"),
    "registry": N_("Registry"),
    "down": N_("Outage"),
    "mail": N_("Mail server"),
    "call": N_("Call"),
}
_STAGES = {
    "h60": N_("60 days before its end"),
    "h30": N_("30 days before its end"),
    "h14": N_("14 days before its end"),
    "h7": N_("7 days before its end"),
    "h3": N_("3 days before its end"),
    "h1": N_("the day before its end"),
    "h0": N_("the day of its end"),
    "h7_late": N_("a week after its end"),
    "last_price": N_("last days at the normal price"),
    "redemption": N_("can only be bought back"),
    "decide": N_("a decision is wanted"),
    "verify": N_("waits for a click"),
    "hold": N_("on hold"),
    "renewed": N_("thanks for the renewal"),
    "reregistered": N_("registered anew"),
    "not_seen": N_("said to be paid, not seen yet"),
    "ask": N_("when does it end?"),
    "silent": N_("cannot be read"),
    "digest": N_("sites down for hours"),
    "refused": N_("takes none of our letters"),
    "test": N_("a test letter"),
    "owner": N_("an owner without an e-mail address"),
}
ROLES = {
    "owner": N_("Owner"),
    "coordinator": N_("Coordinator"),
    "officer": N_("Officer"),
    "sysadmin": N_("Sysadmin"),
}

_TURNED_AWAY = N_("the mail server refuses us, not the recipient: {reply}")
#: Why a letter waits, by the blame of the server's reply.
WAITS: Mapping[Blame, str] = {
    Blame.WAY: N_("the mail server was not reached: {reply}"),
    Blame.LATER: N_("the mail server wants it later: {reply}"),
    Blame.US: _TURNED_AWAY,
    Blame.UNCLEAR: _TURNED_AWAY,
    Blame.RECIPIENT: _TURNED_AWAY,
}
#: Why a letter is in its state, where the state's name does not say it.
_STATES = {
    "QUEUED": N_("waits for its hour"),
    "UNCERTAIN": N_("may have arrived; goes out once more"),
    "CANCELLED": N_("no longer true, or answered"),
}
_NO_SUCH_ADDRESS = N_("there is no such address: {reply}")
_NOT_THIS_ONE = N_("the mail server takes the letters of others, not this one: {reply}")


def letter_name(kind: str, say: Words) -> str:
    """Return the name of a kind of letter: "Domain: 14 days before its end"."""
    subject, _, stage = kind.partition("_")
    return f"{say(_SUBJECTS[subject])}: {say(_STAGES[stage])}"


def why(state: str, reply: str, say: Words) -> str:
    """Return why a letter is in its state; "" where the state says all.

    Args:
        state: name of a LetterState.
        reply: the mail server's reply, or watcher's own reason.
        say: the language.
    """
    if state == "REFUSED":
        unknown = blame_of(reply) is Blame.RECIPIENT
        return say(_NO_SUCH_ADDRESS if unknown else _NOT_THIS_ONE, reply=reply)
    if state == "QUEUED" and reply:
        return say(WAITS[blame_of(reply)], reply=reply)
    return say(_STATES[state]) if state in _STATES else ""
