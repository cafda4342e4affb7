"""The messages about cells of an imported list: what is wrong, and what to do about it."""

from watcher.core.import_issue import IssueKind
from watcher.wording.catalogue import N_

#: Field of a list -> what its column contains.
FIELDS = {
    "usaha": N_("name of the business"),
    "situs": N_("web address"),
    "pemilik": N_("name of the owner"),
    "sapaan": N_("form of address"),
    "surel": N_("e-mail address"),
    "wa": N_("WhatsApp number"),
    "komunitas": N_("name of the community"),
    "hibah_mulai": N_("day of the hand-over"),
    "hibah_selesai": N_("end of the grant"),
    "habis": N_("end of the domain"),
    "hosting_habis": N_("end of the hosting"),
    "registrar": N_("name of the registrar"),
    "hosting": N_("name of the host"),
    "catatan": N_("remarks"),
    "alamat": N_("address of the business"),
    "kecamatan": N_("district"),
    "kategori": N_("kind of business"),
    "koordinator": N_("name of the coordinator"),
    "kuota": N_("number of grants"),
}
FAULTS = {
    IssueKind.EMPTY: N_("is empty; please fill it in"),
    IssueKind.NO_URL: N_('"{value}" is no web address; write it as business.example'),
    IssueKind.FORBIDDEN_URL: N_('"{value}" may not be watched: not an open web address'),
    IssueKind.CHANNEL_NOT_SITE: N_('"{value}" is a page on {hint}, not a site of one\'s own'),
    IssueKind.SAME_AS_ROW: N_("the same site as in row {hint}"),
    IssueKind.MOVED_AWAY: N_(
        '"{value}" was moved to {hint} by the office, and stays there; please mend the list'
    ),
    IssueKind.NOT_WATCHED: N_(
        'the office has taken "{value}" out; nothing is watched. Take it back: watcher site resume'
    ),
    IssueKind.NO_EMAIL: N_('"{value}" is no e-mail address; left empty, please mend it'),
    IssueKind.TYPO_EMAIL: N_('"{value}": was {hint} meant?'),
    IssueKind.NO_PHONE: N_(
        '"{value}" is no telephone number; left empty, write it as text: 0812...'
    ),
    IssueKind.FOREIGN_PHONE: N_('"{value}" is a number abroad; kept as {hint}'),
    IssueKind.FIXED_LINE: N_(
        '"{value}" is a fixed line, without WhatsApp; a mobile number is better'
    ),
    IssueKind.NO_DATE: N_('"{value}" is no date; left empty, write it as 31/10/2026'),
    IssueKind.YEAR_ONLY: N_("only a year; taken as 1 January"),
    IssueKind.YEAR_WITHOUT_DAY: N_('"{value}" is only a year; left empty, write it as 31/10/2026'),
    IssueKind.YEAR_CANNOT_BE: N_('"{value}": the year cannot be right; left empty, please mend it'),
    IssueKind.ENDS_BEFORE_GRANT: N_(
        '"{value}" lies before the hand-over ({hint}); left empty, please mend one of them'
    ),
    IssueKind.COUNTS_FROM_1904: N_(
        '"{value}" is a number that may be off by four years;'
        " left empty, format the column as dates in Excel"
    ),
    IssueKind.NO_NUMBER: N_('"{value}" is no number'),
    IssueKind.NO_VALUE: N_(
        '"{value}" is a formula without a value; left empty, open the file in Excel and save it'
    ),
    IssueKind.LEFT_EMPTY: N_('"{value}": left empty'),
    IssueKind.MENDED: N_('"{value}" was read as {hint}'),
    IssueKind.FROM_LINK: N_('"{value}": the address behind the cell was taken: {hint}'),
    IssueKind.ONE_OF_SEVERAL: N_('"{value}": only the first was taken: {hint}'),
    IssueKind.LOST_LETTER: N_('"{value}": a letter was lost; save the list as .xlsx'),
    IssueKind.NO_ROW: N_('"{value}": not taken as a row of the list'),
    IssueKind.UNKNOWN_COMMUNITY: N_(
        'nobody knows the community "{value}"; nearest: "{hint}". New ones: --create-communities'
    ),
}
