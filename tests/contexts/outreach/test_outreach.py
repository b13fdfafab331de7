"""Telling people of support they seem due: only those who asked, only from what they agreed to, only now and then."""

from dataclasses import replace as changed
from datetime import date, timedelta

import pytest
from tests.contexts.benefits.conftest import DUE, SAID, TODAY

from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.outreach import actions as deeds
from jiphyeon.contexts.outreach import queries as outreach
from jiphyeon.contexts.outreach import rules as rule
from jiphyeon.contexts.outreach.models import OutreachChoice, OutreachContact
from jiphyeon.contexts.outreach.rules import ContactState, Left, Standing, Wait
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.ledger.record import receipts_about
from jiphyeon.foundation.ledger.trail import looks_at
from jiphyeon.foundation.notices import api as notices
from jiphyeon.foundation.notices.models import Notice
from jiphyeon.kernel import Citation, Refused, Words

WAIT = Wait(date(2020, 1, 1), 90, Citation("규정"), Words("가", "a"))


def inbox(person):
    """Return what somebody was told, but for the word that their account is known: the small office begins with it."""
    return [card for card in notices.inbox(person) if card.about.partition(":")[0] != "payees"]


READY = Standing(wanted=True, applied=False, receiving=False, told_on=None, closed=False)


@pytest.mark.parametrize(
    ("standing", "left"),
    [
        (READY, None),
        (changed(READY, wanted=False), Left.OPTED_OUT),
        (changed(READY, applied=True), Left.APPLIED),
        (changed(READY, receiving=True), Left.RECEIVING),
        (changed(READY, told_on=TODAY - timedelta(days=89)), Left.TOLD_LATELY),
        (changed(READY, told_on=TODAY - timedelta(days=90)), None),
        (changed(READY, closed=True), Left.CLOSED),
        (changed(READY, wanted=False, receiving=True), Left.OPTED_OUT),
    ],
)
def test_who_is_left_in_peace(standing, left):
    assert rule.left_because(standing, WAIT, TODAY) == left


def test_the_interval_is_dated_data():
    later = Wait(date(2024, 6, 1), 30, Citation("규정"), Words("나", "b"))

    assert [rule.wait_on([WAIT, later], day).days for day in (date(2024, 5, 31), date(2024, 6, 1))] == [
        90,
        30,
    ]
    with pytest.raises(Refused, match="No interval"):
        rule.wait_on([WAIT], date(2019, 12, 31))


@pytest.mark.parametrize(
    "text",
    ["quiet_days: []\nother: 1\n", "quiet_days:\n  - {from: 2020-01-01, days: 0, basis: a, verified: true, note: {ko: a, en: a}}\n",
     "quiet_days:\n  - {from: 2020-01-01, days: 9.5, basis: a, verified: true, note: {ko: a, en: a}}\n"],
)  # fmt: skip
def test_an_interval_not_exactly_understood_is_refused(tmp_path, text):
    path = tmp_path / "outreach.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(Refused) as no:
        rule.read_waits(path)
    assert no.value.place.file == "outreach.yaml"


def wants(office, user, *, wanted=True, **known):
    OutreachChoice.objects.update_or_create(person=user.key, defaults={"wanted": wanted, "on": TODAY})
    office.holders.known[user.key] = {**DUE, **SAID, **known}


def send(office, on=TODAY):
    found = outreach.preview("youth-rent", on)
    people = [one.person for one in found.tellable]
    return deeds.send(
        programme="youth-rent", people=people, seen=found.digest, by=office.actor(office.seoyeon, on), on=on
    )


def test_only_people_who_asked_and_agreed_are_looked_at(office):
    wants(office, office.hana)
    office.holders.known[office.doyun.key] = {**DUE, **SAID}

    found = outreach.preview("youth-rent", TODAY)

    assert [one.person for one in found.people] == [office.hana.key]
    assert (found.people[0].amount, found.people[0].left, found.citizens) == (200_000, None, 2)
    assert len(found.people[0].reasons) > 5


def test_people_not_due_or_not_known_are_counted_and_not_listed(office):
    wants(office, office.hana, deposit=100_000_001)
    wants(office, office.doyun)
    office.holders.refused = {"assets"}

    found = outreach.preview("youth-rent", TODAY)

    assert (found.people, found.not_due, found.unknown) == ((), 1, 1)


def test_what_only_the_person_can_say_keeps_nobody_from_being_told(office):
    wants(office, office.hana)
    del office.holders.known[office.hana.key]["landlord_is_relative"]

    found = outreach.preview("youth-rent", TODAY).people

    assert [(one.person, [words.ko for words in one.open]) for one in found] == [
        (office.hana.key, ["임대인이 가족"])
    ]


def test_one_confirmation_tells_each_person_once_and_leaves_its_traces(office, run_jobs):
    wants(office, office.hana)
    wants(office, office.doyun)
    send(office)
    run_jobs()

    assert [card.about.partition(":")[0] for card in inbox(office.hana.key)] == ["outreach"]
    assert "benefits.outreach_sent" in [look.verb for look in looks_at(office.hana.key)]
    assert [receipt.kind for receipt in receipts_about(f"outreach:youth-rent:{TODAY}")] == [
        "benefits.outreach_sent"
    ]
    contact = OutreachContact.objects.get(person=office.hana.key)
    assert deeds.tell(contact=contact.pk, on=TODAY) is False
    assert len(inbox(office.hana.key)) == 1


def test_somebody_told_is_left_in_peace_until_the_interval_is_over(office, run_jobs):
    wants(office, office.hana)
    send(office)
    run_jobs()

    def left(days):
        return outreach.preview("youth-rent", TODAY + timedelta(days=days)).people[0].left

    # On the ninetieth day the interval is over, and it is that no call is open.
    assert (left(0), left(89), left(90)) == (Left.TOLD_LATELY, Left.TOLD_LATELY, Left.CLOSED)


def test_a_list_that_changed_since_it_was_seen_tells_nobody(office, run_jobs):
    wants(office, office.hana)
    found = outreach.preview("youth-rent", TODAY)
    wants(office, office.doyun)

    with pytest.raises(Refused, match="list changed"):
        deeds.send(
            programme="youth-rent",
            people=[office.hana.key],
            seen=found.digest,
            by=office.actor(office.seoyeon),
            on=TODAY,
        )
    assert OutreachContact.objects.count() == 0


def test_who_opts_out_after_the_confirmation_is_not_told(office, run_jobs):
    wants(office, office.hana)
    send(office)
    wants(office, office.hana, wanted=False)
    run_jobs()

    contact = OutreachContact.objects.get()
    assert (contact.state, contact.left_because) == (ContactState.LEFT, Left.OPTED_OUT)
    assert inbox(office.hana.key) == []


def test_nobody_is_told_to_apply_where_no_call_is_open(office, run_jobs):
    closed = TODAY.replace(day=23)
    wants(office, office.hana)
    send(office)
    deeds.tell(contact=OutreachContact.objects.get().pk, on=closed)

    assert OutreachContact.objects.get().left_because == Left.CLOSED
    assert [one.left for one in outreach.preview("youth-rent", closed).people] == [Left.CLOSED]
    with pytest.raises(Refused, match="nobody was told"):
        send(office, on=closed)
    assert inbox(office.hana.key) == []


def test_an_officer_who_may_not_sends_nothing(office):
    wants(office, office.hana)
    found = outreach.preview("youth-rent", TODAY)

    with pytest.raises(Refused, match="Only an officer in charge"):
        deeds.send(
            programme="youth-rent",
            people=[office.hana.key],
            seen=found.digest,
            by=office.actor(office.garam),
            on=TODAY,
        )


def test_what_came_of_it_is_counted_step_by_step(office, run_jobs):
    wants(office, office.hana)
    wants(office, office.doyun)
    send(office)
    run_jobs()
    assert outreach.total_funnel("youth-rent") == outreach.Funnel(2, 0, 0, 0)

    Notice.objects.filter(to=office.hana.key, about__startswith="outreach:").update(opened_at=now())
    key = office.applies(office.hana, on=TODAY + timedelta(days=1))
    assert outreach.total_funnel("youth-rent") == outreach.Funnel(2, 1, 1, 0)

    Case.objects.filter(key=key).update(state="approved")
    assert outreach.total_funnel("youth-rent") == outreach.Funnel(2, 1, 1, 1)


def test_a_citizen_chooses_and_can_stop_at_any_time(office):
    hana = office.actor(office.hana)

    url = deeds.choose(wanted=True, by=hana, on=TODAY)
    assert url.startswith("/mydata/consents/")
    assert deeds.choose(wanted=False, by=hana, on=TODAY) is None
    assert outreach.choice_of(office.hana.key).wanted is False
