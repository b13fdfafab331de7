"""Two tabs, a double click, two signers and two workers at the same moment: one application, one decision, one payment."""

import threading
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection, connections

from jiphyeon.contexts.benefits.actions import applying, calls, handling, paying, signing
from jiphyeon.contexts.benefits.enums import PaymentState, Verdict
from jiphyeon.contexts.benefits.models import Case, Decision, Entry, Payment
from jiphyeon.kernel import Refused

TODAY = date(2024, 3, 4)
LATER = date(2024, 3, 18)

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count, act):
    """Run `act` in so many threads, released together; return results, refusals by their code."""
    gate, results = threading.Barrier(count), []

    def one():
        gate.wait()
        try:
            results.append(act())
        except Refused as no:
            results.append(no.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


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
    assert Entry.objects.filter(case__key=key, deed="submit").count() == 1


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

    given = {"person": office.hana.key, "programme": "youth-rent", "call": "2024-1", "started_on": TODAY}
    Case.objects.create(token=uuid4(), **given)

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(token=uuid4(), **given)
    assert connection.is_usable()
