"""Every number of the fault catalogue's groups HTTP, content, TLS and DNS has its case."""

import re

import pytest

from hostile import (
    dns_cases,
    http_cases,
    page_cases,
    redirect_cases,
    test_report_of_titles,
    tls_cases,
)

CATALOGUE = {
    "H": "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 28 30 31 32 33"
    " 34 36 39 41 42 43 44 45 46 47 48 49 51 53 54 55 57 58 59 61 63 64 65 68 69 71 73 74 75 76",
    "C": "01 02 03 05 07 11 12 13 14 15 17",
    "T": "01 02 04 05 06 07 08 09 10 11 13 14 15 19 20 21 23",
    "D": "01 02 03 04 05 06 07 08 11 13 15 18 20",
}
PLAYED = (dns_cases, http_cases, page_cases, redirect_cases, tls_cases)


@pytest.mark.parametrize("group", CATALOGUE)
def test_every_case_is_acted_out(group: str) -> None:
    ids = [*test_report_of_titles.SITES, *(case.id for module in PLAYED for case in module.CASES)]
    numbered = {found[1] for name in ids if (found := re.match(rf"{group}(\d\d)\b", name))}
    assert set(CATALOGUE[group].split()) - numbered == set()


def test_every_case_has_a_name_of_its_own() -> None:
    """Its host is made from its name; two of one name would meet each other's server."""
    hosts = [case.host for module in PLAYED for case in module.CASES if case != http_cases.PLAIN]
    assert sorted(hosts) == sorted(set(hosts))
