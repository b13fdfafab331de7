"""Counts of people so small that somebody could be recognised are held back, with what would give them away."""

import itertools
from datetime import date

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.foundation.open_data.small_counts import SmallCounts, small_counts
from jiphyeon.kernel import Refused, Words

FIVE = SmallCounts(date(2020, 1, 1), 5, (), Words("", ""))
RULE = "  - {{from: {first}, least: {least}, cites: [], note: {{ko: 가, en: a}}}}\n"


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((5, 5), [5, 5]),
        ((4, 4), [None, None]),
        ((0, 0), [0, 0]),
        ((10, 0), [10, 0]),
        ((10, 4), [10, None]),
        ((10, 5), [10, 5]),
        ((10, 6), [10, None]),  # four did not, and that could be reckoned
        ((30, 27, 20, 17), [30, None, 20, None]),
    ],
)
def test_neither_a_count_nor_its_rest_is_small(counts, shown):
    assert FIVE.parts(*counts) == shown


@given(st.lists(st.integers(0, 60), min_size=1, max_size=5).map(lambda some: sorted(some, reverse=True)))
def test_no_two_counts_told_differ_by_a_small_number(counts):
    found = [count for count in FIVE.parts(*counts) if count is not None]

    assert all(before - after in {0, *range(5, 61)} for before, after in itertools.pairwise(found))
    assert all(count == 0 or count >= 5 for count in found)


def test_the_number_is_dated_data(tmp_path):
    rules = RULE.format(first="2024-01-01", least=3) + RULE.format(first="2025-01-01", least=10)
    (tmp_path / "open-data.yaml").write_text(f"small_counts:\n{rules}", encoding="utf-8")

    assert small_counts(tmp_path, date(2024, 12, 31)).parts(3) == [3]
    assert small_counts(tmp_path, date(2025, 1, 1)).parts(9, 0) == [None, None]
    assert small_counts(tmp_path, date(2023, 12, 31)).parts(1_000) == [None]
    assert small_counts(settings.CITY_PACK, date(2024, 3, 4)).note.ko


def test_a_pack_that_says_nothing_tells_no_count_of_people(tmp_path):
    assert small_counts(tmp_path, date(2024, 3, 4)).parts(5_000, 0) == [None, None]


@pytest.mark.parametrize(
    "text", ["small: []\n", "small_counts:\n" + RULE.format(first="2024-01-01", least=1)]
)
def test_a_rule_not_exactly_understood_is_refused(tmp_path, text):
    (tmp_path / "open-data.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(Refused) as no:
        small_counts(tmp_path, date(2024, 3, 4))
    assert no.value.place.file == "open-data.yaml"
