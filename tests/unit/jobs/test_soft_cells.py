"""Cells as they are pasted and typed: what can only be meant one way is mended, and said."""

from datetime import date, datetime

import pytest

from watcher.core.import_issue import IssueKind
from watcher.jobs.intake import addresses, telephone, typed_days
from watcher.jobs.intake.soft_cells import CellError, Say, folded, says_nothing
from watcher.net.address_policy import AddressPolicy

Told = list[tuple[IssueKind, str]]


def heard() -> tuple[Told, Say]:
    told: Told = []
    return told, lambda fault, hint: told.append((fault, hint))


PHONES: dict[object, tuple[str, list[IssueKind]]] = {
    "\u202a+62 812\u20111234\u20115678\u202c": ("6281212345678", []),
    "62 0812-3456-7890": ("6281234567890", []),
    "+62 (0)812-3456-7890": ("6281234567890", []),
    "'081234567890": ("6281234567890", []),
    '="081234567890"': ("6281234567890", []),
    "tel:+6281234567890": ("6281234567890", []),
    "0812.3456.7890 (Ibu Ani)": ("6281234567890", []),
    "WA: 0812 3456 7890,": ("6281234567890", []),
    "https://wa.me/6281234567890?text=halo": ("6281234567890", []),
    81234567890: ("6281234567890", []),
    "0812 3456 7890 / 0711-312345": ("6281234567890", [IssueKind.ONE_OF_SEVERAL]),
    "0812 3456 7890 atau 0813 3456 7890": ("6281234567890", [IssueKind.ONE_OF_SEVERAL]),
    "08 / 0813 3456 7890": ("6281334567890", []),
    "+81 80-1234-5678": ("818012345678", [IssueKind.FOREIGN_PHONE]),
    "0081 80-1234-5678": ("818012345678", [IssueKind.FOREIGN_PHONE]),
    "+60 12-345 6789": ("60123456789", [IssueKind.FOREIGN_PHONE]),
    "0711-312345": ("62711312345", [IssueKind.FIXED_LINE]),
}


@pytest.mark.parametrize("cell", PHONES)
def test_a_telephone_number_is_read_and_what_is_odd_is_said(cell: object) -> None:
    wanted, faults = PHONES[cell]
    told, say = heard()
    assert telephone.phone(cell, say) == wanted
    assert [fault for fault, _ in told] == faults


@pytest.mark.parametrize("cell", ["0812 / 0711", "+99 12345678", "60123456789", "0812 ekstensi"])
def test_a_number_that_may_be_a_strangers_is_left_empty(cell: str) -> None:
    with pytest.raises(CellError):
        telephone.phone(cell)


URLS = {
    "https://usaha.example\u200b": ("https://usaha.example/", False),
    "www.usaha.example\xa0": ("http://www.usaha.example/", False),
    "https:// usaha.example": ("https://usaha.example/", True),
    "http//usaha.example": ("http://usaha.example/", True),
    "https:/usaha.example": ("https://usaha.example/", True),
    "ttps://usaha.example": ("https://usaha.example/", True),
    "usaha.example (belum aktif)": ("http://usaha.example/", True),
    "usaha,example": ("http://usaha.example/", True),
    "https://usaha.example; https://lain.example": ("https://usaha.example/", True),
    "Toko: https://usaha.example": ("https://usaha.example/", True),
}


@pytest.mark.parametrize("cell", URLS)
def test_a_web_address_is_mended_and_that_is_said(cell: str) -> None:
    wanted, mended = URLS[cell]
    told, say = heard()
    assert addresses.url(cell, AddressPolicy(), say) == wanted
    assert told == ([(IssueKind.MENDED, wanted)] if mended else [])


@pytest.mark.parametrize("cell", ["kopi musi.example", "belum ada", "toko, musi"])
def test_a_web_address_is_not_guessed(cell: str) -> None:
    with pytest.raises(CellError):
        addresses.url(cell, AddressPolicy())


@pytest.mark.parametrize(
    "cell",
    ["localhost (lama)", "http//127.0.0.1", "javascript:alert(1) x", "http://a:b@c.example x"],
)
def test_mending_opens_no_door(cell: str) -> None:
    with pytest.raises(CellError):
        addresses.url(cell, AddressPolicy())


EMAILS: dict[str, tuple[str, list[IssueKind]]] = {
    "Ani <ani@usaha.example>": ("ani@usaha.example", []),
    "ani@usaha.example\u200b": ("ani@usaha.example", []),
    "mailto:ani@usaha.example;": ("ani@usaha.example", []),
    "ani@usaha.example (pribadi)": ("ani@usaha.example", []),
    "ani@usaha.example; budi@usaha.example": ("ani@usaha.example", [IssueKind.ONE_OF_SEVERAL]),
    "ani@usaha.example / budi@usaha.example": ("ani@usaha.example", [IssueKind.ONE_OF_SEVERAL]),
    "ani @usaha.example": ("ani@usaha.example", [IssueKind.MENDED]),
    "ani@usaha,example": ("ani@usaha.example", [IssueKind.MENDED]),
}


@pytest.mark.parametrize("cell", EMAILS)
def test_an_email_address_is_found_in_what_surrounds_it(cell: str) -> None:
    wanted, faults = EMAILS[cell]
    told, say = heard()
    assert addresses.email(cell, say) == wanted
    assert [fault for fault, _ in told] == faults


@pytest.mark.parametrize(
    "cell", ["-", "—", "tidak ada", "Belum Ada.", "n/a", " ", "\u200b", "..", "(tidak ada)"]
)
def test_a_stroke_says_nothing(cell: str) -> None:
    assert says_nothing(cell)


@pytest.mark.parametrize("cell", [0, "0", "x", "tidak ada lagi"])
def test_anything_else_says_something(cell: object) -> None:
    assert not says_nothing(cell)


TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    "cell",
    [datetime(1927, 8, 12), datetime(2207, 8, 12), "12/08/0207", datetime(1900, 1, 5)],  # noqa: DTZ001 - a cell has no zone
)
def test_a_year_that_cannot_be_is_not_stored(cell: object) -> None:
    with pytest.raises(CellError) as refused:
        typed_days.plausible(typed_days.day(cell), TODAY)
    assert refused.value.fault is IssueKind.YEAR_CANNOT_BE


@pytest.mark.parametrize(
    "cell",
    [
        "12/08/26",
        "12-Agu-26",
        "2026/08/12",
        "12/08/2026 00:00",
        "s/d 12-08-2026",
        "s.d. 12 Agustus 2026",
        "Sampai dengan 12/08/2026",
        "12 Agustus 2026 (1 tahun)",
        "12/08/2026.",
    ],
)
def test_a_day_is_read_in_other_spellings(cell: str) -> None:
    assert typed_days.plausible(typed_days.day(cell), TODAY) == date(2026, 8, 12)


@pytest.mark.parametrize("cell", ["Agustus 2026", "1/1/2026 s/d 1/1/2027", "12/08/2026 / 2027"])
def test_a_day_is_not_guessed(cell: str) -> None:
    with pytest.raises(CellError):
        typed_days.day(cell)


def test_names_are_compared_without_case_and_marks() -> None:
    assert {folded(name) for name in ("WPMI", "wpmi", " W.P.M.I ", "wp\u200bmi")} == {"wpmi"}
