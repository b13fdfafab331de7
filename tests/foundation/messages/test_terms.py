"""What a city says of handing over: by date, the day before and the day after; and addresses that are emptied in time."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from tests.foundation.messages.conftest import AT, Scripted, put, row, sender

from jiphyeon.foundation.messages import tasks
from jiphyeon.foundation.messages.enums import Channel
from jiphyeon.foundation.messages.terms import terms_of
from jiphyeon.kernel import Refused

OFFICE = 'office: {number: "044-000-0000", domains: [gaon.example]}'
GAON = Path(__file__).parents[2] / "cities" / "gaon"


def seoul(*moment):
    return datetime(*moment, tzinfo=UTC) - timedelta(hours=9)


@pytest.mark.parametrize(
    ("channel", "moment", "quiet"),
    [
        (Channel.TEXT, seoul(2025, 6, 30, 12, 30), True),
        (Channel.RELAY, seoul(2025, 6, 30, 12, 30), False),
        (Channel.TEXT, seoul(2025, 6, 30, 22, 30), False),
        (Channel.TEXT, seoul(2025, 7, 1, 12, 30), False),
        (Channel.TEXT, seoul(2025, 7, 1, 22, 29), False),
        (Channel.TEXT, seoul(2025, 7, 1, 22, 30), True),
        (Channel.RELAY, seoul(2025, 7, 2, 5, 59), True),
        (Channel.TEXT, seoul(2025, 7, 2, 6, 0), False),
        (Channel.EMAIL, seoul(2025, 7, 2, 0, 0), False),
    ],
)
def test_quiet_hours_are_the_days(channel, moment, quiet):
    assert terms_of(GAON).is_quiet(channel, moment) is quiet


def test_how_long_is_tried_and_kept_is_the_days():
    terms = terms_of(GAON)

    assert terms.tried_for(Channel.TEXT, date(2025, 1, 1)) == timedelta(hours=1)
    assert terms.tried_for(Channel.PAPER, date(2025, 1, 1)) is None
    assert terms.kept_for(date(2025, 6, 30)) == timedelta(days=30)
    assert terms.kept_for(date(2025, 7, 1)) == timedelta(days=10)
    with pytest.raises(Refused):
        terms.kept_for(date(2000, 12, 31))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (
            'quiet: [{from: 2001-01-01, channels: [text], begins: "25:00", ends: "13:00", cites: []}]',
            "no_time_of_day",
        ),
        (f"{OFFICE[:-2]}, https://gaon.example]}}", "no_domain"),
        ('quiet: [{from: 2001-01-01, channels: [pigeon], begins: "12:00", ends: "13:00", cites: []}]', ""),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(tmp_path, line, code):
    (tmp_path / "messages.yaml").write_text(
        f"{line}\ngiving_up: []\nkeeping: []\n" + ("" if "office" in line else OFFICE), encoding="utf-8"
    )

    with pytest.raises(Refused) as no:
        terms_of(tmp_path)

    assert no.value.place.file == "messages.yaml"
    assert no.value.code == code or not code


@pytest.mark.django_db
def test_an_address_is_emptied_once_its_time_is_over_and_that_it_went_stays(text, clock, monkeypatch):
    went, waits = put(text), put(text, not_before=AT + timedelta(days=300))
    sender(Scripted(), clock).drain()
    digest = row(went).digest

    monkeypatch.setattr(tasks, "now", lambda: AT + timedelta(days=90))
    assert tasks._empty() == 0
    monkeypatch.setattr(tasks, "now", lambda: AT + timedelta(days=90, seconds=1))
    assert tasks._empty() == 1

    kept = row(went)
    assert (kept.address, kept.values, kept.mark, kept.digest) == (None, None, "", digest)
    assert kept.handed_over_at == AT
    assert row(waits).address
    with connection.cursor() as cursor:
        cursor.execute('SELECT COUNT(*) FROM outbox_message WHERE address IS NULL AND "values" IS NULL')
        assert cursor.fetchone() == (1,)
