"""Whose fault is a mail server's no? Read from its code and its words.

A refusal is the recipient's only where it says so. Most others are about the sender: a quota, a
blocklist, a login; a letter given up for those would be a warning that nobody ever gets, and as
silently for all owners at once. Sources: RFC 5321 (reply codes), RFC 3463 and 5248 (enhanced
codes), and how servers word them. What the rest of a batch proves is in core/mail_batch.
"""

import re
from enum import StrEnum

from watcher.core.reminders.mail_words import (
    FULL,
    NO_DOMAIN,
    NOBODY,
    OUR_LEAVE,
    OUR_NAME,
    OUR_QUOTA,
    SOME_QUOTA,
)


class Blame(StrEnum):
    """Who has to do something before the letter can arrive."""

    RECIPIENT = "recipient"  # there is no such address: for good
    LATER = "later"  # a full mailbox, or a server that is busy: the letter is tried again
    UNCLEAR = "unclear"  # it does not say: the other letters of the batch decide
    US = "us"  # our quota, reputation, login, sender: no letter is at fault
    WAY = "way"  # the server was not reached, or said nothing


#: What a reply speaks of; the first that fits. Addresses and links are taken out before.
_WORDS = tuple(
    (blame, re.compile("|".join(words)))
    for blame, words in (
        (Blame.US, OUR_QUOTA + OUR_LEAVE + OUR_NAME),
        (Blame.LATER, FULL),
        (Blame.US, SOME_QUOTA),
        (Blame.UNCLEAR, NO_DOMAIN),
        (Blame.RECIPIENT, NOBODY),
    )
)
#: What an enhanced code says; one that is not here says nothing of whose fault it is.
_ENHANCED = (
    (Blame.US, re.compile(r"5\.7\.\d+|5\.4\.5|5\.1\.[78]")),
    (Blame.LATER, re.compile(r"4\.\d+\.\d+|5\.2\.2")),
    (Blame.RECIPIENT, re.compile(r"5\.1\.(1|2|3|6|10)|5\.2\.1")),
)
#: What a plain code says where nothing else does.
_PLAIN = dict.fromkeys((530, 534, 535, 538), Blame.US) | {552: Blame.LATER}

_ENHANCED_CODE = re.compile(r"(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?!\.?\d)")
#: Addresses and links: what stands in them says nothing.
_NAMES = re.compile(r"https?://\S+|<[^<>\s]*>|[^\s<>()\[\]\"'@]{1,64}@[^\s<>()\[\]\"'@]+")
#: Characters of a reply that are read: a server may send any number.
_LONGEST = 2000


def without_names(text: str) -> str:
    """The words of a reply in lower case, without addresses and links."""
    return " ".join(_NAMES.sub(" ", text[:_LONGEST]).lower().split())


def blame_for(code: int, text: str) -> Blame:
    """Say whose fault a refusal of a recipient or a letter is.

    Args:
        text: all lines of the reply, each without its code.
    """
    if 400 <= code < 500:
        return Blame.LATER
    words = without_names(text)
    spoken = next((blame for blame, shape in _WORDS if shape.search(words)), None)
    found = _ENHANCED_CODE.search(text[:_LONGEST])
    coded = next((b for b, shape in _ENHANCED if found and shape.fullmatch(found[0])), None)
    if spoken is Blame.US:
        return Blame.US
    if coded is Blame.US:  # "5.7.1 user unknown": two stories, and the batch shows which is true
        return Blame.UNCLEAR if spoken is Blame.RECIPIENT else Blame.US
    if Blame.LATER in (spoken, coded):
        return Blame.LATER
    return coded or spoken or _PLAIN.get(code, Blame.UNCLEAR)


def blame_of(reply: str) -> Blame:
    """The same of a reply that was kept with its code; what has none no server has said."""
    code, _, text = reply.partition(" ")
    return blame_for(int(code), text) if re.fullmatch(r"[2-5]\d\d", code) else Blame.WAY
