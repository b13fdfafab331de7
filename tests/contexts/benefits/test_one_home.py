"""What is due to a home is due once: a second application of the same home is named, and neither granted nor paid."""

import unicodedata
from datetime import date

import pytest

from jiphyeon.contexts.benefits.actions import calls, handling, objecting, paying, preparing, signing
from jiphyeon.contexts.benefits.enums import CaseState, Verdict
from jiphyeon.contexts.benefits.models import Assessment, Case
from jiphyeon.contexts.benefits.queries import casefile, homes, replay
from jiphyeon.foundation.accounts.models import Citizen
from jiphyeon.foundation.casework.models import Objection
from jiphyeon.kernel import Refused

from .conftest import TODAY, person, preview_of_signing

HERE, ELSEWHERE = "세종특별자치시 조치원읍 (예시) 101동 1001호", "세종특별자치시 도담동 (예시) 202동 502호"
AFTER = date(2024, 4, 1)
COUPLE = {
    "household_size": 2, "newlywed": True, "household_income": 4_500_000, "lease_kind": "jeonse", "deposit": 150_000_000,
    "loan": 100_000_000, "loan_rate": "0.045",
}  # fmt: skip
PROGRAMME = "youth-deposit-interest"


@pytest.fixture
def home(office):
    """Hana and Doyun live together; one of the addresses has an odd blank and decomposed Hangul."""
    for user, address in ((office.hana, HERE), (office.doyun, unicodedata.normalize("NFD", HERE) + "\u00a0")):
        Citizen.objects.filter(user=user).update(address=address)
    return office


def applied(office, user, *, on=TODAY):
    key = office.applies(user, on=on, programme=PROGRAMME, known=COUPLE, stated={})
    preparing.prepare(key=key, on=on)
    return key


def proposed(office, key, *, on=AFTER, verdict=Verdict.APPROVE, reason=""):
    handling.propose(key=key, verdict=verdict, reason=reason, by=office.actor(office.seoyeon, on), on=on)


def granted(office, key, *, on=AFTER):
    """Rank the call, propose and sign."""
    calls.rank_call(programme=PROGRAMME, call_id="2024-1", by=office.actor(office.seoyeon, on), on=on)
    proposed(office, key, on=on)
    signing.sign(key=key, by=office.actor(office.minjae, on), on=on)


def test_the_second_of_a_home_is_named_while_the_first_is_examined(home, case):
    first, second = applied(home, home.hana), applied(home, home.doyun)

    latest = case(second).assessments.last()
    assert (case(first).proposal, case(second).proposal) == (Verdict.APPROVE, Verdict.CHECK)
    assert [one["clause"] for one in latest.reasons] == ["one-per-dwelling"]
    assert case(first).number in latest.reasons[0]["en"]
    assert case(first).amount == 4_100_000


def test_the_second_of_a_home_is_refused_once_the_first_has_it(home, case):
    first = applied(home, home.hana)
    granted(home, first)

    second = applied(home, home.doyun, on=date(2024, 3, 20))

    latest = case(second).assessments.last()
    assert (case(second).proposal, case(second).amount, latest.result) == (Verdict.REFUSE, 0, "fail")
    assert [(one["clause"], case(first).number in one["ko"]) for one in latest.reasons] == [
        ("one-per-dwelling", True)
    ]
    assert "one-per-dwelling" in [
        one.id for one in casefile.open_file(case(second), AFTER, "ko").open_clauses
    ]
    assert replay.replay(latest).same
    with pytest.raises(Refused) as no:
        proposed(home, second, reason="둘 다 지원합니다.")
    assert no.value.code == "condition_not_met"


def test_a_signature_under_the_second_is_refused_and_nothing_is_promised(home, case):
    first, second = applied(home, home.hana), applied(home, home.doyun)
    Case.objects.filter(key=second).update(within_places=True, rank=2)
    proposed(home, second, reason="먼저 확인했습니다.")
    Case.objects.filter(key=first).update(within_places=True, rank=1)
    proposed(home, first)
    signing.sign(key=first, by=home.actor(home.minjae, AFTER), on=AFTER)

    lines = preview_of_signing([second], by=home.actor(home.minjae, AFTER)).lines
    with pytest.raises(Refused) as no:
        signing.sign(key=second, by=home.actor(home.minjae, AFTER), on=AFTER)

    assert no.value.code == "home_has_it"
    assert case(first).number in no.value.text("ko")
    assert lines[0].obstacle.code == "home_has_it"
    assert (case(first).at, case(second).at) == (CaseState.APPROVED, CaseState.PROPOSED)
    assert not case(second).payments.exists()


def test_two_grants_at_one_moment_are_stopped_by_the_database(home, case, monkeypatch):
    first, second = applied(home, home.hana), applied(home, home.doyun)
    Case.objects.filter(key__in=[first, second]).update(within_places=True)
    proposed(home, first)
    proposed(home, second, reason="먼저 확인했습니다.")
    signing.sign(key=first, by=home.actor(home.minjae, AFTER), on=AFTER)
    seen, unseen = homes.rival, iter([None])  # at the first look the other grant is not to be seen yet
    monkeypatch.setattr(homes, "rival", lambda case, home: next(unseen, seen(case, home)))

    with pytest.raises(Refused) as no:
        signing.sign(key=second, by=home.actor(home.minjae, AFTER), on=AFTER)

    assert no.value.code == "home_has_it"
    assert case(second).at is CaseState.PROPOSED


def test_a_payment_is_held_where_another_of_the_home_has_it_by_then(home, case):
    Citizen.objects.filter(user=home.doyun).update(address=ELSEWHERE)
    first, second = applied(home, home.hana), applied(home, home.doyun)
    granted(home, first)
    proposed(home, second)
    signing.sign(key=second, by=home.actor(home.minjae, AFTER), on=AFTER)
    Citizen.objects.filter(user=home.doyun).update(address=HERE)  # they move in together
    day = max(one.pays_on for one in Case.objects.get(key=second).payments.filter(number=1))

    paid = [paying.pay(key=key, number=1, on=day) for key in (first, second)]

    assert paid == [True, False]
    assert case(second).held_since == day
    recheck = case(second).assessments.filter(kind=Assessment.Kind.RECHECK).last()
    assert [one["clause"] for one in recheck.reasons] == ["one-per-dwelling"]


def test_people_of_two_homes_and_people_of_no_known_home_both_have_it(home, case):
    Citizen.objects.filter(user=home.doyun).update(address=ELSEWHERE)
    third = person("minji", name="최민지", birth=date(1995, 5, 5))
    keys = [applied(home, user) for user in (home.hana, home.doyun, third)]

    assert [case(key).proposal for key in keys] == [Verdict.APPROVE] * 3
    assert [bool(case(key).home) for key in keys] == [True, True, False]
    assert case(keys[0]).home != case(keys[1]).home


def test_payments_do_not_resume_where_the_home_has_it_meanwhile(home, case):
    first, second = applied(home, home.hana), applied(home, home.doyun)
    Case.objects.filter(key=first).update(state=CaseState.STOPPED)
    Case.objects.filter(key=second).update(state=CaseState.APPROVED)
    Objection.objects.create(
        lifecycle="benefits", case=first, body="다시 지급해 주세요.", made_on=AFTER, due_on=date(2024, 4, 15)
    )

    with pytest.raises(Refused) as no:
        objecting.answer(
            key=first, accepted=True, reason="맞습니다.", by=home.actor(home.minjae, AFTER), on=AFTER
        )

    assert no.value.code == "home_has_it"


def test_what_is_due_to_each_person_is_not_asked_of_the_home(home, case):
    known = {"employment": "seeking", "interviews_supported": 0}
    keys = []
    for user in (home.hana, home.doyun):
        key = home.applies(
            user, programme="job-interview-support", known=known, stated={"interview_date": "2024-03-02"}
        )
        preparing.prepare(key=key, on=TODAY)
        keys.append(key)

    assert [case(key).home for key in keys] == ["", ""]
    assert all("one-per" not in str(case(key).assessments.last().reasons) for key in keys)
