"""A table that cannot be meant is refused when it is made, and names everything that is wrong with it."""

from dataclasses import replace

import pytest
from tests.foundation.casework.example.lifecycle import DEEDS, STALL, STATES

from jiphyeon.foundation.casework.lifecycle import (
    Clock,
    Kind,
    Lifecycle,
    May,
    Names,
    OtherThan,
    Reader,
    RecordsNothing,
    State,
    Waits,
    named,
    tells,
)
from jiphyeon.kernel import Words


def table(*, states=STATES, deeds=DEEDS, begins="draft", **changed):
    """Return the example's table with some of its deeds changed, by their code (None: left out)."""
    kept = [
        replace(deed, **changed[deed.code]) if changed.get(deed.code) else deed
        for deed in deeds
        if changed.get(deed.code, {}) is not None
    ]
    return Lifecycle(name="stalls", names=STALL.names, begins=begins, states=states, deeds=tuple(kept))


LOST = State(code="lost", names=named("잃음", "Lost"), waits=Waits.OFFICE)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"begins": "nowhere"}, "it begins in 'nowhere', which is no state"),
        ({"states": (*STATES, LOST)}, "nothing leads to lost"),
        ({"states": (*STATES, LOST)}, "nobody leaves lost, and it is not final"),
        ({"states": (*STATES, LOST)}, "no walk out of lost ever ends"),
        ({"states": (*STATES, STATES[0])}, "the state draft stands there twice"),
        ({"deeds": (*DEEDS, DEEDS[0])}, "the deed draft stands there twice"),
        ({"withdraw": {"target": "gone"}}, "withdraw names 'gone', which is no state"),
        ({"withdraw": {"may": May()}}, "nobody may withdraw"),
        ({"withdraw": {"asks_first": None}}, "withdraw ends a matter, cannot be undone and does not ask first"),
        ({"withdraw": {"shown": False}}, "withdraw tells the person and hides its line from them"),
        ({"withdraw": {"tells": tells()}}, "withdraw tells by no wording"),
        ({"take_back": None}, "propose is undone by take_back, which is no deed"),
        ({"take_back": {"source": ("received",)}}, "take_back does not lead back from where propose leads"),
        ({"propose": {"tells": tells("told"), "shown": True}}, "propose tells the person and take_back, which undoes it, does not"),
        ({"dismiss": {"other_than": OtherThan.MATTER}}, "dismiss may be done by whoever had a hand in what is objected to"),
        ({"dismiss": {"kind": Kind.STEP}}, "an objection can never be dismissed"),
        ({"supply": {"kind": Kind.STEP}}, "a supplement is asked for and can never be given"),
        ({"supply": {"clock": Clock.RUNS_ON}}, "the clock is stopped and never runs on"),
        ({"purge": {"press": Words("파기", "Destroy")}}, "purge has a button that nobody may press"),
        ({"purge": {"source": ("withdrawn",), "target": "received"}}, "withdrawn is final and is left by a deed"),
        ({"propose": {"records": RecordsNothing(Words("안", "in"))}}, "propose changes what was sent and records nothing"),
        ({"draft": {"target": None}}, "draft makes a matter that stands nowhere"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_named(changed, message):
    with pytest.raises(ValueError, match="cannot be") as raised:
        table(**changed)

    assert message in str(raised.value)


def test_the_example_itself_can_be_meant():
    assert table() == STALL


def test_every_reader_has_a_name_and_reads_the_one_before_where_they_have_none():
    granted = STALL.state("granted").names

    assert [granted.to(reader).ko for reader in Reader] == ["자리 줌", "자리를 받으셨습니다", "허가"]
    assert [Names(Words("가", "a")).to(reader).en for reader in Reader] == ["a", "a", "a"]


def test_the_table_answers_for_its_states_and_deeds():
    assert STALL.codes(is_open=False) == {"granted", "refused", "returned", "withdrawn"}
    assert STALL.codes(waits=[Waits.PERSON]) == {"draft", "supplement"}
    assert [deed.code for deed in STALL.deeds_from("supplement")] == ["take", "supply", "return", "withdraw"]
    assert STALL.allows("draft", "submit")
    assert not STALL.allows("received", "submit")
