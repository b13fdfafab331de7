"""Each deed: what it does, and when refused, that nothing has changed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.contexts.benefits.conftest import preview_of_signing, says, sign_many

from jiphyeon.contexts.benefits.actions import (
    applying,
    calls,
    handling,
    objecting,
    paying,
    preparing,
    signing,
)
from jiphyeon.contexts.benefits.enums import CaseState, Deed, PaymentState, Verdict
from jiphyeon.contexts.benefits.models import Assessment, Case, Decision, Payment
from jiphyeon.contexts.benefits.queries import replay
from jiphyeon.foundation.casework.models import ClockStop, HistoryLine
from jiphyeon.foundation.casework.moving import hold
from jiphyeon.foundation.ledger.models import Entry as Leaf
from jiphyeon.foundation.notices import api as notices
from jiphyeon.kernel import Refused

TODAY = date(2024, 3, 4)
LATER = date(2024, 3, 18)


@pytest.fixture
def people(office):
    return {
        name: office.actor(getattr(office, name))
        for name in ("hana", "doyun", "seoyeon", "minjae", "sora", "garam")
    }


@pytest.fixture
def prepared(office, run_jobs):
    key = office.applies(office.hana)
    run_jobs()
    return key


def rank_and_propose(key, people, verdict=Verdict.APPROVE):
    calls.rank_call(programme="youth-rent", call_id="2024-1", by=people["seoyeon"], on=LATER)
    handling.propose(key=key, verdict=verdict, reason="", by=people["seoyeon"], on=LATER)


def standing(key):
    case = Case.objects.get(key=key)
    return (
        case.state,
        case.version,
        case.proposal,
        case.amount,
        HistoryLine.objects.count(),
        Leaf.objects.count(),
    )


def refusal(act, **given):
    with pytest.raises(Refused) as no:
        act(**given)
    return no.value.code


def test_the_receipt_names_the_day_of_the_answer_in_working_days_after_the_call(prepared):
    case = Case.objects.get(key=prepared)

    # The call closes on Friday 15 March; twenty working days from Saturday 16 March, with the election on 10 April out.
    assert case.due_on == date(2024, 4, 15)


def test_a_due_case_is_prepared_to_be_granted_and_waits_for_its_rank(prepared):
    case = Case.objects.get(key=prepared)

    assert (case.state, case.proposal, case.amount) == (CaseState.PREPARED, Verdict.APPROVE, 200_000)
    assert case.needs_signature


def test_two_tabs_and_a_double_click_lead_to_one_application(office, people):
    token = uuid4()
    first = applying.start(
        person=office.hana.key, programme="youth-rent", token=token, by=people["hana"], on=TODAY
    )

    again = applying.start(
        person=office.hana.key, programme="youth-rent", token=token, by=people["hana"], on=TODAY
    )
    other_tab = applying.start(
        person=office.hana.key, programme="youth-rent", token=uuid4(), by=people["hana"], on=TODAY
    )

    assert first == again == other_tab
    assert Case.objects.count() == 1


def test_sending_twice_is_sending_once(office, people, prepared):
    before = standing(prepared)

    number = applying.submit(key=prepared, declared=True, by=people["hana"], on=TODAY)

    assert number == Case.objects.get(key=prepared).number
    assert standing(prepared) == before


def test_an_impossible_birth_date_is_refused_with_its_name(office, people):
    code = refusal(
        applying.start,
        person=office.hana.key,
        programme="youth-rent",
        token=uuid4(),
        by=people["hana"],
        on=TODAY,
        facts={"birth_date": date(2030, 1, 1)},
    )

    assert code == "fact_too_high"
    assert Case.objects.count() == 0


def test_nothing_is_sent_without_the_declaration(office, people):
    key = applying.start(
        person=office.hana.key, programme="youth-rent", token=uuid4(), by=people["hana"], on=TODAY
    )

    assert refusal(applying.submit, key=key, declared=False, by=people["hana"], on=TODAY) == "not_declared"
    assert Case.objects.get(key=key).state == CaseState.DRAFT


def test_no_application_outside_a_call(office, people):
    code = refusal(
        applying.start,
        person=office.hana.key,
        programme="youth-rent",
        token=uuid4(),
        by=office.actor(office.hana),
        on=date(2024, 5, 2),
    )

    assert code == "no_open_call"


def test_a_foreign_resident_without_a_household_gets_a_check_never_a_refusal(office, run_jobs):
    key = office.applies(office.hana, known={"household_size": None})
    run_jobs()

    case = Case.objects.get(key=key)
    assert (case.state, case.proposal) == (CaseState.PREPARED, Verdict.CHECK)


def test_expired_answers_are_unknown_and_not_a_refusal(office, run_jobs):
    office.holders.valid_days = -1

    key = office.applies(office.hana)
    run_jobs()

    assert Case.objects.get(key=key).proposal == Verdict.CHECK


def test_the_citizens_word_alone_grants_nothing_that_a_register_holds(office, run_jobs):
    office.holders.refused = {"household_income"}

    key = office.applies(office.hana, stated={"landlord_is_relative": False, "household_income": 1_000_000})
    run_jobs()

    assert Case.objects.get(key=key).proposal == Verdict.CHECK


def test_an_officer_who_establishes_the_missing_fact_settles_it(office, run_jobs, people):
    key = office.applies(office.hana, known={"household_size": None})
    run_jobs()

    preparing.establish(
        key=key, facts={"household_size": 1}, basis="외국인등록 사실증명", by=people["seoyeon"], on=TODAY
    )
    run_jobs()

    assert Case.objects.get(key=key).proposal == Verdict.APPROVE
    (size,) = [f for f in Assessment.objects.last().facts if f["name"] == "household_size"]
    assert (size["source"], size["value"]) == ("officer", 1)
    assert "외국인등록 사실증명" in size["holder"]["ko"]


def test_papers_that_an_officer_can_do_without_are_waited_for_no_longer(office, run_jobs, people):
    office.holders.refused = {"household_size", "monthly_rent"}
    key = office.applies(office.hana)
    run_jobs()
    by = people["seoyeon"]
    handling.ask_supplement(key=key, request="등본, 계약서", by=by, on=date(2024, 3, 5))

    stands = preparing.establish(
        key=key, facts={"household_size": 1}, basis="등본", by=by, on=date(2024, 3, 6)
    )
    assert stands is CaseState.SUPPLEMENT
    run_jobs()
    assert Case.objects.get(key=key).state == CaseState.SUPPLEMENT

    stands = preparing.establish(
        key=key, facts={"monthly_rent": 450_000}, basis="계약서", by=by, on=date(2024, 3, 7)
    )
    assert stands is CaseState.SUBMITTED
    run_jobs()
    case = Case.objects.get(key=key)
    assert (case.state, case.proposal) == (CaseState.PREPARED, Verdict.APPROVE)
    assert [(stop.first, stop.last) for stop in ClockStop.objects.of(case)] == [
        (date(2024, 3, 5), date(2024, 3, 7))
    ]
    (asked,) = case.supplements.all()
    assert (asked.answered_on, asked.answer) == (date(2024, 3, 7), "")
    titles = [card.title.en for card in notices.inbox(office.hana.key)]
    assert titles.count("You need not send us anything more") == 1


def test_not_knowing_is_no_ground_for_a_refusal(office, run_jobs, people):
    key = office.applies(office.hana, known={"household_size": None})
    run_jobs()
    before = standing(key)

    code = refusal(
        handling.propose, key=key, verdict=Verdict.REFUSE, reason="모름", by=people["seoyeon"], on=TODAY
    )

    assert code == "fact_missing"
    assert standing(key) == before


def test_a_condition_that_is_not_met_is_refused_with_its_article_and_the_way_to_object(
    office, run_jobs, people
):
    key = office.applies(office.hana, known={"monthly_rent": 650_000})
    run_jobs()
    handling.propose(key=key, verdict=Verdict.REFUSE, reason="", by=people["seoyeon"], on=LATER)

    signing.sign(key=key, by=people["minjae"], on=LATER)

    decision = Decision.objects.get(case__key=key)
    assert decision.verdict == Verdict.REFUSE
    assert [reason["clause"] for reason in decision.reason] == ["rent"]
    assert "650,000" in decision.reason[0]["ko"]
    assert decision.reason[0]["citation"]
    assert decision.object_until == date(2024, 4, 17)
    assert any(card.title.ko == "지원해 드릴 수 없게 되었습니다" for card in notices.inbox(office.hana.key))


def test_a_grant_is_not_proposed_before_the_call_is_ranked(prepared, people):
    before = standing(prepared)

    code = refusal(
        handling.propose, key=prepared, verdict=Verdict.APPROVE, reason="", by=people["seoyeon"], on=TODAY
    )

    assert code == "not_ranked_yet"
    assert standing(prepared) == before


def test_a_call_is_not_ranked_while_it_is_open_or_incomplete(office, run_jobs, prepared, people):
    given = {"programme": "youth-rent", "call_id": "2024-1", "by": people["seoyeon"]}
    assert refusal(calls.rank_call, **given, on=date(2024, 3, 15)) == "call_open"

    unready = office.applies(office.doyun, known={"assets": None})
    run_jobs()

    with pytest.raises(Refused, match="Applications not examined yet: 1") as refused:
        calls.rank_call(**given, on=LATER)
    assert refused.value.code == "call_incomplete"
    assert f"({Case.objects.get(key=unready).number})" in refused.value.words.ko


def test_who_proposed_does_not_sign_and_who_only_prepares_does_not_either(prepared, people):
    calls.rank_call(programme="youth-rent", call_id="2024-1", by=people["sora"], on=LATER)
    handling.propose(key=prepared, verdict=Verdict.APPROVE, reason="", by=people["sora"], on=LATER)
    before = standing(prepared)

    codes = [
        refusal(signing.sign, key=prepared, by=people[who], on=LATER)
        for who in ("sora", "seoyeon", "garam", "hana")
    ]

    assert codes == ["second_person_needed", "not_your_duty", "not_your_duty", "not_your_duty"]
    assert standing(prepared) == before


def test_nobody_handles_their_own_application(office, run_jobs, people):
    key = office.applies(office.hana)
    run_jobs()
    Case.objects.filter(key=key).update(person=office.seoyeon.key)

    assert refusal(hold, model=Case, key=key, deed=Deed.TAKE, by=people["seoyeon"]) == "own_case"


def test_a_proposal_can_be_taken_back_until_it_is_signed(prepared, people):
    rank_and_propose(prepared, people)

    handling.take_back(key=prepared, by=people["seoyeon"], on=LATER)

    assert Case.objects.get(key=prepared).state == CaseState.PREPARED
    assert refusal(signing.sign, key=prepared, by=people["minjae"], on=LATER) == "not_from_here"


def test_a_proposal_can_be_taken_back_within_the_days_of_the_house_rule(prepared, people):
    rank_and_propose(prepared, people)
    before = standing(prepared)

    late = {"key": prepared, "by": people["seoyeon"], "on": date(2024, 3, 26)}
    assert refusal(handling.take_back, **late) == "too_late_to_undo"
    assert standing(prepared) == before
    with pytest.raises(Refused, match="지원 심사 업무 기준") as refused:
        handling.take_back(**late)
    assert "2024" in refused.value.words.ko

    handling.take_back(key=prepared, by=people["seoyeon"], on=date(2024, 3, 25))
    assert Case.objects.get(key=prepared).state == CaseState.PREPARED


def test_a_case_changed_after_it_was_seen_is_not_signed(prepared, people):
    rank_and_propose(prepared, people)
    seen = Case.objects.get(key=prepared).version
    handling.take_back(key=prepared, by=people["seoyeon"], on=LATER)
    handling.propose(key=prepared, verdict=Verdict.APPROVE, reason="", by=people["seoyeon"], on=LATER)

    assert (
        refusal(signing.sign, key=prepared, by=people["minjae"], on=LATER, version=seen)
        == "changed_since_seen"
    )


def test_one_signature_signs_exactly_what_the_preview_showed(office, run_jobs, people):
    keys = [office.applies(office.hana), office.applies(office.doyun)]
    run_jobs()
    calls.rank_call(programme="youth-rent", call_id="2024-1", by=people["seoyeon"], on=LATER)
    for key in keys:
        handling.propose(key=key, verdict=Verdict.APPROVE, reason="", by=people["seoyeon"], on=LATER)
    seen = preview_of_signing(keys, by=people["minjae"]).seal
    handling.take_back(key=keys[0], by=people["seoyeon"], on=LATER)
    before = [standing(key) for key in keys]

    code = refusal(sign_many, keys=keys, seen=seen, by=people["minjae"], on=LATER)

    assert code == "changed_since_preview"
    assert [standing(key) for key in keys] == before
    seen = preview_of_signing(keys, by=people["minjae"]).seal
    assert sign_many(keys=keys, seen=seen, by=people["minjae"], on=LATER) == 1


def test_a_supplement_stops_the_clock_and_moves_the_day(office, run_jobs, people):
    key = office.applies(
        office.hana,
        programme="job-interview-support",
        known={"interview_date": "2024-02-26", "employment": "seeking", "interviews_supported": 0},
        stated={},
    )
    run_jobs()
    due = Case.objects.get(key=key).due_on
    handling.ask_supplement(key=key, request="면접 확인서", by=people["seoyeon"], on=date(2024, 3, 5))

    applying.supply(key=key, answer="올렸습니다.", by=people["hana"], on=date(2024, 3, 7))

    case = Case.objects.get(key=key)
    assert (due, case.due_on) == (date(2024, 3, 12), date(2024, 3, 15))
    assert case.state == CaseState.SUBMITTED


def test_a_case_is_returned_only_after_the_supplements_day(prepared, people):
    due = handling.ask_supplement(key=prepared, request="계약서", by=people["seoyeon"], on=TODAY)

    assert (
        refusal(handling.return_application, key=prepared, by=people["seoyeon"], on=due)
        == "supplement_not_due"
    )
    handling.return_application(key=prepared, by=people["seoyeon"], on=due + timedelta(days=1))
    assert Case.objects.get(key=prepared).state == CaseState.RETURNED


def test_withdrawing_ends_it_and_a_new_application_is_possible(office, people, prepared, run_jobs):
    applying.withdraw(key=prepared, by=people["hana"], on=TODAY)

    again = office.applies(office.hana)

    assert Case.objects.get(key=prepared).state == CaseState.WITHDRAWN
    assert again != prepared


@pytest.fixture
def granted(prepared, people):
    rank_and_propose(prepared, people)
    signing.sign(key=prepared, by=people["minjae"], on=LATER)
    return prepared


def test_a_condition_that_fails_later_holds_the_money_and_lets_the_citizen_be_heard(office, granted, people):
    assert paying.pay(key=granted, number=1, on=date(2024, 3, 25))
    office.holders.known[office.hana.key]["lives_in_sejong"] = False

    assert paying.pay(key=granted, number=2, on=date(2024, 4, 25)) is False

    case = Case.objects.get(key=granted)
    assert (case.state, case.held_since, case.opinion_until) == (
        CaseState.APPROVED,
        date(2024, 4, 25),
        date(2024, 5, 7),
    )
    stop = {"key": granted, "not_due_from": date(2024, 4, 10), "reason": "전출", "by": people["minjae"]}
    assert refusal(paying.stop, **stop, on=date(2024, 5, 7)) == "not_heard_yet"
    assert paying.stop(**stop, on=date(2024, 5, 8)) == 0
    states = list(Payment.objects.filter(case__key=granted).values_list("state", flat=True))
    assert states == [PaymentState.PAID] + [PaymentState.CANCELLED] * 9


def test_money_paid_after_the_day_it_was_not_due_is_asked_back_and_can_be_recovered_once(
    office, granted, people
):
    for number, month in ((1, 3), (2, 4)):
        paying.pay(key=granted, number=number, on=date(2024, month, 25))
    paying.hold_by_officer(key=granted, reason="전출 확인", by=people["seoyeon"], on=date(2024, 5, 2))
    says(key=granted, body="네, 이사했습니다.", by=people["hana"], on=date(2024, 5, 3))

    back = paying.stop(
        key=granted, not_due_from=date(2024, 4, 1), reason="전출", by=people["minjae"], on=date(2024, 5, 3)
    )

    assert back == 200_000
    paying.recover(key=granted, number=2, by=people["seoyeon"], on=date(2024, 5, 20))
    paying.recover(key=granted, number=2, by=people["seoyeon"], on=date(2024, 5, 21))
    assert Payment.objects.get(case__key=granted, number=2).state == PaymentState.RECOVERED
    assert (
        refusal(paying.recover, key=granted, number=1, by=people["seoyeon"], on=date(2024, 5, 20))
        == "not_overpaid"
    )


def test_what_cannot_be_had_at_the_recheck_does_not_stop_the_money(office, granted):
    office.holders.valid_days = 5

    assert paying.pay(key=granted, number=1, on=date(2024, 3, 25)) is True


def test_growing_too_old_while_receiving_changes_nothing(office, granted):
    from jiphyeon.foundation.accounts.models import Citizen

    Citizen.objects.filter(user=office.hana).update(birth_date=date(1984, 3, 10))

    assert paying.pay(key=granted, number=1, on=date(2024, 3, 25)) is True


def test_two_supports_for_the_same_purpose_are_not_received_together(office, run_jobs, granted, people):
    loan = {"loan": 50_000_000, "loan_rate": "0.04", "lease_kind": "mixed", "newlywed": True}
    key = office.applies(
        office.hana, programme="youth-deposit-interest", on=date(2024, 3, 19), known=loan, stated={}
    )
    run_jobs()

    case = Case.objects.get(key=key)
    assert case.proposal == Verdict.REFUSE
    assert case.assessments.last().reasons[0]["clause"] == "conflict:youth-rent"


def test_an_objection_is_answered_by_another_than_the_signer_and_reopens_the_case(office, run_jobs, people):
    key = office.applies(office.hana, known={"monthly_rent": 650_000})
    run_jobs()
    handling.propose(key=key, verdict=Verdict.REFUSE, reason="", by=people["seoyeon"], on=LATER)
    signing.sign(key=key, by=people["minjae"], on=LATER)
    assert (
        refusal(objecting.file, key=key, body="x", by=people["hana"], on=date(2024, 4, 18))
        == "objection_late"
    )
    assert objecting.file(
        key=key, body="월세는 45만 원입니다.", by=people["hana"], on=date(2024, 3, 20)
    ) == date(2024, 4, 3)
    answer = {"key": key, "accepted": True, "reason": "계약서로 확인했습니다.", "on": date(2024, 3, 21)}
    assert refusal(objecting.answer, by=people["minjae"], **answer) == "second_person_needed"
    office.holders.known[office.hana.key]["monthly_rent"] = 450_000

    objecting.answer(by=people["sora"], **answer)

    case = Case.objects.get(key=key)
    assert (case.state, case.proposal) == (CaseState.PREPARED, Verdict.APPROVE)
    assert case.assessments.last().kind == Assessment.Kind.OBJECTION


def test_where_the_law_leaves_it_to_a_person_the_machine_never_decides(office, run_jobs, people):
    key = office.applies(
        office.hana,
        programme="job-interview-support",
        known={"interview_date": "2024-02-26", "employment": "seeking", "interviews_supported": 0},
        stated={},
    )
    run_jobs()
    assert Case.objects.get(key=key).proposal == Verdict.CHECK
    assert (
        refusal(handling.propose, key=key, verdict=Verdict.APPROVE, reason="", by=people["seoyeon"], on=TODAY)
        == "reason_needed"
    )

    handling.propose(
        key=key, verdict=Verdict.APPROVE, reason="확인서를 보았습니다.", by=people["seoyeon"], on=TODAY
    )
    signing.sign(key=key, by=people["minjae"], on=TODAY)

    case = Case.objects.get(key=key)
    assert (case.state, case.amount) == (CaseState.APPROVED, 50_000)
    assert [p.amount for p in case.payments.all()] == [50_000]
    assert [o.months for o in case.outcomes.all()] == [3, 6, 12]
    assert case.decisions.get().reason[0]["ko"] == "확인서를 보았습니다."


def test_every_decision_is_replayed_as_known_on_its_day(granted):
    for assessment in Assessment.objects.select_related("case"):
        again = replay.replay(assessment)
        assert again.same
        assert again.again == assessment.outcome_hash


def test_a_changed_fact_or_outcome_is_noticed_by_the_replay(granted):
    assessment = Assessment.objects.select_related("case").last()
    assessment.facts = [
        {**f, "value": 999_999} if f["name"] == "monthly_rent" else f for f in assessment.facts
    ]
    assessment.save()

    result = replay.replay(Assessment.objects.select_related("case").get(pk=assessment.pk))

    assert not result.same
    assert "clauses" in result.differs


def test_no_person_stands_in_the_public_log_in_the_clear(office, granted):
    leaves = " ".join(Leaf.objects.values_list("leaf", flat=True))

    assert "김하나" not in leaves
    assert "450000" not in leaves


def test_a_note_without_end_is_refused_and_not_kept(office, run_jobs, people):
    key = office.applies(office.hana)

    with pytest.raises(Refused, match="5,000"):
        says(key=key, body="9" * 100_000, by=people["seoyeon"], on=TODAY)
    assert not Case.objects.get(key=key).remarks.exists()
