"""By which channels a kind of message goes: by date, past channels nobody is reached by, never later than paper must leave."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.foundation.messages.cascades import Cascade, Step
from jiphyeon.foundation.messages.enums import Channel
from jiphyeon.foundation.messages.terms import terms_of
from jiphyeon.kernel import Refused

GAON = Path(__file__).parents[2] / "cities" / "gaon"
AT = datetime(2025, 7, 1, tzinfo=UTC)
ALL = frozenset(Channel)


def of(day):
    return terms_of(GAON).cascade_of("parking-prior-notice", day)


@pytest.mark.parametrize(
    ("day", "channels"),
    [
        (date(2025, 6, 30), [Channel.TEXT, Channel.PAPER]),
        (date(2025, 7, 1), [Channel.RELAY, Channel.TEXT, Channel.PAPER]),
    ],
)
def test_a_cascade_is_the_days(day, channels):
    assert [step.channel for step in of(day).steps] == channels


def test_there_is_none_before_its_day_or_of_another_kind():
    with pytest.raises(Refused, match="cascades"):
        of(date(2000, 12, 31))
    with pytest.raises(Refused, match="cascades"):
        terms_of(GAON).cascade_of("other", date(2025, 7, 1))


def test_who_is_not_reached_by_a_channel_is_told_by_the_next():
    cascade = of(date(2025, 7, 1))

    assert cascade.first_step({Channel.TEXT, Channel.PAPER}).channel is Channel.TEXT
    assert cascade.after(Channel.RELAY, {Channel.PAPER}).channel is Channel.PAPER
    assert cascade.after(Channel.PAPER, ALL) is None
    assert cascade.first_step({Channel.EMAIL}) is None


def test_what_is_not_opened_passes_on_and_never_too_late_for_paper():
    cascade = of(date(2025, 7, 1))
    soon = AT + timedelta(hours=3)

    assert cascade.passes_on_at(Channel.RELAY, AT) == AT + timedelta(hours=10)
    assert cascade.passes_on_at(Channel.RELAY, AT, soon) == soon
    assert cascade.passes_on_at(Channel.RELAY, AT, AT + timedelta(hours=11)) == AT + timedelta(hours=10)
    assert cascade.passes_on_at(Channel.PAPER, AT) is None


@given(st.permutations(list(Channel)), st.sets(st.sampled_from(Channel)), st.integers(1, 500))
def test_every_channel_one_is_reached_by_is_tried_once_in_order(channels, reached, hours):
    *before, last = channels
    cascade = Cascade(
        "x", date(2025, 1, 1), (*(Step(one, timedelta(hours=hours)) for one in before), Step(last, None))
    )

    tried, step = [], cascade.first_step(reached)
    while step is not None:
        tried.append(step.channel)
        step = cascade.after(step.channel, reached)

    assert tried == [one for one in channels if one in reached]


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ("[]", "cascade_steps"),
        ("[{channel: relay, hours: 1}, {channel: relay}]", "cascade_steps"),
        ("[{channel: relay}, {channel: paper}]", "cascade_waits"),
        ("[{channel: relay, hours: 1}]", "cascade_waits"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, steps, code):
    (tmp_path / "messages.yaml").write_text(
        'office: {number: "1", domains: []}\ngiving_up: []\nkeeping: []\n'
        f"cascades: [{{kind: x, from: 2024-01-01, steps: {steps}}}]\n",
        encoding="utf-8",
    )

    with pytest.raises(Refused) as no:
        terms_of(tmp_path)

    assert (no.value.code, no.value.place.file) == (code, "messages.yaml")
