"""What is judged again on a pay day and what is not; and the line and the leaf that holding and taking back leave."""

from datetime import date

import pytest
from django.utils.html import strip_tags
from tests.contexts.benefits.conftest import says

from jiphyeon.contexts.benefits.actions import handling, paying, signing
from jiphyeon.contexts.benefits.enums import CaseState, PaymentState, Verdict
from jiphyeon.contexts.benefits.models import Assessment, Case, Payment
from jiphyeon.contexts.benefits.queries import replay
from jiphyeon.foundation.casework.models import HistoryLine
from jiphyeon.foundation.ledger.models import Entry as Leaf
from jiphyeon.foundation.notices.models import Notice
from jiphyeon.kernel import Refused

from .test_story import granted

pytestmark = pytest.mark.django_db
APPLIED, SIGNED = date(2024, 3, 4), date(2024, 3, 6)


@pytest.fixture
def allowance(office, run_jobs):
    """An interview allowance applied for on the last day it could be, and granted."""
    key = office.applies(
        office.hana,
        programme="job-interview-support",
        known={"employment": "seeking", "interviews_supported": 0},
        stated={"interview_date": "2023-12-05"},
    )
    run_jobs()
    seoyeon, minjae = office.actor(office.seoyeon), office.actor(office.minjae)
    handling.propose(key=key, verdict=Verdict.APPROVE, reason="확인서를 보았습니다.", by=seoyeon, on=APPLIED)
    signing.sign(key=key, by=minjae, on=SIGNED)
    return key


def test_an_allowance_applied_for_in_time_is_paid_on_its_day(allowance):
    day = Payment.objects.get().pays_on  # 25 March: more than three months after the interview

    assert paying.pay(key=allowance, number=1, on=day) is True

    case = Case.objects.get(key=allowance)
    assert (case.at, case.held_since, Payment.objects.get().state) == (
        CaseState.COMPLETED,
        None,
        PaymentState.PAID,
    )
    recheck = Assessment.objects.get(kind="recheck")
    stands = {c["id"]: (c["judged"], c["result"]) for c in recheck.outcome["clauses"]}
    assert stands["interview"] == ("application", "pass")
    assert replay.replay(recheck).same


def test_what_must_hold_every_month_still_holds_the_money(office, run_jobs):
    key = granted(office, run_jobs, office.hana)
    office.holders.known[office.hana.key] |= {"lives_in_sejong": False, "household_income": 99_000_000}

    assert paying.pay(key=key, number=1, on=date(2024, 3, 25)) is False

    recheck = Assessment.objects.get(kind="recheck")
    assert [reason["clause"] for reason in recheck.reasons] == [
        "residence"
    ]  # income was judged once, at the application
    assert replay.replay(recheck).same
    line = HistoryLine.objects.last()
    assert (line.deed, line.by, line.before, line.after) == (
        "hold",
        None,
        CaseState.APPROVED,
        CaseState.APPROVED,
    )
    leaf = Leaf.objects.get(kind="benefits.held")
    assert (leaf.leaf_hash, leaf.sealed["facts"]["line.by"]) == (line.leaf, None)


def test_an_officers_hold_and_a_repayment_stand_in_the_history_and_in_the_log(office, run_jobs):
    key = granted(office, run_jobs, office.hana)
    paying.pay(key=key, number=1, on=date(2024, 3, 25))
    by = {name: office.actor(getattr(office, name)) for name in ("hana", "seoyeon", "minjae")}
    day = date(2024, 4, 1)
    paying.hold_by_officer(key=key, reason="이사했습니다.", by=by["seoyeon"], on=day)
    with pytest.raises(Refused) as no:
        paying.hold_by_officer(key=key, reason="한 번 더", by=by["seoyeon"], on=day)
    assert no.value.code == "already_held"
    says(key=key, body="네", by=by["hana"], on=day)
    paying.stop(key=key, not_due_from=date(2024, 3, 20), reason="이사", by=by["minjae"], on=day)

    paying.recover(key=key, number=1, by=by["seoyeon"], on=day)
    paying.recover(key=key, number=1, by=by["seoyeon"], on=day)

    lines = {line.deed: line for line in HistoryLine.objects.filter(case=key)}
    assert (lines["hold"].by_name, lines["recover"].by_name) == ("박서연", "박서연")
    assert lines["recover"].comment == "1: 200,000"
    for deed, kind in (("hold", "benefits.held"), ("recover", "benefits.recovered")):
        assert Leaf.objects.get(kind=kind).leaf_hash == lines[deed].leaf
    assert Payment.objects.get(number=1).state == PaymentState.RECOVERED


@pytest.mark.parametrize("number", [0, 99, 32_768])
def test_an_instalment_that_is_not_there_is_refused_in_words(office, run_jobs, number):
    key = granted(office, run_jobs, office.hana)

    with pytest.raises(Refused) as no:
        paying.recover(key=key, number=number, by=office.actor(office.seoyeon), on=date(2024, 4, 1))

    assert no.value.code == "no_such_instalment"


def test_asking_twice_for_more_is_refused_and_changes_nothing(office, run_jobs):
    key = office.applies(office.hana)
    run_jobs()
    by = office.actor(office.seoyeon)
    handling.ask_supplement(key=key, request="등본", by=by, on=APPLIED)

    with pytest.raises(Refused) as no:
        handling.ask_supplement(key=key, request="등본", by=by, on=APPLIED)

    assert no.value.code == "not_from_here"
    assert Case.objects.get(key=key).supplements.count() == 1


DAY, NEXT = date(2024, 3, 25), date(2024, 4, 25)


@pytest.fixture
def held(office, run_jobs):
    """A running benefit that seoyeon holds since before its first pay day."""
    key = granted(office, run_jobs, office.hana)
    by = office.actor(office.seoyeon)
    paying.hold_by_officer(key=key, reason="이사한 듯합니다.", by=by, on=date(2024, 3, 20))
    return key


def paid(key):
    return list(
        Payment.objects.filter(case__key=key, state=PaymentState.PAID).values_list("number", flat=True)
    )


def test_what_an_officer_holds_no_pay_day_lifts_though_every_check_says_due(
    office, held, client, monkeypatch
):
    assert paying.pay(key=held, number=1, on=DAY) is False
    assert paying.pay(key=held, number=2, on=NEXT) is False

    case = Case.objects.get(key=held)
    assert (paid(held), case.held_since, case.held_by) == ([], date(2024, 3, 20), office.seoyeon.key)
    assert case.assessments.filter(kind="recheck").count() == 0
    for place in ("foundation.accounts.middleware", "foundation.clock.now"):
        monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda: NEXT)
    for user, address, texts in (
        (office.minjae, f"/benefits/desk/{held}/", ["보류한 사람: 박서연", "제27조의2", "1 (2024. 3. 25.(월)), 2 (2024. 4. 25.(목))", "보류 풀고 알리기"]),
        (office.seoyeon, f"/benefits/desk/{held}/", ["보류한 사람: 박서연"]),
        (office.hana, f"/benefits/mine/{held}/", ["담당자가 지급을 보류했습니다.", "다른 담당자가 살펴본 뒤에"]),
    ):  # fmt: skip
        client.force_login(user)
        page = strip_tags(client.get(address, headers={"accept-language": "ko"}).content.decode())
        assert [words for words in texts if words not in page] == []
        assert ("보류 풀고 알리기" in page) == (user == office.minjae)


def test_another_person_releases_it_and_it_is_paid_once(office, held):
    paying.pay(key=held, number=1, on=DAY)
    by = office.actor(office.minjae)

    paying.release(key=held, reason="이사하지 않았습니다.", by=by, on=date(2024, 3, 27))

    case = Case.objects.get(key=held)
    assert (case.held_since, case.opinion_until, case.held_by) == (None, None, None)
    line = case.history.last()
    assert (line.deed, line.by, line.comment) == ("release", office.minjae.key, "이사하지 않았습니다.")
    leaf = Leaf.objects.get(kind="benefits.released")
    facts = leaf.sealed["facts"]
    assert (leaf.leaf_hash, facts["held_by"], facts["signed_by"], facts["held_since"]) == (
        line.leaf,
        str(office.seoyeon.key),
        str(office.minjae.key),
        "2024-03-20",
    )
    notice = Notice.objects.get(to=office.hana.key, dedupe__endswith=":payment-released")
    assert notice.values["reason"] == "이사하지 않았습니다."
    day = date(2024, 3, 28)
    assert paying.due_payments(day) == [(str(held), 1)]
    assert [paying.pay(key=held, number=1, on=day) for _ in range(2)] == [True, False]
    assert paid(held) == [1]
    with pytest.raises(Refused) as no:
        paying.release(key=held, reason="한 번 더", by=by, on=day)
    assert no.value.code == "nothing_held"


def test_whoever_held_it_does_not_release_it_nor_does_anyone_without_a_reason(office, run_jobs):
    key = granted(office, run_jobs, office.hana)
    sora, minjae = office.actor(office.sora), office.actor(office.minjae)
    paying.hold_by_officer(key=key, reason="이사한 듯합니다.", by=sora, on=DAY)

    for by, reason, code in (
        (office.actor(office.seoyeon), "아닙니다.", "not_your_duty"),
        (sora, "아닙니다.", "second_person_needed"),
        (minjae, " ", "reason_needed"),
    ):
        with pytest.raises(Refused) as no:
            paying.release(key=key, reason=reason, by=by, on=DAY)
        assert no.value.code == code
    HistoryLine.objects.filter(deed="hold").delete()  # 0.2.0 left no line
    with pytest.raises(Refused) as no:
        paying.release(key=key, reason="아닙니다.", by=sora, on=DAY)
    assert no.value.code == "second_person_needed"
    assert Case.objects.get(key=key).held_by == office.sora.key


def test_what_the_machine_held_its_next_check_lifts_and_nobody_releases(office, run_jobs):
    key = granted(office, run_jobs, office.hana)
    office.holders.known[office.hana.key] |= {"lives_in_sejong": False}
    assert paying.pay(key=key, number=1, on=DAY) is False
    case = Case.objects.get(key=key)
    assert (case.held_since, case.held_by) == (DAY, None)
    with pytest.raises(Refused) as no:
        paying.release(key=key, reason="풉니다.", by=office.actor(office.minjae), on=DAY)
    assert no.value.code == "held_by_the_machine"

    office.holders.known[office.hana.key] |= {"lives_in_sejong": True}

    assert paying.pay(key=key, number=1, on=date(2024, 3, 26)) is True
    assert paid(key) == [1]
