"""The counter: one form is one application, for whom it was filled in and with what it held."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from jiphyeon.contexts.benefits.actions import applying
from jiphyeon.contexts.benefits.enums import CaseState, Channel
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.names import write_latin_name
from jiphyeon.foundation.accounts.registering import Identity, make_citizen
from jiphyeon.foundation.ledger import trail
from jiphyeon.kernel import Refused

from .conftest import DUE, SAID, TODAY

pytestmark = pytest.mark.django_db
FACTS = {**DUE, **SAID}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    for place in ("foundation.accounts.middleware", "foundation.clock.now"):
        monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda: TODAY)


def takes_in(office, user, token=None, **other):
    given = {"channel": Channel.COUNTER, "facts": FACTS, "basis": "등본", **other}
    return applying.take_in(
        person=user.key,
        programme="youth-rent",
        token=token or uuid4(),
        by=office.actor(office.seoyeon),
        on=TODAY,
        **given,
    )


def drafts(office, user):
    by = office.actor(user)
    return applying.start(
        person=user.key, programme="youth-rent", token=uuid4(), by=by, on=TODAY, facts={"deposit": 1}
    )


def test_a_citizen_with_a_draft_applies_at_the_counter_and_the_draft_becomes_that_application(office):
    draft = drafts(office, office.hana)

    key = takes_in(office, office.hana)

    case = Case.objects.get()
    assert (key, case.at, case.channel, case.entered_by) == (
        draft,
        CaseState.SUBMITTED,
        Channel.COUNTER,
        office.seoyeon.key,
    )
    assert case.facts_said["deposit"] == FACTS["deposit"]  # what was said at the counter, not in the draft
    assert [look.verb for look in trail.looks_at(office.hana.key)] == ["benefits.draft_taken_over"]


def test_the_same_form_with_another_account_takes_in_nothing_and_says_so(office):
    token = uuid4()
    takes_in(office, office.hana, token)

    with pytest.raises(Refused) as no:
        takes_in(office, office.doyun, token)

    assert no.value.code == "form_used"
    assert [case.person for case in Case.objects.all()] == [office.hana.key]


@pytest.mark.parametrize(
    "other", [{"facts": {**FACTS, "deposit": 20_000_000}}, {"basis": "계약서"}, {"channel": Channel.PHONE}]
)
def test_the_same_form_with_other_content_is_refused_and_with_the_same_is_the_same_case(office, other):
    token = uuid4()
    first = takes_in(office, office.hana, token)

    assert takes_in(office, office.hana, token) == first
    with pytest.raises(Refused) as no:
        takes_in(office, office.hana, token, **other)
    assert no.value.code == "form_used"
    assert Case.objects.count() == 1


def test_a_person_whose_application_is_examined_is_not_taken_in_again(office):
    key = takes_in(office, office.hana)

    with pytest.raises(Refused) as no:
        takes_in(office, office.hana)

    assert no.value.code == "already_open"
    assert Case.objects.get(key=key).number in no.value.text("ko")


def test_what_cannot_be_taken_in_leaves_nothing_behind(office):
    with pytest.raises(Refused):
        takes_in(office, office.hana, basis="")

    assert Case.objects.count() == 0


def test_somebody_elses_token_begins_nothing_online(office):
    hana, doyun, token = office.actor(office.hana), office.actor(office.doyun), uuid4()
    applying.start(person=hana.user, programme="youth-rent", token=token, by=hana, on=TODAY)

    with pytest.raises(Refused) as no:
        applying.start(person=doyun.user, programme="youth-rent", token=token, by=doyun, on=TODAY)

    assert no.value.code == "form_used"
    assert not Case.objects.filter(person=doyun.user).exists()


def page(client, office, **form):
    client.force_login(office.seoyeon)
    given = {"channel": "counter", "basis": "등본", "household_size": "1", **form}
    return client.post("/benefits/desk/new/youth-rent/", given)


def test_a_form_without_its_token_is_taken_in_like_a_new_one(client, office):
    answer = page(client, office, account="hana")

    assert (answer.status_code, Case.objects.get().person) == (302, office.hana.key)


@pytest.mark.parametrize("written", ["김하나", "Kim Hana", "hana kim", "kim ha-na"])
def test_a_person_is_taken_in_by_their_whole_name_in_either_script(client, office, written):
    write_latin_name(office.hana, "Kim Hana")

    answer = page(client, office, account=written)

    assert (answer.status_code, Case.objects.get().person) == (302, office.hana.key)


def test_a_name_that_two_people_have_takes_in_nobody(client, office):
    make_citizen(User.objects.create_user("hana2"), Identity(name="김하나"), on=TODAY)

    answer = page(client, office, account="김하나")

    assert "같은 이름을 쓰는 분이 여럿입니다" in answer.content.decode()
    assert not Case.objects.exists()


def test_after_a_refusal_the_page_carries_a_token_of_its_own_and_pressing_again_takes_in(client, office):
    token = uuid4()
    page(client, office, account="hana", token=token)

    again = page(client, office, account="doyun", token=token)

    assert "이미 다른 내용을 보냈습니다" in again.content.decode()
    fresh = again.context["token"]
    assert fresh != token
    assert page(client, office, account="doyun", token=fresh).status_code == 302
    assert {case.person for case in Case.objects.all()} == {office.hana.key, office.doyun.key}


def test_a_notice_is_once_about_one_thing(office):
    from jiphyeon.foundation.notices import api as notices

    given = {
        "template": "application-received",
        "dedupe": "mark",
        "on": date(2024, 3, 4),
        "to": office.hana.key,
    }
    values = {"programme_ko": "월세", "programme_en": "Rent", "case": "2024-1", "due": "2024-03-29"}
    first = notices.send(**given, values=values, about="case:1")

    assert notices.send(**given, values=values, about="case:1") == first
    with pytest.raises(Refused):
        notices.send(**given, values=values, about="case:2")
    assert isinstance(first, UUID)
