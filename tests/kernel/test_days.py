"""One spelling of a day, and no other."""

from datetime import date

import pytest

from jiphyeon.kernel import day_of


def test_a_day_is_read_as_written():
    assert day_of("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "1997-W18-4",
        "20240304",
        "2024-3-4",
        "2024-02-30",
        " 2024-03-04",
        "2024-03-04T00:00",
        "２０２４-03-04",
        "",
        "2024-03-04\n",
    ],
)
def test_any_other_spelling_is_not_a_day(text):
    with pytest.raises(ValueError):
        day_of(text)
