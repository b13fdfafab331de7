"""Money goes to the account of whoever is owed it, and waits for one."""

from datetime import date, timedelta

import pytest
from tests.contexts.benefits.conftest import person, says
from tests.payees import has_account

from jiphyeon.contexts.benefits.actions import objecting, paying
from jiphyeon.contexts.benefits.enums import CaseState, PaymentState
from jiphyeon.contexts.benefits.models import Case, Payment
from jiphyeon.contexts.benefits.queries.cases import paid_to
from jiphyeon.foundation.ledger import rows
from jiphyeon.foundation.ledger.models import Entry
from jiphyeon.foundation.notices import api as notices
from jiphyeon.foundation.payees import keeping
from jiphyeon.foundation.payees.models import PayeeAccount

from .test_story import granted

pytestmark = pytest.mark.django_db
PAY_DAY = date(2024, 3, 25)
LATER = PAY_DAY + timedelta(days=3)


def first():
    return Payment.objects.get(number=1)


def asked(user):
    return [card.title.en for card in notices.inbox(user.key)].count(
        "Money is due to you. Please give an account"
    )


def test_a_payment_keeps_the_account_it_went_to_and_its_leaf_says_so(office, run_jobs):
    key = granted(office, run_jobs, office.hana)
    account = PayeeAccount.objects.get(person=office.hana.key)

    assert paying.pay(key=key, number=1, on=PAY_DAY)

    assert first().paid_to == account.key
    leaf = Entry.objects.get(kind="benefits.paid")
    assert leaf.sealed["facts"]["account"] == str(account.key)
    assert paid_to([account.key]) == keeping.last_paid([account.key]) == {account.key: PAY_DAY}


def test_without_an_account_it_stays_due_and_the_person_is_asked_once(office, run_jobs):
    bora = person("bora", name="윤보라")
    key = granted(office, run_jobs, bora)
    assert asked(bora) == 1

    for days in range(3):
        assert not paying.pay(key=key, number=1, on=PAY_DAY + timedelta(days=days))
    case = Case.objects.get(key=key)
    assert (first().state, case.at, case.held_since) == (PaymentState.PLANNED, CaseState.APPROVED, None)
    assert case.assessments.filter(kind="recheck").count() == 0
    assert asked(bora) == 1

    has_account(bora, on=LATER)
    assert paying.pay(key=key, number=1, on=LATER)
    assert (first().state, first().paid_on) == (PaymentState.PAID, LATER)


def test_nothing_goes_to_an_account_in_another_ones_name(office, run_jobs):
    bora = person("bora", name="윤보라")
    has_account(bora, name="이도윤")
    key = granted(office, run_jobs, bora)

    assert not paying.pay(key=key, number=1, on=PAY_DAY)

    assert first().state == PaymentState.PLANNED


def test_the_officers_page_says_for_whom_the_money_waits(office, run_jobs, client):
    bora = person("bora", name="윤보라")
    key = granted(office, run_jobs, bora)
    Payment.objects.filter(number=1).update(pays_on=date(2024, 3, 1))
    client.force_login(office.seoyeon)

    page = client.get(f"/benefits/desk/{key}/").content.decode()

    assert "받을 계좌가 없어 지급하지 못합니다. 본인이 계좌를 알려야 합니다." in page


def test_the_last_step_of_an_application_leads_to_the_account_and_back(office, client):
    from uuid import uuid4

    from jiphyeon.contexts.benefits.actions import applying

    by = office.actor(office.hana)
    key = applying.start(
        person=office.hana.key, programme="youth-rent", token=uuid4(), by=by, on=date(2024, 3, 4)
    )
    client.force_login(office.hana)

    page = client.get(f"/benefits/mine/{key}/apply/4/").content.decode()

    assert f"/payees/?next=/benefits/mine/{key}/apply/4/" in page


def test_what_came_back_and_is_owed_again_has_no_day_and_no_account(office, run_jobs):
    key = granted(office, run_jobs, office.hana)
    paying.pay(key=key, number=1, on=PAY_DAY)
    by = {name: office.actor(getattr(office, name)) for name in ("hana", "seoyeon", "minjae", "sora")}
    day = date(2024, 4, 1)
    paying.hold_by_officer(key=key, reason="이사했습니다.", by=by["seoyeon"], on=day)
    says(key=key, body="아닙니다", by=by["hana"], on=day)
    paying.stop(key=key, not_due_from=date(2024, 3, 20), reason="이사", by=by["minjae"], on=day)
    paying.recover(key=key, number=1, by=by["seoyeon"], on=day)
    objecting.file(key=key, body="이사하지 않았습니다.", by=by["hana"], on=day)

    objecting.answer(key=key, accepted=True, reason="맞습니다.", by=by["sora"], on=day)

    assert (first().state, first().paid_on, first().paid_to) == (PaymentState.PLANNED, None, None)
    assert [words.en for words in rows.compare().problems] == []
