"""Two tabs, a double click, two signers and two workers at the same moment: one application, one decision, one payment.

And two deeds of which each judges what the other changes: one of them sees the other's work and is refused.
"""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from tests.at_once import at_once, together
from tests.payees import has_account

from jiphyeon.contexts.benefits.actions import (
    applying,
    calls,
    handling,
    objecting,
    paying,
    preparing,
    signing,
)
from jiphyeon.contexts.benefits.enums import OPEN, CaseState, Channel, PaymentState, Verdict
from jiphyeon.contexts.benefits.models import Case, Decision, Payment
from jiphyeon.contexts.fees import actions as fees
from jiphyeon.contexts.programmes.roles import RULES_APPROVER, RULES_EDITOR
from jiphyeon.contexts.programmes.rules.changes import Change, Part
from jiphyeon.contexts.reforms.actions import reforming
from jiphyeon.contexts.reforms.models import Reform
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework.models import HistoryLine
from jiphyeon.foundation.jobs.turns import take_turn

from .conftest import DUE, SAID, person, says

TODAY = date(2024, 3, 4)
LATER = date(2024, 3, 18)

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_tabs_that_begin_at_once_share_one_application(office):
    by = office.actor(office.hana)

    keys = at_once(
        4,
        lambda: applying.start(
            person=office.hana.key, programme="youth-rent", token=uuid4(), by=by, on=TODAY
        ),
    )

    assert len(set(keys)) == 1
    assert Case.objects.count() == 1


def test_a_double_click_on_send_sends_once(office):
    by = office.actor(office.hana)
    key = applying.start(person=office.hana.key, programme="youth-rent", token=uuid4(), by=by, on=TODAY)

    numbers = at_once(4, lambda: applying.submit(key=key, declared=True, by=by, on=TODAY))

    assert len(set(numbers)) == 1
    assert HistoryLine.objects.filter(case=key, deed="submit").count() == 1


def test_two_signers_at_once_make_one_decision_and_one_schedule(office, run_jobs):
    key = office.applies(office.hana)
    run_jobs()
    seoyeon, minjae = office.actor(office.seoyeon), office.actor(office.minjae)
    calls.rank_call(programme="youth-rent", call_id="2024-1", by=seoyeon, on=LATER)
    handling.propose(key=key, verdict=Verdict.APPROVE, reason="", by=seoyeon, on=LATER)

    results = at_once(3, lambda: signing.sign(key=key, by=minjae, on=LATER))

    assert sorted(map(str, results)) == ["None", "not_from_here", "not_from_here"]
    assert Decision.objects.filter(case__key=key).count() == 1
    assert Payment.objects.filter(case__key=key).count() == 10

    paid = at_once(3, lambda: paying.pay(key=key, number=1, on=date(2024, 3, 25)))

    assert sorted(paid) == [False, False, True]
    assert Payment.objects.filter(case__key=key, state=PaymentState.PAID).count() == 1


def test_the_database_itself_refuses_a_second_open_case(office):
    from django.db import IntegrityError, transaction

    given = {"person": office.hana.key, "programme": "youth-rent", "call": "2024-1", "opened_on": TODAY}
    Case.objects.create(token=uuid4(), **given)

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(token=uuid4(), **given)
    assert connection.is_usable()


# -- deeds that judge what the other changes --------------------------------------------------------------

PAY_DAY = date(2024, 3, 25)


@pytest.fixture
def rounds(count):
    """How often two deeds are let go at once; `./jip drill at-once --long` asks for more."""
    return count(short=3, long=32)


@pytest.fixture
def by(office):
    return {name: office.actor(getattr(office, name)) for name in ("hana", "seoyeon", "minjae", "sora")}


class Cases:
    """A new applicant for every round, their case taken as far as wanted."""

    def __init__(self, office, by):
        self.office, self.by, self.count = office, by, 0

    def prepared(self, **known):
        self.count += 1
        user = person(f"applicant{self.count}")
        has_account(user)
        key = self.office.applies(user, known=known)
        preparing.prepare(key=key, on=TODAY)
        return key, self.office.actor(user)

    def proposed(self, verdict=Verdict.APPROVE, **known):
        key, who = self.prepared(**known)
        if verdict is Verdict.APPROVE:
            Case.objects.filter(key=key).update(rank=1, within_places=True)
        handling.propose(key=key, verdict=verdict, reason="", by=self.by["seoyeon"], on=LATER)
        return key, who

    def granted(self):
        key, who = self.proposed()
        signing.sign(key=key, by=self.by["minjae"], on=LATER)
        return key, who

    def stopped(self):
        key, who = self.granted()
        paying.pay(key=key, number=1, on=PAY_DAY)
        self.held(key, who)
        stop(key, self.by["minjae"])
        return key, who

    def held(self, key, who):
        paying.hold_by_officer(key=key, reason="이사했습니다.", by=self.by["seoyeon"], on=PAY_DAY)
        says(key=key, body="네", by=who, on=PAY_DAY)


def stop(key, signer):
    return paying.stop(key=key, not_due_from=date(2024, 3, 20), reason="이사", by=signer, on=PAY_DAY)


@pytest.fixture
def cases(office, by):
    return Cases(office, by)


def test_of_a_signature_and_a_withdrawal_one_happens(cases, by, rounds):
    for _ in range(rounds):
        key, who = cases.proposed()

        signed, withdrawn = together(
            lambda key=key: signing.sign(key=key, by=by["minjae"], on=LATER),
            lambda key=key, who=who: applying.withdraw(key=key, by=who, on=LATER),
        )

        assert sorted(map(str, [signed, withdrawn])) == ["None", "not_from_here"]
        case = Case.objects.get(key=key)
        assert case.at is (CaseState.APPROVED if signed is None else CaseState.WITHDRAWN)
        assert case.payments.count() == (10 if signed is None else 0)


def test_of_a_payment_and_a_stop_one_happens(cases, by, rounds):
    for _ in range(rounds):
        key, who = cases.granted()
        cases.held(key, who)

        paid, stopped = together(
            lambda key=key: paying.pay(key=key, number=1, on=PAY_DAY), lambda key=key: stop(key, by["minjae"])
        )

        state = Payment.objects.get(case__key=key, number=1).state
        assert (paid, stopped, state) in {
            (True, "not_held", PaymentState.PAID),
            (False, 0, PaymentState.CANCELLED),
        }


def test_money_taken_back_while_the_objection_is_accepted_is_owed_again_or_was_never_taken(cases, by, rounds):
    for _ in range(rounds):
        key, who = cases.stopped()
        objecting.file(key=key, body="아닙니다.", by=who, on=PAY_DAY)

        answered, recovered = together(
            lambda key=key: objecting.answer(
                key=key, accepted=True, reason="맞습니다.", by=by["sora"], on=PAY_DAY
            ),
            lambda key=key: paying.recover(key=key, number=1, by=by["seoyeon"], on=PAY_DAY),
        )

        state = Payment.objects.get(case__key=key, number=1).state
        assert (answered, recovered, state) in {
            (None, None, PaymentState.PLANNED),
            (None, "not_overpaid", PaymentState.PAID),
        }


def test_of_asking_for_more_and_deciding_one_happens(cases, by, rounds):
    for _ in range(rounds):
        key, _who = cases.prepared(monthly_rent=650_000)

        asked, proposed = together(
            lambda key=key: handling.ask_supplement(key=key, request="등본", by=by["seoyeon"], on=LATER),
            lambda key=key: handling.propose(
                key=key, verdict=Verdict.REFUSE, reason="", by=by["seoyeon"], on=LATER
            ),
        )

        assert [asked, proposed].count("not_from_here") == 1
        assert Case.objects.get(key=key).supplements.count() == (asked != "not_from_here")


def test_of_a_signature_and_taking_the_proposal_back_one_happens(cases, by, rounds):
    for _ in range(rounds):
        key, _who = cases.proposed(Verdict.REFUSE, monthly_rent=650_000)

        results = together(
            lambda key=key: signing.sign(key=key, by=by["minjae"], on=LATER),
            lambda key=key: handling.take_back(key=key, by=by["seoyeon"], on=LATER),
        )

        assert sorted(map(str, results)) == ["None", "not_from_here"]


def test_the_last_place_of_a_call_is_given_once(cases, by, rounds, monkeypatch):
    for _ in range(rounds):
        keys = [cases.proposed()[0] for _ in range(2)]
        taken = Case.objects.filter(state=CaseState.APPROVED).count()
        monkeypatch.setattr(signing, "places_of", lambda _case, taken=taken: taken + 1)

        results = together(
            *[lambda key=key: signing.sign(key=key, by=by["minjae"], on=LATER) for key in keys]
        )

        assert sorted(map(str, results)) == ["None", "no_place_left"]


def test_two_counters_take_one_person_in_once(office, by, rounds):
    for number in range(rounds):
        user = person(f"comes{number}")

        def counter(user=user):
            return applying.take_in(
                person=user.key,
                programme="youth-rent",
                channel=Channel.COUNTER,
                facts={**DUE, **SAID},
                basis="등본",
                token=uuid4(),
                by=by["seoyeon"],
                on=TODAY,
            )

        results = at_once(2, counter)

        assert results.count("already_open") == 1
        assert Case.objects.filter(person=user.key).count() == 1


def test_an_accepted_objection_and_a_new_application_do_not_stand_open_together(cases, by, rounds, office):
    for _ in range(rounds):
        key, who = cases.proposed(Verdict.REFUSE, monthly_rent=650_000)
        signing.sign(key=key, by=by["minjae"], on=LATER)
        objecting.file(key=key, body="아닙니다.", by=who, on=LATER)

        def begins(who=who):
            return applying.start(
                person=who.user, programme="youth-rent", token=uuid4(), by=who, on=date(2024, 3, 15)
            )

        answered, begun = together(
            lambda key=key: objecting.answer(
                key=key, accepted=True, reason="맞습니다.", by=by["sora"], on=LATER
            ),
            begins,
        )

        assert (answered, begun == key) in {(None, True), ("newer_case_open", False)}
        assert Case.objects.of(who.user).filter(state__in=OPEN).count() == 1


def test_of_two_changes_approved_at_once_on_what_was_read_before_one_is_let_in(rounds):
    editor = Actor(user=uuid4(), name="최유진", roles=frozenset({RULES_EDITOR}), post="p")
    approvers = [
        Actor(user=uuid4(), name=f"승인 {n}", roles=frozenset({RULES_APPROVER}), post="p") for n in (1, 2)
    ]
    for number in range(rounds):
        keys = []
        for name, limit in (("가", 40 + 2 * number), ("나", 41 + 2 * number)):
            change = Change(
                name,
                date(2024, 7, 1) + timedelta(days=number),
                {},
                {"youth-rent": Part({"age_limit": str(limit)}, {})},
            )
            keys.append(reforming.draft(change, by=editor, on=TODAY))
            reforming.propose(key=keys[-1], authority="조례", reason="법", by=editor, on=TODAY)
        seen = [reforming.digest_read(Reform.objects.get(key=key)) for key in keys]

        results = together(
            *[
                lambda key=key, seen=seen, by=by: reforming.approve(
                    key=key, seen=seen, authority_read=True, by=by, on=TODAY
                )
                for key, seen, by in zip(keys, seen, approvers, strict=True)
            ]
        )

        assert sorted(map(str, results)) == ["None", "reform_changed"]
    places = list(Reform.objects.approved().values_list("place", flat=True))
    assert places == list(range(1, rounds + 1))


def test_a_fee_asked_for_by_two_tabs_has_one_receipt(office, rounds):
    for number in range(rounds):
        user = person(f"swims{number}")

        keys = at_once(
            2,
            lambda user=user: fees.answer_fee(
                person=user.key, facility="boram-pool", about="fee:boram-pool", on=TODAY
            ),
        )

        assert len(set(keys)) == 1


def test_a_turn_is_taken_within_a_transaction(transactional_db):
    with pytest.raises(RuntimeError):
        take_turn("anything")
