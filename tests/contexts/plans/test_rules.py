"""How an initiative stands, and what an owner may enter."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.contexts.plans.enums import InitiativeState
from jiphyeon.contexts.plans.rules import Step, check_done, check_figure, state_of
from jiphyeon.kernel import Refused

MARCH_4 = date(2024, 3, 4)


@pytest.mark.parametrize(
    ("due", "done_on", "late"),
    [
        (date(2024, 3, 4), None, False),
        (date(2024, 3, 3), None, True),
        (date(2024, 3, 3), date(2024, 3, 4), False),
        (date(2024, 3, 3), date(2024, 3, 5), True),
        (None, None, False),
    ],
)
def test_a_milestone_is_late_from_the_day_after_it_is_due(due, done_on, late):
    assert Step(due, done_on).is_overdue(MARCH_4) is late


def test_what_was_called_off_is_neither_late_nor_at_work_from_that_day():
    late = [Step(date(2024, 1, 1), None)]

    assert state_of(built=True, called_off_on=MARCH_4, steps=late, on=MARCH_4) is InitiativeState.CALLED_OFF
    assert (
        state_of(built=True, called_off_on=date(2024, 3, 5), steps=late, on=MARCH_4)
        is InitiativeState.WAITING
    )


def test_what_no_room_carries_out_is_plainly_not_built():
    assert state_of(built=False, called_off_on=None, steps=[], on=MARCH_4) is InitiativeState.NOT_BUILT
    assert state_of(built=True, called_off_on=None, steps=[], on=MARCH_4) is InitiativeState.AT_WORK


@given(st.booleans(), st.lists(st.tuples(st.none() | st.dates(), st.none() | st.dates())), st.dates())
def test_finishing_everything_leaves_nothing_waiting(built, steps, on):
    done = [Step(due, on) for due, _ in steps]

    assert state_of(built=built, called_off_on=None, steps=done, on=on) is (
        InitiativeState.AT_WORK if built else InitiativeState.NOT_BUILT
    )


def test_a_finish_may_not_lie_ahead_and_wants_proof():
    with pytest.raises(Refused) as ahead:
        check_done(done_on=date(2024, 3, 5), today=MARCH_4, evidence="https://example.org", note="")
    with pytest.raises(Refused) as bare:
        check_done(done_on=MARCH_4, today=MARCH_4, evidence="", note="")

    assert ahead.value.code == "done_in_the_future"
    assert bare.value.code == "no_evidence"
    check_done(done_on=MARCH_4, today=MARCH_4, evidence="", note="회의록 3쪽")


def test_a_figure_says_where_it_comes_from():
    with pytest.raises(Refused) as bare:
        check_figure(on=MARCH_4, today=MARCH_4, evidence="", shown=True)
    with pytest.raises(Refused) as unseen:
        check_figure(on=MARCH_4, today=MARCH_4, evidence="회의록", shown=False)

    assert bare.value.code == "no_source"
    assert unseen.value.code == "nothing_shows_it"
