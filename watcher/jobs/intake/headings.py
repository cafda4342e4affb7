"""Recognise the columns of a list by the words of their headings, in any order.

A heading is first looked up as a whole; then the first rule that matches gives the field: all of
its wanted words occur, and none of the excluded ones. A word that names other data (identity
card, turnover) makes a heading unknown: to report it as not understood is better than to
misread it.
"""

import re
import unicodedata
from dataclasses import dataclass

#: Field -> whole headings that the rules below would not match, or match wrongly.
WHOLE: dict[str, tuple[str, ...]] = {
    "usaha": ("nama toko", "usaha"),
    "situs": ("link",),
    "pemilik": ("nama", "nama lengkap", "pic"),
    "sapaan": ("sapaan", "panggilan"),
    "hibah_mulai": ("hibah mulai", "mulai hibah"),
    "habis": ("masa berlaku", "masa aktif", "habis"),
    "registrar": ("registrar", "penyedia domain", "registrar domain"),
    "hosting": ("hosting", "penyedia hosting", "provider hosting"),
    "catatan": ("catatan", "keterangan", "remarks on the row"),
    "alamat": ("alamat",),
    "kecamatan": ("kecamatan",),
    "kategori": ("kategori", "jenis usaha", "produk"),
    "koordinator": ("koordinator", "nama koordinator", "ketua", "nama ketua"),
    "kuota": ("kuota", "jumlah hibah", "jumlah situs", "jumlah website"),
}

#: Expressions of several words -> one word; applied first. _SAME then maps synonyms to one word.
_JOINED = {
    r"\be mail\b": "surel", r"\bs d\b": "sampai", r"\bmasa (berlaku|aktif|berakhir)\b": "berlaku",
    r"\bjatuh tempo\b": "berlaku", r"\bserah terima\b": "bast", r"\bhand over\b": "bast",
    r"\bpenanggung jawab\b": "pemilik", r"\bnama lengkap\b": "pemilik", r"\bwhats app\b": "wa",
    r"\bcontact person\b": "pemilik", r"\bhand phone\b": "wa", r"\bweb site\b": "web",
    r"\bhome page\b": "web",
}  # fmt: skip
_SAME: dict[str, str] = {
    word: kind
    for kind, words in {
        "surel": "email surel emailnya mail",
        "wa": "wa hp whatsapp telepon telpon telp tlp tlpn telephone phone handphone ponsel hape"
        " mobile nohp nowa nomorhp nomorwa seluler",
        "kontak": "kontak contact",
        "web": "web website situs url laman link tautan domain homepage site webnya",
        "hosting": "hosting host server",
        "pemilik": "pemilik owner pelaku pic penerima pengelola pengusaha pj",
        "usaha": "usaha umkm ukm ikm merek merk brand toko bisnis perusahaan nama_usaha business",
        "komunitas": "komunitas asosiasi organisasi paguyuban kelompok perkumpulan himpunan"
        " community association",
        "habis": "berlaku expired expire expires expiry exp expiration kadaluarsa kedaluwarsa"
        " kadaluwarsa kedaluarsa daluwarsa habis berakhir sampai akhir selesai perpanjangan"
        " berakhirnya habisnya renewal",
        "bast": "bast penyerahan diserahkan diterima",
        "hibah": "hibah kontrak bantuan grant",
        "mulai": "mulai awal",
        "waktu": "tgl tanggal tahun thn th date waktu",
        "koordinator": "koordinator ketua pendamping pembina dinas petugas admin",
    }.items()
    for word in words.split()
}
_SAME |= {"domain": "domain"}
#: Words that name other data of an office: a heading with one of them is not understood.
_FOREIGN = frozenset({
    "ktp", "nik", "npwp", "nib", "rekening", "rek", "bank", "omzet", "omset", "laba", "modal",
    "aset", "izin", "pirt", "halal", "haki", "sertifikat", "sertifikasi", "ssl", "password",
    "sandi", "username", "user", "login", "pin", "kode", "harga", "biaya", "tarif", "nilai",
    "anggaran", "tagihan", "invoice", "status", "kondisi", "umur", "usia", "lahir", "kelamin",
    "pendidikan", "instagram", "ig", "facebook", "fb", "tiktok", "shopee", "tokopedia",
    "marketplace", "maps", "gmaps", "peta", "lokasi", "youtube", "medsos", "sosial", "drive",
    "foto", "logo", "paket", "template", "desain", "ket", "jumlah", "total", "karyawan",
    "tenaga", "bidang", "skala", "sektor", "bentuk", "deskripsi", "kategori", "jenis", "kelas",
    "garansi",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Rule:
    field: str
    wants: tuple[str, ...]  # of each group one word has to occur; words are separated by "|"
    without: str = ""  # none of these words may occur

    def matches(self, words: set[str]) -> bool:
        has_all = all(words & set(group.split("|")) for group in self.wants)
        return has_all and not words & set(self.without.split())


_RULES = (
    _Rule("hosting_habis", ("habis", "hosting"), "nama nomor no"),
    _Rule("hibah_selesai", ("habis", "hibah|bast"), "nama nomor no"),
    _Rule("habis", ("habis",), "hosting usaha komunitas pemilik nama nomor no mulai"),
    _Rule("surel", ("surel",), "komunitas koordinator wa"),
    _Rule("wa", ("wa|kontak",), "komunitas koordinator nama alamat grup group surel"),
    _Rule("hibah_mulai", ("bast",), "nama nomor no pemilik dokumen file link berita"),
    _Rule("hibah_mulai", ("hibah", "waktu|mulai"), "nama nomor no pemilik"),
    _Rule("komunitas", ("komunitas",), "koordinator alamat"),
    _Rule("pemilik", ("pemilik",), "alamat nomor no waktu komunitas web domain"),
    _Rule("situs", ("web|domain",), "hosting waktu koordinator"),
    _Rule("usaha", ("usaha",), "alamat nomor no waktu lama pemilik komunitas"),
)  # fmt: skip


def fold(heading: object) -> str:
    """Reduce a heading to its words: lower case, no punctuation, single spaces."""
    text = unicodedata.normalize("NFKC", str(heading if heading is not None else "")).casefold()
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return re.sub(r"[\W_]+", " ", text).strip()


_WHOLE = {fold(alias): field for field, aliases in WHOLE.items() for alias in aliases}
_LONGEST = 80


def field_of(heading: object) -> str | None:
    """Return the field that a heading names; None if it is not understood."""
    if not isinstance(heading, str) or len(heading) > _LONGEST or "@" in heading:
        return None
    plain = re.sub(r"\([^)]*\)", " ", heading)  # "(dd/mm/yyyy)", "(aktif)"
    folded = fold(plain) or fold(heading)
    if folded in _WHOLE:
        return _WHOLE[folded]
    for written, meant in _JOINED.items():
        folded = re.sub(written, meant, folded)
    words = {_SAME.get(word, word) for word in folded.split()}
    if words & _FOREIGN or "://" in heading or re.search(r"\d", folded):
        return None
    return next((rule.field for rule in _RULES if rule.matches(words)), None)


def is_counter(heading: object) -> bool:
    """Return whether a column only numbers the rows, so that it need not be reported."""
    return fold(heading) in {"", "no", "nomor", "no urut", "nomor urut", "nr", "id"}
