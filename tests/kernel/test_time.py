"""Ages, months and periods as the law counts them."""

from datetime import date

import pytest

from jiphyeon.kernel import Period, Refused, age_on, months_between


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1987, 3, 2), date(2027, 3, 1), 39),
        (date(1987, 3, 2), date(2027, 3, 2), 40),
        (date(2004, 2, 29), date(2024, 2, 28), 19),
        (date(2004, 2, 29), date(2024, 2, 29), 20),
    ],
)
def test_age_counts_completed_years_and_the_birthday_itself(birth, day, age):
    assert age_on(birth, day) == age


def test_months_count_only_when_complete():
    assert months_between(date(2024, 1, 31), date(2024, 2, 29)) == 0
    assert months_between(date(2024, 1, 31), date(2024, 3, 1)) == 1
    assert months_between(date(2024, 3, 4), date(2023, 9, 4)) == -6


def test_a_period_includes_both_its_days_and_refuses_to_run_backwards():
    year = Period(date(2023, 9, 22), date(2026, 4, 13))

    assert date(2023, 9, 22) in year
    assert date(2026, 4, 13) in year
    assert date(2026, 4, 14) not in year
    with pytest.raises(Refused):
        Period(date(2024, 1, 2), date(2024, 1, 1))
