"""Numbers with what they count, days where there is little room, and lines whose steps are not all alike."""

import re
from datetime import date

import pytest
from django.utils.translation import override

from jiphyeon.foundation.ui.charts import Lines, Series
from jiphyeon.foundation.ui.saying import counted, day_short
from jiphyeon.kernel import Words

PEOPLE = Words("명", "people")


@pytest.mark.parametrize(
    ("language", "value", "unit", "message"),
    [
        ("ko", 1, PEOPLE, "1명"),
        ("ko", 1234, PEOPLE, "1,234명"),
        ("en", 1, PEOPLE, "1 person"),
        ("en", 2, PEOPLE, "2 people"),
        ("en", 0, PEOPLE, "0 people"),
        ("en", 7, Words("개", "initiatives"), "7 initiatives"),
        ("en", 1, Words("개", "cities"), "1 city"),
        ("en", 1, Words("건", "checks answered"), "1 check answered"),
        ("en", 1, Words("원", "won"), "1 won"),
        ("en", 1, Words("%", "%"), "1%"),
        ("en", 3, " people", "3 people"),
        ("en", None, "", "–"),
    ],
)
def test_a_number_agrees_with_what_it_counts(language, value, unit, message):
    with override(language):
        assert counted(value, unit) == message


def test_a_day_is_short_where_there_is_little_room():
    with override("ko"):
        assert day_short(date(2024, 3, 2)) == "2024. 3. 2."
    with override("en"):
        assert day_short(date(2024, 3, 2)) == "2 Mar 2024"


def across(chart):
    """Return where the last dot and the joints of a line stand, in percent."""
    return sorted({float(x) for x in re.findall(r'class="jip-line[^>]* x1="([0-9.]+)%"', chart.html())})


def test_points_stand_where_their_values_are():
    ages = [34, 36, 39, 45]
    chart = Lines("늘려 보면", ages, [Series("해당", [1, 2, 3, 4])], places=ages)

    steps = [b - a for a, b in zip(across(chart), [*across(chart)[1:], 70.5], strict=True)]
    assert [round(step / steps[0] * 2) for step in steps] == [2, 3, 6]


def test_points_without_places_stand_alike_and_one_alone_stands():
    alike = across(Lines("달마다", ["1월", "2월", "3월"], [Series("해당", [1, 2, 3])]))
    assert alike == [0.5, 35.5]
    assert "jip-d1" in Lines("하나", ["1월"], [Series("해당", [1])], places=[5]).html()
    assert Lines("없음", [], [Series("해당", [])]).html()
