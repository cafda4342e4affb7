"""Separate the terms of use in a WHOIS answer from the lines about the name.

Terms of use contain words of records and of "not found": Verisign's tell a reader to "consult the
sponsoring registrar's Whois database". Also tells prose from values. `whois_fields` and
`whois_phrases` read the lines about the name.
"""

import re
from dataclasses import dataclass, field

TEXT_CAP = 16 * 1024  # characters
LINE_CAP = 1024  # characters
LINES_CAP = 300  # more than twice the longest answer known

#: Characters that a comment line may begin with, or consist of.
MARKS = " \t%#*->;/=_"

# a paragraph that begins like this is about the service, up to its end
_OPENINGS = (
    r"notices?\b",
    r"terms\b",
    r"disclaimer\b",
    r"legal\b",
    r"important\b",
    r"attention\b",
    r"please (?:note|be advised|be aware)\b",
    r"note ?(?::|that\b)",
    r"by (?:submitting|using|querying|accessing|requesting)\b",
    r"the (?:data|information|registry|service|whois|expiration date displayed)\b",
    r"(?:this|our) (?:data|information|whois|service|registry|database)\b",
    r"(?:you|users?) (?:may|are|agree|must|should|can)\b",
    r"(?:access to|(?:any|the)? ?use of|in using|under no)\b",
    r"we (?:reserve|do not|make)\b",
    r"pemberitahuan\b",
    r"syarat\b",
    r"ketentuan\b",
    r"penafian\b",
    r"perhatian\b",
    r"catatan\b",
    r"pengguna\b",
    r"dengan (?:mengirim|menggunakan|mengakses|meminta)",
    r"(?:data|informasi|layanan) (?:ini|yang|dalam|pada)\b",
)
_OPENING = re.compile("|".join(_OPENINGS))
# single lines about the service; the next line may be about the name
_LONE = re.compile(
    r"(?:url of the )?icann\b|copyright\b|\(c\)|all rights\b|hak cipta\b"
    r"|(?:for|untuk) (?:more|further|information|lawful|informasi)\b|please (?:visit|see)\b"
)
_NAMES_ITSELF = re.compile(r"domain(?:[ -]?name)?\s*:\s*[\w-]+(?:\.[\w-]+)+\.?$")

_VALUE_CAP = 200  # characters of a value that are searched for prose
_WORD = re.compile(r"[a-z']+")
# words of sentences, which names of companies and dates do not have
_VERBS = (
    "may is are was be been has have can could will would shall should must please consult see"
    " visit contact view refer agree not you your we our its this that these which who whose"
    " registrar's registrant's anda yang adalah dapat harus akan ini itu tidak silakan kami"
    " lihat hubungi"
)
_LINKS = (
    "the a an of to for in on at by with and or from as if any all"
    " dan atau di ke dari untuk pada oleh dengan"
)
_IS_VERB, _IS_LINK = frozenset(_VERBS.split()), frozenset(_LINKS.split())


@dataclass(frozen=True, slots=True)
class AnswerParts:
    """An answer in two parts, each in the order printed and without empty lines.

    Attributes:
        record: lines about the name.
        terms: lines about the service.
    """

    record: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)


def split_terms(text: str) -> AnswerParts:
    """Separate the terms of use, up to the caps on characters and lines.

    A paragraph of terms ends at an empty line, at a line of marks only, and where a record begins
    with the name of its domain.
    """
    parts, in_terms = AnswerParts(), False
    lines = (line[:LINE_CAP].rstrip() for line in text[:TEXT_CAP].lstrip("\ufeff").splitlines())
    for line in lines:
        bare = line.strip(MARKS).lower()
        if not bare:
            in_terms = False
        elif _OPENING.match(bare):
            in_terms = True
        elif in_terms and _NAMES_ITSELF.match(bare):
            in_terms = False
        if line:
            is_terms = in_terms or _LONE.match(bare)
            (parts.terms if is_terms else parts.record).append(line)
        if len(parts.terms) + len(parts.record) == LINES_CAP:
            break
    return parts


def is_prose(value: str) -> bool:
    """Whether a value is part of a sentence, and not a name or a date.

    It is with two words that only sentences have, with one of these and three conjunctions or
    prepositions, or with five words of which the first is in lower case.
    """
    value = value[:_VALUE_CAP].strip()
    words = _WORD.findall(value.lower())
    verbs = sum(word in _IS_VERB for word in words)
    links = len(_IS_LINK.intersection(words))
    runs_on = value[:1].islower() and len(words) >= 5 and not any(map(str.isdigit, value))
    return verbs >= 2 or (verbs == 1 and links >= 3) or runs_on
