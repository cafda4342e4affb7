"""What officers call the columns of their lists. Facts, compared without case, dots and spaces."""

import re

#: field -> headings under which it is found in lists.
ALIASES: dict[str, tuple[str, ...]] = {
    "usaha": ("nama usaha", "nama umkm", "umkm", "ukm", "merek", "brand", "nama toko", "usaha"),
    "situs": (
        "website", "alamat website", "web", "url", "link", "domain", "laman", "alamat situs",
        "situs", "situs web", "nama domain",
    ),
    "pemilik": ("nama pemilik", "nama", "penanggung jawab", "pic", "owner", "pemilik"),
    "surel": ("email", "e-mail", "alamat email", "surel", "email pemilik"),
    "wa": (
        "no hp", "no wa", "whatsapp", "hp", "telepon", "telp", "kontak", "nomor handphone",
        "nomor hp", "nomor wa", "no telp", "no telepon", "wa",
    ),
    "sapaan": ("sapaan", "panggilan"),
    "komunitas": ("komunitas", "asosiasi", "organisasi", "paguyuban", "kelompok", "nama komunitas"),
    "hibah_mulai": (
        "tgl serah terima", "tanggal serah terima", "tanggal kontrak", "tgl kontrak",
        "tahun hibah", "hibah mulai", "mulai hibah", "tgl hibah", "tanggal hibah",
    ),
    "hibah_selesai": ("hibah selesai", "akhir hibah", "selesai hibah"),
    "habis": (
        "masa berlaku", "tgl expired", "jatuh tempo", "habis", "domain habis", "expired",
        "tanggal expired", "masa aktif domain",
    ),
    "hosting_habis": ("hosting habis", "hosting expired", "masa aktif hosting", "hosting sampai"),
    "registrar": ("registrar", "penyedia domain"),
    "hosting": ("hosting", "penyedia hosting"),
    "catatan": ("catatan", "keterangan"),
    "alamat": ("alamat", "alamat usaha"),
    "kecamatan": ("kecamatan",),
    "kategori": ("kategori", "jenis usaha", "produk"),
    "koordinator": ("koordinator", "nama koordinator", "ketua"),
    "kuota": ("kuota", "jumlah hibah", "jumlah situs"),
}  # fmt: skip


def fold(heading: object) -> str:
    """Reduce a heading to what is compared: lower case, no dots, single spaces."""
    return re.sub(r"[\s._:]+", " ", str(heading or "").lower()).strip()


_FIELDS = {fold(alias): field for field, aliases in ALIASES.items() for alias in aliases}


def field_of(heading: object) -> str | None:
    """The field a heading means, if it is known."""
    return _FIELDS.get(fold(heading))
