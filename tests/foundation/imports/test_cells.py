"""What a cell says, and the sentence where it says nothing that was asked for."""

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.foundation.imports.cells import as_text, value_of
from jiphyeon.kernel import Refused, Words
from jiphyeon.kernel.days import FIRST, LAST

KINDS = {"paper": Words("서류", "Paper"), "parcel": Words("소포", "Parcel")}


@pytest.mark.parametrize(
    ("raw", "kind", "value"),
    [
        ("1,200,000원", "won", 1_200_000),
        ("₩5000", "won", 5_000),
        (450000.0, "won", 450_000),
        ("-12", "whole", -12),
        ("1,234,567", "whole", 1_234_567),
        ("26.40", "decimal", Decimal("26.40")),
        (26.4, "decimal", Decimal("26.4")),
        ("2024-03-02", "day", date(2024, 3, 2)),
        ("2024. 3. 2.", "day", date(2024, 3, 2)),
        ("2024/3/2", "day", date(2024, 3, 2)),
        (datetime(2024, 3, 2), "day", date(2024, 3, 2)),
        (date(2024, 3, 2), "day", date(2024, 3, 2)),
        ("예", "yes_no", True),
        ("N", "yes_no", False),
        (True, "yes_no", True),
        ("소 포", "choice", "parcel"),
        ("Paper", "choice", "paper"),
        ("001", "identifier", "001"),
        (12.0, "text", "12"),
    ],
)
def test_a_cell_says_what_people_write_in_it(raw, kind, value):
    assert value_of(raw, kind, KINDS) == value


@pytest.mark.parametrize(
    ("raw", "kind", "code"),
    [
        ("1.5", "whole", "not_whole"),
        ("1,23", "whole", "not_whole"),
        ("１２", "whole", "not_whole"),
        (True, "whole", "not_whole"),
        ("9" * 19, "whole", "not_whole"),
        ("-1", "won", "not_won"),
        ("백만 원", "won", "not_won"),
        (0.5, "won", "not_won"),
        ("nan", "decimal", "not_decimal"),
        ("1e5", "decimal", "not_decimal"),
        ("2024-02-30", "day", "not_a_day"),
        ("3/2/2024", "day", "not_a_day"),
        ("20240302", "day", "not_a_day"),
        ("24-03-02", "day", "not_a_day"),
        ("0024-03-02", "day", "day_out_of_range"),
        (45353.0, "day", "not_a_day"),
        ("아마", "yes_no", "not_yes_or_no"),
        ("소폭", "choice", "not_a_choice"),
        (12.0, "identifier", "identifier_is_number"),
        ("a\u200bb", "identifier", "identifier_invisible"),
    ],
)
def test_what_a_cell_cannot_say_is_refused_with_what_to_write(raw, kind, code):
    with pytest.raises(Refused) as no:
        value_of(raw, kind, KINDS)

    assert no.value.code == code
    assert no.value.text("ko")
    assert no.value.text("en")


def test_a_value_that_is_nearly_one_of_those_to_choose_from_is_named():
    with pytest.raises(Refused) as no:
        value_of("소포들", "choice", KINDS)

    assert "혹시 '소포'인가요? 고를 수 있는 값: 서류, 소포" in no.value.text("ko")


@given(st.integers(min_value=-(10**18) + 1, max_value=10**18 - 1))
def test_every_whole_number_comes_back_as_it_was_written(number):
    assert value_of(str(number), "whole", {}) == number
    assert value_of(f"{number:,}", "whole", {}) == number


@given(st.dates(min_value=FIRST, max_value=LAST))
def test_every_day_comes_back_in_each_spelling(day):
    for text in (
        day.isoformat(),
        f"{day.year}. {day.month}. {day.day}.",
        f"{day.year}/{day.month}/{day.day}",
    ):
        assert value_of(text, "day", {}) == day


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.datetimes()))
def test_nothing_in_a_cell_is_answered_by_anything_but_a_value_or_a_refusal(raw):
    as_text(raw)
    for kind in ("text", "identifier", "whole", "won", "decimal", "day", "yes_no", "choice"):
        with suppress(Refused):
            value_of(raw, kind, KINDS)
