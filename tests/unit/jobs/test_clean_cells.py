"""Cells as officers write them and as Excel mangles them: mended, remarked on, or refused."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from watcher.core.import_issue import IssueKind
from watcher.jobs.intake import addresses, telephone, typed_days
from watcher.jobs.intake.rows import identity_of
from watcher.jobs.intake.soft_cells import CellError
from watcher.net.address_policy import AddressPolicy

OPEN = AddressPolicy()

ADDRESSES = {
    "usaha.example": "http://usaha.example/",
    "https://usaha.example": "https://usaha.example/",
    "  HTTPS://Usaha.Example/  ": "https://usaha.example/",
    "www.usaha.example.": "http://www.usaha.example/",
    "usaha.example/toko/": "http://usaha.example/toko",
    "https://usaha.example:443/": "https://usaha.example:443/",
    "https://usaha.example/?utm=x#atas": "https://usaha.example/",
    "https://kué.example/": "https://xn--ku-cja.example/",
}


@pytest.mark.parametrize("cell", ADDRESSES)
def test_an_address_is_made_whole(cell: str) -> None:
    assert addresses.url(cell, OPEN) == ADDRESSES[cell]


@pytest.mark.parametrize(
    "cell",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd",
        "ftp://usaha.example/", "mailto:a@usaha.example", "http://a:b@usaha.example/",
        "http://usaha.example@evil.example/", "https://usaha.example:22/", "usaha.example:22",
        "localhost", "http://localhost/", "http://127.1/", "127.0.0.1", "http://[::1]/",
        "http://017700000001/", "http://0x7f000001/", "http://2130706433/", "http://10.0.0.1/",
        "http://192.168.1.1/admin", "http://169.254.169.254/latest/", "http://[::ffff:127.0.0.1]/",
        "http://100.64.0.1/", "http://0.0.0.0/",
    ],
)  # fmt: skip
def test_i04_i10_what_may_not_be_fetched_is_refused(cell: str) -> None:
    with pytest.raises(CellError) as refused:
        addresses.url(cell, OPEN)
    assert refused.value.fault in (IssueKind.FORBIDDEN_URL, IssueKind.NO_URL)


@pytest.mark.parametrize(
    "cell", ["javascript:alert(1)", "http://a:b@usaha.example/", "https://usaha.example:22/",
             "localhost", "http://127.1/", "http://[::1]/", "http://017700000001/"],
)  # fmt: skip
def test_i10_a_forbidden_address_is_told_from_a_slip(cell: str) -> None:
    with pytest.raises(CellError) as refused:
        addresses.url(cell, OPEN)
    assert refused.value.fault is IssueKind.FORBIDDEN_URL


@pytest.mark.parametrize(
    "cell", ["-", "belum ada", "http://", "toko", "http://usaha..example/", 42]
)
def test_what_is_no_address_is_refused(cell: object) -> None:
    with pytest.raises(CellError) as refused:
        addresses.url(cell, OPEN)
    assert refused.value.fault in (IssueKind.NO_URL, IssueKind.FORBIDDEN_URL)


@pytest.mark.parametrize(
    "cell", ["instagram.com/toko", "https://www.instagram.com/toko/", "wa.me/62812", "linktr.ee/x"]
)
def test_a_page_on_a_platform_for_chatting_is_no_site(cell: str) -> None:
    with pytest.raises(CellError) as refused:
        addresses.url(cell, OPEN)
    assert refused.value.fault is IssueKind.CHANNEL_NOT_SITE


def test_an_office_may_allow_its_own_exceptions() -> None:
    policy = AddressPolicy.of(("10.1.0.0/16",), (8080,))
    assert addresses.url("http://10.1.2.3:8080/x", policy) == "http://10.1.2.3:8080/x"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://usaha.example/", "https://www.usaha.example/"),
        ("https://usaha.example/toko", "https://www.usaha.example/toko/"),
    ],
)
def test_two_spellings_of_one_site_are_one(one: str, other: str) -> None:
    assert identity_of(one) == identity_of(other)


NUMBERS = {
    "0812-3456-7890": "6281234567890", "+62 812 3456 7890": "6281234567890",
    "6281234567890": "6281234567890", "(0)812 3456 7890": "6281234567890",
    "+62 (0)812 3456 7890": "6281234567890", "(0812) 34567890": "6281234567890",
    "81234567890": "6281234567890", "81234567890.0": "6281234567890",
    "0711 312345": "62711312345",
}  # fmt: skip


@pytest.mark.parametrize("cell", NUMBERS)
def test_a_telephone_number_is_told_one_way(cell: str) -> None:
    assert telephone.phone(cell) == NUMBERS[cell]


@pytest.mark.parametrize(
    ("cell", "wanted"), [(81234567890, "6281234567890"), (81234567890.0, "6281234567890")]
)
def test_a_zero_that_excel_lost_is_found_again(cell: float, wanted: str) -> None:
    assert telephone.phone(cell) == wanted


@pytest.mark.parametrize(
    "cell",
    ["8,12E+10", "8.12E+10", "-", "tidak ada", "0812", "081234567890123456", "0812 atau 0813",
     True, "²³⁴²³⁴²³⁴²³⁴"],
)  # fmt: skip
def test_a_number_that_nobody_can_know_is_refused(cell: object) -> None:
    with pytest.raises(CellError) as refused:
        telephone.phone(cell)
    assert refused.value.fault is IssueKind.NO_PHONE


DAYS = {
    "31/10/2026": date(2026, 10, 31), "1/2/2026": date(2026, 2, 1),
    "31-10-2026": date(2026, 10, 31),
    "31.10.26": date(2026, 10, 31), "31 Oktober 2026": date(2026, 10, 31),
    "Sabtu, 31 Oktober 2026": date(2026, 10, 31), "31 Okt 2026": date(2026, 10, 31),
    "17 Agustus 2026": date(2026, 8, 17), "17-Agt-2026": date(2026, 8, 17),
    "1 Desember 2026": date(2026, 12, 1), "1 Mei 2026": date(2026, 5, 1),
    "2026-10-31": date(2026, 10, 31), "2026-10-31 00:00:00": date(2026, 10, 31),
    "46326": date(2026, 10, 31), "2025": date(2025, 1, 1),
}  # fmt: skip


@pytest.mark.parametrize("cell", DAYS)
def test_a_day_comes_before_its_month(cell: str) -> None:
    assert typed_days.day(cell) == DAYS[cell]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (datetime(2026, 10, 31, 0, 0), date(2026, 10, 31)),  # noqa: DTZ001 - as openpyxl gives it
        (date(2026, 10, 31), date(2026, 10, 31)),
        (46326, date(2026, 10, 31)), (46326.0, date(2026, 10, 31)), (2025, date(2025, 1, 1)),
    ],
)  # fmt: skip
def test_a_day_as_excel_keeps_it(cell: object, wanted: date) -> None:
    assert typed_days.day(cell) == wanted


@pytest.mark.parametrize(
    "cell",
    ["31/13/2026", "10/31/2026", "31 Foo 2026", "segera", "2026-02-30", "99999999", 3, 1e9,
     True, time(8)],
)  # fmt: skip
def test_what_is_no_day_is_refused(cell: object) -> None:
    with pytest.raises(CellError) as refused:
        typed_days.day(cell)
    assert refused.value.fault is IssueKind.NO_DATE


@pytest.mark.parametrize(
    "cell", ["siti", "siti@", "siti@usaha", "a b@usaha.example", "@usaha.example"]
)
def test_what_is_no_email_is_refused(cell: str) -> None:
    with pytest.raises(CellError) as refused:
        addresses.email(cell)
    assert refused.value.fault is IssueKind.NO_EMAIL


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [(" Siti@Usaha.Example ", "Siti@usaha.example"), ("mailto:a@usaha.example", "a@usaha.example")],
)
def test_an_email_is_told_one_way(cell: str, wanted: str) -> None:
    assert addresses.email(cell) == wanted


@pytest.mark.parametrize("domain", addresses.TYPOS)
def test_a_slip_in_a_mail_service_is_noticed(domain: str) -> None:
    assert addresses.meant_email(f"siti@{domain}") == f"siti@{addresses.TYPOS[domain]}"
    assert addresses.meant_email(f"siti@{addresses.TYPOS[domain]}") is None


cells = (
    st.text(max_size=60) | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans() | st.dates() | st.datetimes() | st.times() | st.timedeltas()
)  # fmt: skip


@given(cells)
@example("http://[")
@example("inf")
@example("1e400")
@example(timedelta(1))
@example("9" * 30)
def test_no_cell_crashes_the_cleaning(cell: object) -> None:
    """Whatever stands in a cell, it is a value or a complaint."""
    for cleaner in (
        lambda c: addresses.url(c, OPEN),
        addresses.email,
        telephone.phone,
        typed_days.day,
        typed_days.number,
    ):
        with suppress(CellError):
            cleaner(cell)


@pytest.mark.parametrize("cell", ["inf", "9" * 30, "1e400", "-5", "dua"])
def test_what_is_no_number_of_sites_is_refused(cell: str) -> None:
    with pytest.raises(CellError) as refused:
        typed_days.number(cell)
    assert refused.value.fault is IssueKind.NO_NUMBER
