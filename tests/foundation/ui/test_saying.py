"""Numbers, days and names as people say them, and nothing that breaks out of its place."""

from datetime import UTC, date, datetime

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import override

from jiphyeon.foundation.ui import saying
from jiphyeon.kernel import Words


@pytest.mark.parametrize(
    ("amount", "korean", "english"),
    [
        (1_200_000, "1,200,000원", "1,200,000 won"),
        (0, "0원", "0 won"),
        (-5, "-5원", "-5 won"),
        (None, "–", "–"),
    ],
)
def test_won_is_said_exactly_and_unknown_is_not_zero(amount, korean, english):
    with override("ko"):
        in_korean = saying.won(amount)
    with override("en"):
        in_english = saying.won(amount)

    assert (in_korean, in_english) == (korean, english)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (120_000_000, "120 million won"),
        (1_250_000_000, "1.25 billion won"),
        (3_342_668, "3,342,668 won"),
        (990_000, "990,000 won"),
        (-2_000_000, "-2 million won"),
    ],
)
def test_english_words_for_won_are_used_only_where_they_are_exact(amount, words):
    with override("en"):
        text = saying.won_words(amount)

    assert text == words


def test_korean_words_for_won_are_those_people_say():
    with override("ko"):
        text = saying.won_words(120_000_000)

    assert text == "1억 2,000만 원"


def test_a_day_is_said_as_each_language_says_it():
    day = date(2024, 3, 2)

    with override("ko"):
        korean = saying.day(day)
    with override("en"):
        english = saying.day(day)

    assert korean == "2024. 3. 2.(토)"
    assert english == "Sat 2 March 2024"


def test_a_moment_is_said_as_its_day_in_seoul():
    late_in_london = datetime(2024, 3, 1, 23, 30, tzinfo=UTC)

    text = saying.day(late_in_london)

    assert text == "2024. 3. 2.(토)"


def test_text_from_outside_is_escaped_and_words_too():
    wicked = '<script>"x"</script>'

    plain = saying.escaped(wicked)
    words = saying.escaped(Words(wicked, wicked))

    assert plain == words == "&lt;script&gt;&quot;x&quot;&lt;/script&gt;"


def test_only_what_django_calls_safe_passes_as_it_is():
    made_here = mark_safe("<b>1</b>")

    assert saying.escaped(made_here) == "<b>1</b>"


def test_a_truth_is_not_a_number():
    assert saying.number(True) == "True"
    assert saying.number(1_234_567) == "1,234,567"
