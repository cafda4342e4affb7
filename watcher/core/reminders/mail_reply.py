"""Decide whose fault a mail server's refusal is, by its code and its words.

A refusal is about the recipient only where it says so. Most others are about the sender: a quota,
a blocklist, a login. Giving up letters for those would lose warnings, and for all owners at once.
Sources: RFC 5321 (reply codes), RFC 3463 and 5248 (enhanced codes), and how servers word their
replies. What other letters of the same batch prove is in mail_batch.py.
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
    """Whose fault a refusal is, which decides what happens to the letter."""

    RECIPIENT = "recipient"  # the address does not exist: refused for good
    LATER = "later"  # a full mailbox or a busy server: the letter is tried again
    UNCLEAR = "unclear"  # the reply does not say: the other letters of the batch decide
    US = "us"  # our quota, reputation, login or sender: the letter is not at fault
    WAY = "way"  # the server was not reached, or gave no reply


#: Words of a reply -> blame; the first that matches. Addresses and links are removed before.
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
#: Enhanced code -> blame; other codes do not say whose fault it is.
_ENHANCED = (
    (Blame.US, re.compile(r"5\.7\.\d+|5\.4\.5|5\.1\.[78]")),
    (Blame.LATER, re.compile(r"4\.\d+\.\d+|5\.2\.2")),
    (Blame.RECIPIENT, re.compile(r"5\.1\.(1|2|3|6|10)|5\.2\.1")),
)
#: Plain code -> blame, used where neither words nor an enhanced code decide.
_PLAIN = dict.fromkeys((530, 534, 535, 538), Blame.US) | {552: Blame.LATER}

_ENHANCED_CODE = re.compile(r"(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?!\.?\d)")
#: Addresses and links, whose contents would match words by chance.
_NAMES = re.compile(r"https?://\S+|<[^<>\s]*>|[^\s<>()\[\]\"'@]{1,64}@[^\s<>()\[\]\"'@]+")
#: Characters of a reply that are read; a server may send any number.
_LONGEST = 2000


def without_names(text: str) -> str:
    """The words of a reply in lower case, without addresses and links."""
    return " ".join(_NAMES.sub(" ", text[:_LONGEST]).lower().split())


def blame_for(code: int, text: str) -> Blame:
    """Decide whose fault the refusal of a recipient or a letter is.

    Args:
        code: the three-digit reply code.
        text: all lines of the reply, each without its code.
    """
    if 400 <= code < 500:
        return Blame.LATER
    words = without_names(text)
    by_words = next((blame for blame, pattern in _WORDS if pattern.search(words)), None)
    enhanced = _ENHANCED_CODE.search(text[:_LONGEST])
    by_code = next(
        (b for b, pattern in _ENHANCED if enhanced and pattern.fullmatch(enhanced[0])), None
    )
    if by_words is Blame.US:
        return Blame.US
    if by_code is Blame.US:  # "5.7.1 user unknown" contradicts itself: the batch decides
        return Blame.UNCLEAR if by_words is Blame.RECIPIENT else Blame.US
    if Blame.LATER in (by_words, by_code):
        return Blame.LATER
    return by_code or by_words or _PLAIN.get(code, Blame.UNCLEAR)


def blame_of(reply: str) -> Blame:
    """Decide the same for a stored reply that begins with its code; without one it is WAY."""
    code, _, text = reply.partition(" ")
    return blame_for(int(code), text) if re.fullmatch(r"[2-5]\d\d", code) else Blame.WAY
