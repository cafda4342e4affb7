"""Whose fault is a mail server's no? Read from its code and its words.

A refusal is the recipient's only where it says so. Most others are about the sender: a quota, a
blocklist, a login; a letter given up for those would be a warning that nobody ever gets, and as
silently for all owners at once. Sources: RFC 5321 (reply codes), RFC 3463 and 5248 (enhanced
codes), and how servers word them. What the rest of a batch proves is in `judged`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Blame(StrEnum):
    """Who has to do something before the letter can arrive."""

    RECIPIENT = "recipient"  # there is no such address: for good
    LATER = "later"  # a full mailbox, or a server that is busy: the letter is tried again
    UNCLEAR = "unclear"  # it does not say: the other letters of the batch decide
    US = "us"  # our quota, reputation, login, sender: no letter is at fault
    WAY = "way"  # the server was not reached, or said nothing


_OUR_QUOTA = (
    r"(sending|submission|outgoing|outbound|sender|hourly|daily) (\S+ ){0,3}(limit|quota)",
    r"(limit|quota) (on|for|of) (\S+ ){0,3}(sending|sent|outgoing)|submissionquota",
    r"(e-?mails?|messages?|recipients?) ?(per|an|a|/) ?(hour|day|minute)",
    r"too many (messages|e-?mails|recipients|connections|invalid)",
    r"you('ve| have| are) (\S+ ){0,2}(exceeded|reached|sending|sent|not allowed|blocked)",
    r"(batas|kuota)( \S+){0,2} (pengiriman|kirim|keluar|harian|per jam)",
    r"(surel|email|pesan) per (jam|hari)|terlalu banyak (surel|email|pesan)",
)
_OUR_LEAVE = (
    r"relay(ing)? (\S+ ){0,3}(denied|permitted|allowed|prohibited|refused|rejected)",
    r"(to|for) relay|n't relay|not relay|no relay|open relay|rcpthosts|relay ditolak",
    r"authenti|autenti|otenti|\bauth\b|log ?in\b|logged in|credential|password|kata sandi",
    r"starttls|encryption (is )?required|sendasdenied|(right|permission|allowed) to send",
    r"not (\S+ )?(authori[sz]ed|permitted|allowed) to send|tidak (ber)?izin|tidak diizinkan",
)
_OUR_NAME = (
    r"\bblock(ed|list|ing)|black ?list|diblokir|daftar hitam|banned|\brbl\b|dnsbl|reputa[ts]",
    r"spamhaus|barracuda|spamcop|sorbs|proofpoint|listed (in|on|by|at) ",
    r"spam|junk|unsolicited|virus|malware|phish|suspicious|abus(e|ive)|mencurigakan",
    r"polic(y|ies)|kebijakan|content (rejected|filter|restriction)",
    r"\b(spf|dkim|dmarc|ptr|rdns|helo|ehlo)\b|reverse (dns|lookup|hostname)",
    r"(?<!to )\bsenders?\b|return.path|pengirim\b",
    r"your (\S+ )?(account|domain|ip|server|host|network|service|subscription)\b",
    r"(akun|domain|ip|server|layanan) anda|client (host|ip|address)|\bout(going|bound)\b",
)
_FULL = (
    r"(mailbox|inbox|recipient\S*|user|account|maildrop|storage|disk)"
    r"( \S+){0,5} (full|over ?quota|quota|exceeded|out of space)\b",
    r"exceeded storage|over (the )?quota|insufficient (system )?storage|no space left",
    r"receiving (e-?)?mail (at a rate|too)",
    r"(kotak|penyimpanan|kuota).{0,30}(penuh|habis)",
)
_SOME_QUOTA = (r"(quota|limit) (\S+ ){0,2}exceeded|exceed\S* (\S+ ){0,4}(quota|limit)",)
#: A domain that is not there may be ours.
_NO_DOMAIN = (r"\b(domain|host)( \S+){0,3} (not|n't) (exist|found|known)|unknown (domain|host)",)
_NOBODY = (
    r"(user|recipient|mailbox|address|account|addressee)( \S+){0,4} (unknown|invalid|"
    r"non-?existent|not (\S+ )?(known|found|recogni[sz]ed|valid|listed|here))",
    r"(unknown|no such|invalid|non-?existent|not a valid|no valid|no) (\S+ ){0,2}"
    r"(user|recipient|mailbox|address|account|addressee|person)\b",
    r"(does|do|did) ?(not|n't|n’t) exist|no longer exist|n't have an? (\S+ )?account",
    r"address rejected: (unknown|user|no such|invalid)|no mailbox (here )?by that",
    r"(pengguna|penerima|alamat|akun|kotak)( \S+){0,4}"
    r" tidak (di?kenal|dikenali|ada|ditemukan|valid|terdaftar|sah)",
)
#: What a reply speaks of; the first that fits. Addresses and links are taken out before.
_WORDS = tuple(
    (blame, re.compile("|".join(words)))
    for blame, words in (
        (Blame.US, _OUR_QUOTA + _OUR_LEAVE + _OUR_NAME),
        (Blame.LATER, _FULL),
        (Blame.US, _SOME_QUOTA),
        (Blame.UNCLEAR, _NO_DOMAIN),
        (Blame.RECIPIENT, _NOBODY),
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
_NAMES = re.compile(r"https?://\S+|<[^<>\s]*>|[^\s<>()\[\]\"']+@[^\s<>()\[\]\"']+")
#: A run of refusals after which the rest of a batch is left for another time.
MOST_IN_A_ROW = 5


def blame_for(code: int, text: str) -> Blame:
    """Say whose fault a refusal of a recipient or a letter is.

    Args:
        text: all lines of the reply, each without its code.
    """
    if 400 <= code < 500:
        return Blame.LATER
    words = " ".join(_NAMES.sub(" ", text).lower().split())
    spoken = next((blame for blame, shape in _WORDS if shape.search(words)), None)
    found = _ENHANCED_CODE.search(text)
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


@dataclass(frozen=True, slots=True)
class Turn:
    """A letter that was handed over.

    Attributes:
        recipient: the address.
        blame: of what the server said; None where it took the letter.
        words: what it said.
    """

    recipient: str
    blame: Blame | None = None
    words: str = ""

    @property
    def gist(self) -> str:
        """The words without what changes from letter to letter: names, numbers, queue ids."""
        user, _, domain = self.recipient.lower().partition("@")
        bare = _NAMES.sub(" ", self.words.lower())
        words = re.findall(r"[^\s,;:()\[\]<>\"']+", bare)
        return " ".join(w for w in words if w not in (user, domain) and not re.search(r"\d", w))


def judged(turns: Sequence[Turn]) -> list[bool]:
    """Say of each letter of a batch, in the order they were handed over, if it is refused for good.

    A server that took another letter since is in order, so its no was about that address. The
    same words to two people while nobody's letter is taken are about whoever sends them.
    """
    return [_is_for_good(turn, turns) for turn in turns]


def _is_for_good(turn: Turn, turns: Sequence[Turn]) -> bool:
    if turn.blame not in (Blame.RECIPIENT, Blame.UNCLEAR):
        return False
    alike = [n for n, other in enumerate(turns) if other.blame and other.gist == turn.gist]
    to_others = any(turns[n].recipient != turn.recipient for n in alike)
    taken_since = any(other.blame is None for other in turns[alike[0] :])
    if turn.blame is Blame.UNCLEAR:
        return taken_since and not to_others
    return taken_since or not to_others


def is_hopeless(turns: Sequence[Turn]) -> bool:
    """Whether a server has refused so many in a row that to go on would only annoy it."""
    last = turns[-MOST_IN_A_ROW:]
    return len(last) == MOST_IN_A_ROW and all(t.blame not in (None, Blame.LATER) for t in last)
