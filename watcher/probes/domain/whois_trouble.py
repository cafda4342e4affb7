"""Words near a registry's "not found" that make it doubtful: maintenance, errors, "for now".

A registry in maintenance finds nothing, and may answer in the same words as for a name that does
not exist. Each row below is one kind of doubt, in the languages of registries that we may ask.
Words are matched from their beginning, without accents. What a doubtful answer means is decided
in `whois_phrases`.
"""

import re
import unicodedata

from watcher.probes.domain.whois_terms import AnswerParts

_LINE_CAP = 240  # characters; longer lines are terms of use
_AROUND = 6  # lines before and after the "not found" that are searched
_FEW = 10  # lines; an answer with fewer has no real terms of use

_DOUBTS: dict[str, tuple[str, ...]] = {
    "it holds for now": (
        r"(?:at|for) (?:this|the) (?:time|moment|present)\b",
        r"(?:at present|for now|right now|just now|for the time being|as of now)",
        r"(?:not yet (?!(?:been )?registered)|(?<!registered )(?<!not )yet\b)",
        r"(?:momentar|temporar|interim|until further|pending\b)",
        r"currently (?!(?:not )?(?:registered|unregistered|available|free)\b)",
        r"(?:sementara|saat ini|sekarang ini|untuk sekarang|waktu ini|buat masa ini)\b",
        r"(?:temporal|temporan|temporair|provisoir|provisional|vorubergehend|tijdelijk)",
        r"(?:en este|neste|en ce|al|im) moment",
        r"pour (?:le moment|l.instant)",
        r"(?:zurzeit|zur zeit|derzeit|momentan|op dit moment|gecici|tymczasow|docasn)",
    ),
    "ask again": (
        r"(?:try|retry|ask|check) (?:\w+ ){0,4}in (?:an?|few|some|\d+)\b",
        r"(?:try|retry|ask|query|check|come|submit\w*) (?:\w+ ){0,3}(?:again|later|back)\b",
        r"(?:again\b|later\b|please wait|please retry|retry(?:ing)?\b|back soon|shortly)",
        r"(?:di)?(?:coba|cuba|ulangi|nanti|kembali lagi|beberapa saat|mohon tunggu|harap tunggu)",
        r"(?:intent[ea]|vuelva|mas tarde|tente nov|mais tarde|reessay|plus tard|riprov)",
        r"(?:spater|erneut|opnieuw|tekrar)",
    ),
    "it is being worked on": (
        r"(?:maintenance|mantenimiento|manuten|wartung|onderhoud|bakim\b|konserwac|udrzb)",
        r"(?:upgrad|migrat|downtime|scheduled|undergoing|repair|reconstruct|under construction)",
        r"clos(?:ed|ing)\b",
        r"(?:reboot|restart|shut(?:ting)? ?down|starting up|in progress)",
        r"being (?!prohibited|used)(?:\w+ed|rebuilt)\b",
        r"(?:re-?(?:build|built|load|index|sync)|sync|synchron|not (?:yet )?ready|read-only)",
        r"(?:restor(?:e|ing)\b|recover|suspended|stopped|locked|not (?:\w+ )?loaded)",
        r"(?:pemeliharaan|penyelenggaraan|perawatan|perbaikan|pembaruan|pemutakhiran|migrasi)",
        r"(?:sedang (?!terdaftar)|sinkron|dinonaktifkan|dipindahkan)",
    ),
    "something broke": (
        r"(?:error|err\b|fault|fail|exception|outage|crash|trouble|problem|incident|abort)",
        r"(?:disrupt|interrupt|difficult|degrad|corrupt|broken|emergency|panic|unexpected)",
        r"(?:servfail|inconsisten|cancel|killed|traceback)",
        r"(?:an?|the|this|some|known|network|database|server) (?:\w+ )?issues?\b",
        r"(?:internal|technical) (?:\w+ )?(?:reason|issue|server|work|condition|cause)",
        r"(?:https?|status|code) 5\d\d\b",
        r"(?:inconvenience|apologi|unverified|skipped|unknown (?:state|status|reason))",
        r"could not be (?!found|located)",
        r"(?:sql|ora-\d|odbc|jdbc|ldap|mysql|postgres|oracle|redis|memory|disk|dns fail)\b",
        r"(?:gangguan|terganggu|tidak normal|kendala|terkendala|kesalahan|galat|eror|ralat)",
        r"(?:gagal|masalah|bermasalah|rusak|darurat|macet|terputus)",
        r"(?:erro|fallo|falla|falha|erreur|panne|echec|fehler|storung|errore|guasto|fout)\b",
        r"(?:storing|hata|blad)\b",
    ),
    "it was not reached": (
        r"(?:time-?d?[ -]?out|too (?:long|slow|late)|delayed|lag\b|lagging|deadline)",
        r"not? (?:\w+ )?(?:respond|response|repl|reach|connect)",
        r"(?:unreach|unavail|inaccess|unrespons|disconnect|offline|refused|hang\b|hung\b)",
        r"(?:unable|incapable|cannot (?:\w+ ){0,2}(?:\w*reach|connect|contact|access|open|read))",
        r"could ?n[o']t (?:\w+ )?(?:reach|connect|contact|access|open|read|load|query|complete)",
        r"(?:no|lost|bad|closed|failed) (?:connection|socket|gateway|route)\b",
        r"(?:connection|socket|gateway) (?:\w+ )?(?:lost|reset|closed|broke|drop|time|fail)",
        r"(?:out of (?:service|order)|(?:is|are|was|went) down|down for)\b",
        r"(?:waktu (?:\w+ )?habis|batas waktu|melebihi waktu|luring|tidak (?:merespon|menanggapi))",
        r"(?:tidak|belum|tak|gak) (?:dapat|bisa)(?! ditemukan)",
        r"(?:layanan|server|sistem|data|registri) (?:\w+ ){0,2}(?:tidak|belum) "
        r"(?:tersedia|siap|aktif|jalan)",
        r"(?:database|service|server|whois|system|registry|source)s? (?:\w+ ){0,2}not (?:\w+ )?"
        r"(?:available|accessible|operational|running|working)",
        r"(?:no dispon|indispon|nicht erreichbar|zeituberschr|tiempo de espera|delai)",
    ),
    "it is at its limits": (
        r"(?:rate.?limit|exhaust|queue|pool|quorum|threads?\b|overload|capacity|congest)",
        r"(?:throttl|busy|too (?:busy|many)|high load)",
        r"(?:sibuk|kelebihan|beban|kewalahan|sobrecarg|surcharg|uberlast|occupe|ocupado)",
    ),
    "only a part was looked in": (
        r"(?:shard|cluster|nodes?\b)",
        r"(?:back-?ends?|cached?|caches|caching|upstream|replica|mirror|snapshot|standby|stale)\b",
        r"(?:local copy|fallback|failover|out of date|outdated)",
        r"(?:partial|incomplete|secondary|limited) (?:data|result|answer|copy|search|look-?up)",
        r"(?:data|results?|answers?|lists?|searche?s?) (?:\w+ ){0,2}(?:partial|incomplete)\b",
        r"(?:tembolok|cadangan|salinan)",
    ),
}
_DOUBT = re.compile(
    r"(?<![\w])(?:" + "|".join(row for rows in _DOUBTS.values() for row in rows) + ")"
)
# phrases that contain such a word without any trouble: "%ERROR:101: no entries found", and the
# standard text under every answer of gTLD registries
_HARMLESS = re.compile(
    r"\berror\s*:?\s*\d{3}\s*:|\berror[- ]free\b|\bfree (?:of|from) errors?\b"
    r"|\bdata problem report|\btemporary specification\b|^trouble\s*:"
    r"|\bfail(?:ure)? to (?:abide|comply|adhere|otherwise|locate a record)"
    r"|\bmaintenance of (?:the )?(?:registration|register|domain)"
)


def reports_trouble(answer: AnswerParts, at: int, domain: str) -> bool:
    """Whether the lines around a "not found" make it doubtful.

    In a short answer every line counts: "Our service is being moved" begins like terms of use.

    Args:
        answer: in parts.
        at: index of the "not found" in its record lines.
        domain: the name asked for; it is masked, as it may contain such words itself.
    """
    near = answer.record[max(0, at - _AROUND) : at + _AROUND + 1]
    if len(answer.record) + len(answer.terms) <= _FEW:
        near = answer.record + answer.terms
    short = (line for line in near if len(line) <= _LINE_CAP)
    return any(_DOUBT.search(_plain(line, domain)) for line in short)


def _plain(line: str, domain: str) -> str:
    """Fold a line's case, accents and spaces, and mask the name and harmless phrases."""
    line = unicodedata.normalize("NFKD", " ".join(line.lower().replace("_", " ").split()))
    line = "".join(char for char in line if not unicodedata.combining(char)).replace("ı", "i")
    return _HARMLESS.sub(" ", line.replace(domain, " ") if domain else line)
