"""The bank is asked over HTTP; whatever it does, an account is paid to only once its holder is known."""

from datetime import date

import httpx
import pytest
from tests.foundation.payees.conftest import AT, HERS, SALT, TODAY

from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.payees import actions, bank
from jiphyeon.foundation.payees.bank import NameService, NobodyAnswers, the_service
from jiphyeon.foundation.payees.enums import AccountState, Finding
from jiphyeon.foundation.payees.models import PayeeAccount

BORN = date(1996, 8, 15)


def asked(account=HERS, born=BORN):
    return the_service().holder_of(*account, born=born, at=AT)


def test_the_name_comes_over_http(account_names):
    assert asked() == "김하나"
    assert asked(born=date(1996, 8, 16)) is None
    assert asked(("004", "90010200030005")) is None


@pytest.mark.parametrize("fault", ["error", "garbled", "bank_closed"])
def test_what_is_no_answer_says_nothing_of_the_account(account_names, fault):
    account_names.fails(fault)

    with pytest.raises(NobodyAnswers):
        asked()


def test_nobody_waits_for_a_bank_longer_than_the_whole_call_may_take(account_names, monkeypatch):
    monkeypatch.setattr(bank, "LONGEST", 0.5)
    account_names.fails("timeout", times=1)  # it would answer in half a minute

    with pytest.raises(NobodyAnswers):
        asked()


def test_a_service_that_is_away_is_no_error(settings):
    settings.ACCOUNT_NAMES = "http://127.0.0.1:9"

    with pytest.raises(NobodyAnswers):
        asked()


@pytest.mark.parametrize("changes", [{"account_num": "1"}, {"bank_code_std": "088"}])
def test_an_answer_about_another_account_is_none(changes):
    def answer(request):
        if request.url.path == "/oauth/2.0/token":
            return httpx.Response(200, json={"access_token": "a"})
        answer_given = {
            "rsp_code": "A0000",
            "bank_code_std": HERS[0],
            "account_num": HERS[1],
            "account_holder_name": "김하나",
        }
        return httpx.Response(200, json={**answer_given, **changes})

    http = httpx.Client(transport=httpx.MockTransport(answer))

    with pytest.raises(NobodyAnswers):
        NameService("http://bank.example", http, "jiphyeon", "s").holder_of(*HERS, born=BORN, at=AT)


def test_a_city_without_the_secret_asks_nobody_and_the_account_waits(till, settings):
    settings.ACCOUNT_NAMES_SECRET = ""
    assert the_service() is None

    till.bank = None

    assert till.gives().state == AccountState.CHECKING


@pytest.mark.django_db(transaction=True)
def test_an_account_that_nobody_answered_about_is_asked_about_again_by_itself(till, account_names, run_jobs):
    account_names.fails("error")
    actions.give_and_check(
        person=till.hana.key, bank=HERS[0], number=HERS[1], by=actor_of(till.hana, on=TODAY),
        on=TODAY, at=AT, salt=SALT, names=the_service(),
    )  # fmt: skip
    row = PayeeAccount.objects.get()
    assert (row.state, row.finding) == (AccountState.CHECKING, Finding.NOT_YET)

    account_names.works()
    run_jobs(scheduled=True)

    row.refresh_from_db()
    assert (row.state, row.finding, row.holder) == (AccountState.CONFIRMED, Finding.SAME, "김하나")
