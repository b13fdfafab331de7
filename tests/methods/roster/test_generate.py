from datetime import date

import pytest

from jiphyeon.kernel import Refused
from jiphyeon.methods import roster


def test_the_made_up_city_has_the_published_size_and_the_same_seed_makes_the_same_city():
    size = roster.Size()

    made = roster.generate(size, date(2026, 7, 1), seed=7)

    assert len({row[0] for row in made.committees[1:]}) == 226
    assert len(made.committees) - 1 == 3700
    assert sum(row[8].endswith("A1") and row[3] == "yes" for row in made.committees[1:]) == 106
    assert made == roster.generate(size, date(2026, 7, 1), seed=7)
    assert made != roster.generate(size, date(2026, 7, 1), seed=8)


@pytest.mark.parametrize(
    ("size", "start", "code"),
    [
        (roster.Size(), date(9999, 12, 1), "start_out_of_range"),
        (roster.Size(), date(1, 1, 1), "start_out_of_range"),
        (roster.Size(seats=-1), date(2026, 7, 1), "size_impossible"),
        (roster.Size(committees=10, seats=29), date(2026, 7, 1), "size_impossible"),
        (roster.Size(committees=0, seats=0), date(2026, 7, 1), "size_impossible"),
        (roster.Size(candidates=-1), date(2026, 7, 1), "size_impossible"),
    ],
)
def test_a_size_no_city_has_and_a_start_beyond_the_calendar_are_refused(size, start, code):
    with pytest.raises(Refused) as no:
        roster.generate(size, start, seed=1)

    assert no.value.code == code
