"""Headings as officers write them: told by their words, and not understood rather than wrongly."""

import pytest

from watcher.jobs.intake.headings import WHOLE, field_of, is_counter
from watcher.wording.import_words import FIELDS

MEANT = {
    "usaha": ["Nama Brand", "NAMA UMKM / USAHA", "Merek Dagang", "Nama Bisnis", "Nama Usaha:"],
    "situs": [
        "Domain", "Website (URL)", "Situs Web UMKM", "Alamat Website Hibah", "Link Web Usaha",
        "Web\u00a0Site", "ALAMAT DOMAIN",
    ],
    "pemilik": [
        "Nama Pemilik/Penanggung Jawab", "Nama Penerima Hibah", "Nama Owner", "PIC",
        "Nama Lengkap (sesuai KTP)", "Pemilik Usaha",
    ],
    "wa": [
        "No. HP / WA", "No.HP", "No Telp / WA Aktif", "Nomor WA Pemilik Usaha", "Nomor Kontak",
        "No.\nWhatsApp", "Telepon/HP",
    ],
    "surel": ["E-mail Pemilik", "E Mail", "Email/Surel", "Alamat\u200b e-mail", "Email Aktif"],
    "komunitas": ["Nama Komunitas/Asosiasi", "Kelompok Usaha", "Asal Komunitas"],
    "hibah_mulai": ["Tgl. Penyerahan", "Tahun Penerimaan Hibah", "Tanggal Serah Terima Website"],
    "hibah_selesai": ["Akhir Hibah", "Hibah s/d"],
    "habis": [
        "Masa Berlaku Domain s/d", "Exp. Date Domain", "Tanggal Kadaluarsa Domain", "Expired",
        "Berlaku Sampai", "Tgl. Habis Domain",
    ],
    "hosting_habis": ["Hosting s/d", "Masa Aktif Hosting", "Jatuh Tempo Hosting"],
}  # fmt: skip


@pytest.mark.parametrize(("field", "heading"), [(f, h) for f, hs in MEANT.items() for h in hs])
def test_a_heading_is_told_by_its_words(field: str, heading: str) -> None:
    assert field_of(heading) == field
    assert field_of(f" {heading.upper()} ") == field


@pytest.mark.parametrize(
    "heading",
    [
        "No. KTP", "NIB", "Alamat Usaha", "Ket.", "Omzet per bulan", "Jenis Kelamin", "No. BAST",
        "Nilai Hibah", "Link Instagram", "Status Website", "Masa Berlaku NIB", "Email Koordinator",
        "No HP Koordinator", "Password Email", "Biaya Perpanjangan Domain", "Email dan No HP",
        "Tahun Berdiri Usaha", "Alamat Pemilik", "Domain dan Hosting", "Usaha 1", "", None, 12,
        "ani@usaha.example", "https://usaha.example/web", "web " * 40,
    ],
)  # fmt: skip
def test_a_heading_of_another_kind_is_not_ours(heading: object) -> None:
    assert field_of(heading) is None


def test_nobody_misses_a_column_of_numbers() -> None:
    assert [h for h in ("No", "No.", "NO. URUT", "Nomor", "No. KTP") if not is_counter(h)] == [
        "No. KTP"
    ]


def test_every_field_has_a_name_for_people() -> None:
    assert set(FIELDS) == {*WHOLE, *MEANT}
