"""The four indicators: rated by the classes of performance reports, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from watcher.core.months.indicators import Indicator, Measure, Rating, names_business, share_of


def a_measure(share: float | None, target: float = 1.0) -> Measure:
    return Measure(Indicator.GOALS, share, target)


@pytest.mark.parametrize(
    ("share", "target", "achieved", "rating"),
    [
        (0.84, 0.95, 88, Rating.GOOD),
        (0.71, 0.90, 79, Rating.GOOD),
        (0.37, 0.70, 53, Rating.POOR),
        (0.62, 0.90, 69, Rating.FAIR),
        (0.9, 0.9, 100, Rating.VERY_GOOD),
        (1.0, 0.5, 200, Rating.VERY_GOOD),
        (0.905, 1.0, 90, Rating.GOOD),
        (0.906, 1.0, 91, Rating.VERY_GOOD),
        (0.5, 1.0, 50, Rating.VERY_POOR),
        (0.51, 1.0, 51, Rating.POOR),
        (0.0, 1.0, 0, Rating.VERY_POOR),
        (None, 1.0, None, None),
    ],
)
def test_a_figure_is_rated_against_its_target(
    share: float | None, target: float, achieved: int | None, rating: Rating | None
) -> None:
    measure = a_measure(share, target)
    assert (measure.achieved, measure.rating) == (achieved, rating)


@given(some.floats(0, 1), some.floats(0.01, 1))
def test_the_classes_leave_no_gap(share: float, target: float) -> None:
    assert a_measure(share, target).rating is not None


@pytest.mark.parametrize(
    ("title", "business", "named"),
    [
        ("Pempek Anggrek | Beranda", "Pempek Anggrek", True),
        ("PEMPEK ANGGREK - Palembang", "pempek anggrek", True),
        ("Toko Ani", "Toko Bu Ani", True),
        ("Selamat datang di WordPress", "Pempek Anggrek", False),
        ("Pempek Melati", "Pempek Anggrek", False),
        ("B2", "B2", True),
        ("", "Pempek Anggrek", False),
        ("Apa saja", "", False),
    ],
)
def test_a_title_names_the_business_word_by_word(title: str, business: str, named: bool) -> None:
    assert names_business(title, business) is named


def test_a_share_of_nothing_is_not_nought() -> None:
    assert (share_of(0, 0), share_of(1, 4)) == (None, 0.25)
