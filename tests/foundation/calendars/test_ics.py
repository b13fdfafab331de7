"""A calendar file as RFC 5545 wants it, whatever stands in its words; and an address that dies when it is renewed."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.foundation.calendars import addresses
from jiphyeon.foundation.calendars.ics import Event, calendar
from jiphyeon.foundation.calendars.models import CalendarAddress

AT = datetime(2024, 3, 4, 1, 2, 3, tzinfo=UTC)
DAY = date(2024, 2, 29)


def test_a_day_is_a_whole_day_and_the_file_is_the_same_each_time():
    events = [
        Event("b:pay1", date(2024, 3, 25), "지급일"),
        Event("a:s", DAY, "보완, 마지막; 날\\", "https://a.example/my/"),
    ]

    made = calendar(events, name="챙길 날", host="a.example", at=AT)

    assert made == calendar(reversed(events), name="챙길 날", host="a.example", at=AT)
    assert made.decode().split("\r\n") == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Jiphyeon//Jiphyeon//KO", "METHOD:PUBLISH", "X-WR-CALNAME:챙길 날",
        "BEGIN:VEVENT", "UID:a:s@a.example", "DTSTAMP:20240304T010203Z", "DTSTART;VALUE=DATE:20240229",
        "DTEND;VALUE=DATE:20240301", "SUMMARY:보완\\, 마지막\\; 날\\\\", "URL:https://a.example/my/", "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "BEGIN:VEVENT", "UID:b:pay1@a.example", "DTSTAMP:20240304T010203Z", "DTSTART;VALUE=DATE:20240325",
        "DTEND;VALUE=DATE:20240326", "SUMMARY:지급일", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip


@given(st.text(max_size=300))
def test_no_words_break_a_line_or_begin_another(words):
    text = calendar([Event("k", DAY, words)], name=words, host="h", at=AT).decode()

    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = re.sub("\r\n ", "", text).split("\r\n")
    assert [line.partition(":")[0] for line in unfolded if line] == [
        "BEGIN", "VERSION", "PRODID", "METHOD", "X-WR-CALNAME", "BEGIN", "UID", "DTSTAMP", "DTSTART;VALUE=DATE",
        "DTEND;VALUE=DATE", "SUMMARY", "TRANSP", "END", "END",
    ]  # fmt: skip
    assert not re.search(r"[\x00-\x1f]", "".join(unfolded))


@pytest.mark.django_db
def test_an_address_leads_to_its_owner_until_it_is_renewed_or_taken_away():
    hana, doyun = uuid4(), uuid4()
    first, other = addresses.renew(hana, on=DAY), addresses.renew(doyun, on=DAY)
    assert (addresses.person_of(first), addresses.person_of(other)) == (hana, doyun)
    assert addresses.token_of(hana) == first

    second = addresses.renew(hana, on=DAY)

    assert (addresses.person_of(first), addresses.person_of(second)) == (None, hana)
    addresses.take_away(hana)
    assert (addresses.person_of(second), addresses.token_of(hana)) == (None, None)
    assert addresses.person_of(other) == doyun
    assert [addresses.person_of(faulty) for faulty in ("", "x" * 100_000, "아무개")] == [None] * 3


@pytest.mark.django_db
def test_the_secret_is_not_kept_in_the_open():
    token = addresses.renew(uuid4(), on=DAY)

    kept = CalendarAddress.objects.values_list("mark", flat=True).get()
    assert token not in kept
    assert len(token) >= 43
