"""What a letter was about, in a few words: for lists of letters, not for the letters themselves."""

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
    "owner": N_("an owner without an e-mail address"),
}
ROLES = {
    "owner": N_("Owner"),
    "coordinator": N_("Coordinator"),
    "officer": N_("Officer"),
    "sysadmin": N_("Sysadmin"),
}


def letter_name(kind: str, say: Words) -> str:
    """Name a kind of letter: "Domain: 14 days before its end"."""
    subject, _, stage = kind.partition("_")
    return f"{say(_SUBJECTS[subject])}: {say(_STAGES[stage])}"
