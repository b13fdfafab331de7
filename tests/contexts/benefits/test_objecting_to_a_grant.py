"""Somebody who was granted less than is due objects: another answers, the money goes on, and what fell short is made up."""

from datetime import date

import pytest
from tests.contexts.benefits.conftest import officer

from jiphyeon.contexts.benefits.actions import calls, handling, objecting, paying, preparing, signing
from jiphyeon.contexts.benefits.enums import CaseState, PaymentState, Verdict
from jiphyeon.contexts.benefits.models import Assessment, Case, Decision, Payment
from jiphyeon.contexts.benefits.queries import cases, replay
from jiphyeon.foundation.ledger import order, rows, seen
from jiphyeon.foundation.notices import api as notices
from jiphyeon.foundation.queues.work import of_officer as my_work
from jiphyeon.kernel import Refused

pytestmark = pytest.mark.django_db

SIGNED, LAST_DAY, AFTER = date(2024, 3, 18), date(2024, 4, 17), date(2024, 4, 18)
FILED, ANSWERED = date(2024, 4, 1), date(2024, 4, 9)
LEASE = {"facts": {"monthly_rent": 200_000}, "basis": "임대차계약서 사본"}


@pytest.fixture
def people(office):
    return {name: office.actor(getattr(office, name)) for name in ("hana", "seoyeon", "minjae", "sora")}


@pytest.fixture
def granted(office, run_jobs, people):
    """150,000 won a month, ten times, by a rent that the holder tells too low; minjae signed."""
    key = office.applies(office.hana, known={"monthly_rent": 150_000})
    run_jobs()
    calls.rank_call(programme="youth-rent", call_id="2024-1", by=people["seoyeon"], on=SIGNED)
    handling.propose(key=key, verdict=Verdict.APPROVE, reason="", by=people["seoyeon"], on=SIGNED)
    signing.sign(key=key, by=people["minjae"], on=SIGNED)
    paying.pay(key=key, number=1, on=date(2024, 3, 25))
    return key


@pytest.fixture
def objected(granted, people):
    objecting.file(key=granted, body="월세는 20만 원입니다.", by=people["hana"], on=FILED)
    return granted


def code_of(call, **more):
    with pytest.raises(Refused) as no:
        call(**more)
    return no.value.code


def accept(key, by, on=ANSWERED):
    objecting.answer(key=key, accepted=True, reason="계약서의 월세가 맞습니다.", by=by, on=on)


def on_record():
    order.put_in_order()
    seen.keep()
    book = rows.compare()
    return [words.en for words in book.problems + book.unchecked]


def test_a_grant_can_be_objected_to_until_the_day_its_decision_says(granted, people):
    say = {"key": granted, "body": "월세는 20만 원입니다.", "by": people["hana"]}

    assert Case.objects.get(key=granted).object_until() == LAST_DAY
    assert code_of(objecting.file, **say, on=AFTER) == "objection_late"
    assert objecting.file(**say, on=LAST_DAY) == date(2024, 5, 1)


def test_what_was_granted_is_paid_while_the_answer_is_waited_for(objected):
    assert paying.pay(key=objected, number=2, on=date(2024, 4, 25))


def test_facts_are_put_right_only_where_somebody_objected(granted, people):
    establish = {"key": granted, **LEASE, "by": people["seoyeon"]}
    assert code_of(preparing.establish, **establish, on=FILED) == "granted_already"

    objecting.file(key=granted, body="월세는 20만 원입니다.", by=people["hana"], on=FILED)

    assert preparing.establish(**establish, on=FILED) is CaseState.APPROVED


def test_whoever_signed_the_grant_does_not_answer(objected, people):
    for accepted in (True, False):
        answer = {"key": objected, "accepted": accepted, "reason": "아닙니다.", "on": ANSWERED}
        assert code_of(objecting.answer, **answer, by=people["minjae"]) == "second_person_needed"


def test_nothing_is_raised_beyond_what_the_facts_come_to(objected, people):
    assert code_of(accept, key=objected, by=people["sora"]) == "no_more_is_due"

    case = Case.objects.get(key=objected)
    assert (case.amount, case.objections.get().state, case.decisions.count()) == (150_000, "open", 1)


def test_a_fact_put_right_raises_what_is_planned_and_makes_up_what_was_paid(
    objected, people, office, run_jobs
):
    preparing.establish(key=objected, **LEASE, by=people["seoyeon"], on=date(2024, 4, 8))

    accept(objected, people["sora"])
    run_jobs()

    case = Case.objects.get(key=objected)
    assert (case.at, case.amount) == (CaseState.APPROVED, 200_000)
    first, *planned, arrears = Payment.objects.filter(case=case)
    assert (first.amount, first.state) == (150_000, PaymentState.PAID)
    assert {one.amount for one in planned} == {200_000}
    assert (arrears.number, arrears.amount, arrears.pays_on) == (11, 50_000, date(2024, 4, 25))
    decision = Decision.objects.latest("id")
    assert (decision.amount, decision.times, decision.signed_name) == (200_000, 10, "문소라")
    assert replay.replay(Assessment.objects.latest("id")).same
    titles = [card.title.en for card in notices.inbox(office.hana.key)]
    assert "Your objection was accepted and the amount raised" in titles
    assert on_record() == []


def test_arrears_are_paid_without_another_check_and_end_the_case_with_the_rest(objected, people, office):
    preparing.establish(key=objected, **LEASE, by=people["seoyeon"], on=date(2024, 4, 8))
    accept(objected, people["sora"])
    office.holders.known[office.hana.key]["lives_in_sejong"] = False

    assert not paying.pay(key=objected, number=2, on=date(2024, 4, 25))  # a month of its own is checked
    assert paying.pay(key=objected, number=11, on=date(2024, 4, 25))

    assert on_record() == []


def test_a_second_objection_makes_up_only_what_is_left(objected, people, office, run_jobs):
    third = office.actor(officer("third", "case_signer", name="한지우"))
    preparing.establish(
        key=objected, facts={"monthly_rent": 180_000}, basis="계약서", by=people["seoyeon"], on=FILED
    )
    accept(objected, people["sora"])
    paying.pay(key=objected, number=11, on=date(2024, 4, 25))
    objecting.file(key=objected, body="다시 보아 주세요.", by=people["hana"], on=date(2024, 5, 1))
    preparing.establish(key=objected, **LEASE, by=people["seoyeon"], on=date(2024, 5, 2))

    objecting.answer(key=objected, accepted=True, reason="맞습니다.", by=third, on=date(2024, 5, 3))
    run_jobs()

    assert [one.amount for one in Payment.objects.filter(number__gt=10)] == [30_000, 20_000]
    assert on_record() == []


def test_a_tampered_arrear_is_named(objected, people):
    preparing.establish(key=objected, **LEASE, by=people["seoyeon"], on=date(2024, 4, 8))
    accept(objected, people["sora"])
    assert on_record() == []

    Payment.objects.filter(number=11).update(amount=500_000)

    assert any("decision" in words for words in on_record())


def test_a_benefit_is_not_stopped_over_an_objection_that_waits(objected, people):
    paying.hold_by_officer(key=objected, reason="전출", by=people["seoyeon"], on=FILED)
    stop = {"key": objected, "not_due_from": FILED, "reason": "전출", "by": people["minjae"]}

    assert code_of(paying.stop, **stop, on=date(2024, 5, 8)) == "objection_first"


def test_the_desk_counts_the_days_of_the_objection_and_no_longer_those_of_the_application(objected):
    [line] = cases.rows([Case.objects.get(key=objected)], date(2024, 4, 12), "ko")

    assert line.near.days == 3  # answered by 15 April


def test_it_is_the_answering_officers_work_by_the_day_of_the_answer(objected, office):
    [work] = [
        one for one in my_work(office.actor(office.sora), date(2024, 4, 12)) if one.title.en == "Applications"
    ]

    assert [line.day for line in work.lines if line.day] == [date(2024, 4, 15)]


def test_what_was_paid_at_once_can_be_objected_to_and_answered(office, run_jobs, people):
    key = office.applies(
        office.hana,
        programme="job-interview-support",
        known={"employment": "seeking", "interviews_supported": 0},
        stated={"interview_date": "2023-12-05"},
    )
    run_jobs()
    handling.propose(key=key, verdict=Verdict.APPROVE, reason="보았습니다.", by=people["seoyeon"], on=SIGNED)
    signing.sign(key=key, by=people["minjae"], on=SIGNED)
    paying.pay(key=key, number=1, on=Payment.objects.get().pays_on)
    assert Case.objects.get(key=key).at is CaseState.COMPLETED
    objecting.file(key=key, body="두 번 보았습니다.", by=people["hana"], on=LAST_DAY)

    objecting.answer(key=key, accepted=False, reason="한 번입니다.", by=people["sora"], on=LAST_DAY)

    assert Case.objects.get(key=key).at is CaseState.COMPLETED
    assert on_record() == []


def test_the_page_shows_the_door_with_its_days_and_what_goes_on_meanwhile(
    granted, people, office, client, monkeypatch
):
    def on(day):
        for place in ("foundation.accounts.middleware", "foundation.clock.now"):
            monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda: day)

    def page(user, address, language="ko"):
        client.force_login(user)
        return client.get(address, headers={"accept-language": language}).content.decode()

    mine, desk = f"/benefits/mine/{granted}/", f"/benefits/desk/{granted}/"
    door = f"{mine}deeds/object/"
    on(LAST_DAY)
    shown = page(office.hana, mine)
    assert door in shown
    assert "2024. 4. 17.(수)" in shown
    assert "정해진 돈은 예정대로 드리고" in shown
    assert "no hand in the decision" in page(office.hana, mine, "en")
    on(AFTER)
    assert door not in page(office.hana, mine)

    on(LAST_DAY)
    form = page(office.hana, door)
    assert "2024. 5. 1.(수)까지 답해 드립니다" in form
    version = Case.objects.get(key=granted).version
    client.post(door, {"comment": "월세는 20만 원입니다.", "version": version})
    assert door not in page(office.hana, mine)
    assert f"{desk}deeds/correct/" in page(office.sora, desk)
    assert "한 번에 150,000원이고, 결정은 150,000원입니다" in page(office.sora, desk)
    assert f"{desk}deeds/correct/" not in page(office.minjae, desk)
    client.force_login(office.sora)
    text = {"comment": "맞습니다.", "version": Case.objects.get(key=granted).version}
    refused = client.post(f"{desk}deeds/correct/", text, follow=True).content.decode()
    assert "더 많" in refused or "많지 않습니다" in refused
