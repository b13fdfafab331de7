"""Whoever had any hand in a matter does not judge it: in every deed of that kind, over the whole history."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.contexts.benefits.actions import (
    applying,
    calls,
    handling,
    objecting,
    paying,
    preparing,
    signing,
)
from jiphyeon.contexts.benefits.enums import Channel, Deed, Verdict
from jiphyeon.contexts.programmes.roles import RULES_APPROVER, RULES_EDITOR
from jiphyeon.contexts.programmes.rules.changes import Change, Part
from jiphyeon.contexts.reforms.actions import reforming
from jiphyeon.contexts.reforms.models import Reform
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.second_person import Hand, had_a_hand
from jiphyeon.foundation.casework.permissions import obstacle
from jiphyeon.kernel import Refused, Words

from .conftest import DUE, SAID, TODAY, officer, preview_of_signing, says

LATER, PAYS = date(2024, 3, 18), date(2024, 3, 25)
SOMEBODY, NOBODY = uuid4(), None


@given(st.lists(st.sampled_from([SOMEBODY, NOBODY, *(uuid4() for _ in range(3))])))
def test_a_hand_anywhere_in_the_history_counts_and_the_machines_never(whose):
    history = [Hand(who, Words("일", "deed")) for who in whose]

    assert (had_a_hand(SOMEBODY, history) is not None) == (SOMEBODY in whose)
    assert had_a_hand(None, history) is None


@pytest.fixture
def everything(office):
    """Two officers who hold every role of a case each, beside those who hold one."""
    roles = ("case_officer", "case_signer")
    office.jisu = officer("jisu", *roles, name="한지수")
    return {
        name: office.actor(getattr(office, name)) for name in ("hana", "seoyeon", "minjae", "sora", "jisu")
    }


def refused(act, **given):
    with pytest.raises(Refused) as no:
        act(**given)
    assert no.value.code == "second_person_needed"


def waiting(office, run_jobs, **known):
    key = office.applies(office.hana, known=known)
    run_jobs()
    return key


def proposed(key, by, verdict=Verdict.APPROVE, on=LATER):
    calls.rank_call(programme="youth-rent", call_id="2024-1", by=by, on=on)
    handling.propose(key=key, verdict=verdict, reason="", by=by, on=on)


# Everything somebody can have done to a case before it is signed; each leaves the proposing to a colleague.
BEFORE = {
    "established a fact": lambda key, by: preparing.establish(
        key=key, facts={"household_size": 1}, basis="등본", by=by, on=TODAY
    ),
    "asked for more": lambda key, by: handling.ask_supplement(key=key, request="등본", by=by, on=TODAY),
    "proposed and took it back": lambda key, by: (
        proposed(key, by),
        handling.take_back(key=key, by=by, on=LATER),
    ),
}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_who_had_a_hand_in_a_case_does_not_sign_it_though_a_colleague_proposes(
    office, everything, run_jobs, before
):
    key = waiting(office, run_jobs)
    before(key, everything["sora"])
    if before is BEFORE["asked for more"]:
        applying.supply(key=key, answer="냈습니다.", by=everything["hana"], on=TODAY)
    run_jobs()
    proposed(key, everything["seoyeon"])

    refused(signing.sign, key=key, by=everything["sora"], on=LATER)
    lines = preview_of_signing([key], by=everything["sora"]).lines
    assert [line.obstacle.code for line in lines] == ["second_person_needed"]

    signing.sign(key=key, by=everything["jisu"], on=LATER)


def test_who_took_an_application_in_at_the_counter_does_not_sign_it(office, everything, run_jobs):
    facts = {**DUE, **SAID}
    key = applying.take_in(
        person=office.hana.key,
        programme="youth-rent",
        channel=Channel.COUNTER,
        facts=facts,
        basis="등본",
        token=uuid4(),
        by=everything["sora"],
        on=TODAY,
    )
    run_jobs()
    proposed(key, everything["seoyeon"])

    refused(signing.sign, key=key, by=everything["sora"], on=LATER)
    signing.sign(key=key, by=everything["minjae"], on=LATER)


def granted(office, everything, run_jobs):
    key = waiting(office, run_jobs)
    proposed(key, everything["seoyeon"])
    signing.sign(key=key, by=everything["minjae"], on=LATER)
    return key


def stopped(office, everything, run_jobs, *, held_by, stopped_by):
    key = granted(office, everything, run_jobs)
    paying.hold_by_officer(key=key, reason="이사했습니다.", by=everything[held_by], on=PAYS)
    says(key=key, body="아닙니다.", by=everything["hana"], on=PAYS)
    paying.stop(key=key, not_due_from=PAYS, reason="이사했습니다.", by=everything[stopped_by], on=PAYS)
    objecting.file(key=key, body="이사하지 않았습니다.", by=everything["hana"], on=PAYS)
    return key


def test_who_held_the_payments_does_not_sign_their_stop(office, everything, run_jobs):
    key = granted(office, everything, run_jobs)
    paying.hold_by_officer(key=key, reason="이사했습니다.", by=everything["sora"], on=PAYS)
    says(key=key, body="아닙니다.", by=everything["hana"], on=PAYS)

    refused(paying.stop, key=key, not_due_from=PAYS, reason="그렇습니다.", by=everything["sora"], on=PAYS)


@pytest.mark.parametrize("accepted", [True, False])
def test_neither_who_stopped_a_benefit_nor_who_held_or_granted_it_answers_the_objection(
    office, everything, run_jobs, accepted
):
    key = stopped(office, everything, run_jobs, held_by="sora", stopped_by="jisu")
    answer = {"key": key, "accepted": accepted, "reason": "보았습니다.", "on": PAYS}

    for name in ("minjae", "sora", "jisu"):  # signed the grant, held, stopped
        refused(objecting.answer, by=everything[name], **answer)
        refused(objecting.extend, key=key, days=3, reason="사정", by=everything[name], on=PAYS)

    fresh = office.actor(officer("yuna", "case_signer", name="이유나"))
    offered = Deed.RESUME if accepted else Deed.DISMISS
    assert obstacle(_case(key), offered, fresh) is None
    assert obstacle(_case(key), offered, everything["jisu"]) is not None
    objecting.extend(key=key, days=3, reason="사정이 있습니다.", by=fresh, on=PAYS)
    objecting.answer(by=fresh, **answer)


def test_a_dismissed_objection_was_the_last_to_its_decision(office, everything, run_jobs):
    key = waiting(office, run_jobs, monthly_rent=650_000)
    handling.propose(key=key, verdict=Verdict.REFUSE, reason="", by=everything["seoyeon"], on=LATER)
    signing.sign(key=key, by=everything["minjae"], on=LATER)
    objecting.file(key=key, body="첫 번째", by=everything["hana"], on=LATER)
    objecting.answer(key=key, accepted=False, reason="그대로", by=everything["sora"], on=LATER)

    with pytest.raises(Refused) as no:
        objecting.file(key=key, body="두 번째", by=everything["hana"], on=LATER)

    assert no.value.code == "objection_answered"


def test_what_an_objection_opens_again_is_signed_by_whoever_had_no_hand_in_the_new_proposal(
    office, everything, run_jobs
):
    key = waiting(office, run_jobs, monthly_rent=650_000)
    handling.propose(key=key, verdict=Verdict.REFUSE, reason="", by=everything["seoyeon"], on=LATER)
    signing.sign(key=key, by=everything["minjae"], on=LATER)
    objecting.file(key=key, body="첫 번째", by=everything["hana"], on=LATER)
    objecting.answer(key=key, accepted=True, reason="다시 봅니다.", by=everything["sora"], on=LATER)
    run_jobs()

    handling.propose(key=key, verdict=Verdict.REFUSE, reason="", by=everything["seoyeon"], on=LATER)
    signing.sign(key=key, by=everything["minjae"], on=LATER)


def _case(key):
    from jiphyeon.contexts.benefits.models import Case

    return Case.objects.get(key=key)


def rules_officer(name, *roles):
    return Actor(user=uuid4(), name=name, roles=frozenset(roles), post="p")


@pytest.mark.django_db
@pytest.mark.parametrize("hand", ["drafted", "proposed once"])
@pytest.mark.parametrize("deed", ["approve", "refuse"])
def test_who_wrote_a_change_or_ever_proposed_it_does_not_decide_on_it(hand, deed):
    both = rules_officer("문소라", RULES_EDITOR, RULES_APPROVER)
    colleague = rules_officer("최유진", RULES_EDITOR)
    change = Change("34세까지", date(2024, 7, 1), {}, {"youth-rent": Part({"age_limit": "34"}, {})})
    law = {"authority": "청년 기본 조례", "reason": "법에 맞춥니다.", "on": TODAY}
    key = reforming.draft(change, by=both if hand == "drafted" else colleague, on=TODAY)
    if hand == "proposed once":
        reforming.propose(key=key, by=both, **law)
        reforming.take_back(key=key, by=both)
    reforming.propose(key=key, by=colleague, **law)

    def decide(by):
        if deed == "refuse":
            return reforming.refuse(key=key, reason="아니요", by=by, on=TODAY)
        seen = reforming.digest_read(Reform.objects.get(key=key))
        return reforming.approve(key=key, seen=seen, authority_read=True, by=by, on=TODAY)

    refused(decide, by=both)
    decide(rules_officer("강하은", RULES_APPROVER))
    assert Reform.objects.get(key=key).decided_name == "강하은"
