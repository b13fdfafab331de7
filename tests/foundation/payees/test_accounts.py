"""An account is its owner's word, the bank's answer, and, where the two differ, a person's decision."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from tests.foundation.payees.conftest import AT, HERS, OTHER, SALT, TODAY, Bank, citizen, officer

from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.assurance import Assurance
from jiphyeon.foundation.accounts.roles import AUDITOR
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.foundation.ledger import rows
from jiphyeon.foundation.ledger.models import Entry
from jiphyeon.foundation.notices import api as notices
from jiphyeon.foundation.payees import actions, api, keeping
from jiphyeon.foundation.payees.enums import AccountState, Deed, Finding
from jiphyeon.foundation.payees.models import PayeeAccount
from jiphyeon.foundation.payees.roles import PAYER
from jiphyeon.foundation.payees.terms import digits_of, terms_of
from jiphyeon.kernel import Refused

pytestmark = pytest.mark.django_db


def kinds():
    return list(
        Entry.objects.filter(kind__startswith="payees.").order_by("pk").values_list("kind", flat=True)
    )


def notices_to(user):
    return [card.title.en for card in notices.inbox(user.key)]


def refused(code, tried, *args, **more):
    with pytest.raises(Refused) as no:
        tried(*args, **more)
    assert no.value.code == code
    return no.value


def decides(row, deed, *, by, comment="통장 사본을 보았습니다"):
    with transaction.atomic():
        return move(hold(PayeeAccount, row.key, deed, by=by), deed, by=by, on=TODAY, comment=comment).row


def test_an_account_in_the_owners_name_can_be_paid_to_at_once(till):
    row = till.gives()

    assert (row.state, row.finding, row.checked_on) == (AccountState.CONFIRMED, Finding.SAME, TODAY)
    assert till.bank.asked == [("004", "90010200030004", date(1996, 8, 15))]
    assert api.destination(till.hana.key, TODAY) == api.Destination(row.key, row.words(TODAY))
    assert (row.words(TODAY).ko, row.words(TODAY).en) == (
        "국민은행 끝자리 0004",
        "KB Kookmin Bank, ending 0004",
    )
    assert kinds() == ["payees.given", "payees.confirmed"]
    assert notices_to(till.hana) == ["Your account for payment was checked"]


def test_a_name_is_the_same_however_it_is_spaced(till):
    assert till.gives(account=OTHER).state == AccountState.CONFIRMED


def test_the_same_account_once_more_is_the_same_account(till):
    first = till.gives()

    assert till.gives(account=("004", "900-1020-0030-004")).key == first.key
    assert kinds() == ["payees.given", "payees.confirmed"]


def test_another_account_takes_the_place_of_the_one_before(till):
    before, after = till.gives(), till.gives(account=OTHER)
    before.refresh_from_db()

    assert (before.state, after.state) == (AccountState.ENDED, AccountState.CONFIRMED)
    assert api.destination(till.hana.key, TODAY).key == after.key
    assert kinds() == [
        "payees.given", "payees.confirmed", "payees.replaced", "payees.given", "payees.confirmed",
    ]  # fmt: skip


def test_where_nothing_can_be_paid_the_refusal_says_who_has_to_act(till):
    no = refused("payee_none", api.destination, till.hana.key, TODAY)
    assert no.text("en") == "It cannot be paid: there is no account. The person has to give one."

    till.bank.silent = True
    till.gives()
    refused("payee_unchecked", api.destination, till.hana.key, TODAY)

    till.bank.silent = False
    till.gives(account=("011", "95101122233"))
    refused("payee_not_found", api.destination, till.hana.key, TODAY)

    till.bank.names["088", "900311222333"] = "이도윤"
    till.gives(account=("088", "900311222333"))
    refused("payee_differs", api.destination, till.hana.key, TODAY)


def test_who_has_no_account_is_asked_for_one_once_for_each_matter(till):
    for _again in range(3):
        assert api.payable(till.hana.key, about="case:1", on=TODAY) is None
    api.payable(till.hana.key, about="case:2", on=TODAY)

    assert notices_to(till.hana) == ["Money is due to you. Please give an account"] * 2


def test_another_holder_waits_for_a_person_who_pays_and_had_no_hand_in_it(till):
    till.bank.names[HERS] = "이도윤"
    row = till.gives()
    assert (row.state, row.finding, row.holder) == (AccountState.DIFFERS, Finding.DIFFERENT, "이도윤")

    refused("not_your_duty", decides, row, Deed.ACCEPT, by=till.seoyeon)
    refused("not_your_duty", decides, row, Deed.ACCEPT, by=actor_of(till.hana, on=TODAY))
    decides(row, Deed.ACCEPT, by=till.dain)

    assert api.destination(till.hana.key, TODAY).key == row.key
    assert notices_to(till.hana) == [
        "Your account for payment was checked",
        "We are looking at the holder of your account",
    ]


def test_who_wrote_an_account_down_at_the_counter_does_not_judge_it(till):
    old = citizen("counter-1", "윤순자", born=date(1952, 4, 18), assurance=Assurance.COUNTER, phrase=False)
    both = officer("박서연", PAYER, *till.seoyeon.roles)
    row = till.gives(old, by=both)
    assert row.state == AccountState.DIFFERS

    refused("second_person_needed", decides, row, Deed.ACCEPT, by=both)
    assert decides(row, Deed.ACCEPT, by=till.dain).state == AccountState.CONFIRMED


def test_a_refused_account_is_told_with_its_reason_and_asks_for_another(till):
    till.bank.names[HERS] = "이도윤"
    row = till.gives()

    actions.refuse(key=row.key, reason="가족의 계좌입니다.", seen=row.version, by=till.dain, on=TODAY)

    refused("payee_none", api.destination, till.hana.key, TODAY)
    card = notices.inbox(till.hana.key)[0]
    assert card.title.en == "Please give another account"
    assert till.gives(account=OTHER).state == AccountState.CONFIRMED


def test_whose_name_nobody_vouched_for_is_looked_at_and_no_bank_is_asked(till):
    bora = citizen("bora", "김하나", assurance=Assurance.STATED)

    row = till.gives(bora)

    assert (row.state, row.finding, till.bank.asked) == (AccountState.DIFFERS, Finding.UNVOUCHED, [])


@pytest.mark.parametrize("who", ["seoyeon", "dain", "garam"])
def test_no_officer_changes_an_account_of_somebody_who_signs_in(till, who):
    refused("not_your_duty", till.gives, by=getattr(till, who))
    row = till.gives()

    refused("not_your_duty", till.gives, account=OTHER, by=getattr(till, who))
    refused("not_your_duty", decides, row, Deed.REMOVE, by=getattr(till, who), comment="")
    assert api.destination(till.hana.key, TODAY).key == row.key


def test_a_stranger_finds_no_account_to_change(till):
    row, doyun = till.gives(), citizen("doyun", "이도윤")

    with pytest.raises(PayeeAccount.DoesNotExist):
        decides(row, Deed.REMOVE, by=actor_of(doyun, on=TODAY), comment="")


def test_its_owner_takes_it_away(till):
    row = till.gives()

    decides(row, Deed.REMOVE, by=actor_of(till.hana, on=TODAY), comment="")

    refused("payee_none", api.destination, till.hana.key, TODAY)
    assert notices_to(till.hana)[0] == "Your account for payment was taken away"


def test_what_is_asked_again_is_judged_anew(till):
    till.bank.names[HERS] = "이도윤"
    row = till.gives()
    till.bank.names[HERS] = "김하나"

    actions.ask_again(key=row.key, seen=row.version, by=till.dain, on=TODAY)

    assert actions.check(key=row.key, on=TODAY, at=AT, names=till.bank) is AccountState.CONFIRMED


def test_who_asked_the_bank_again_may_still_decide(till):
    till.bank.names[HERS] = "이도윤"
    row = till.gives()

    actions.ask_again(key=row.key, seen=row.version, by=till.dain, on=TODAY)
    actions.check(key=row.key, on=TODAY, at=AT, names=till.bank)

    assert decides(row, Deed.ACCEPT, by=till.dain).state == AccountState.CONFIRMED


def test_accounts_are_given_and_asked_about_so_many_times_a_day_and_again_on_the_next(till):
    till.bank.names.clear()
    most = terms_of(settings.CITY_PACK).most_a_day(TODAY)
    hana = actor_of(till.hana, on=TODAY)
    for number in range(most - 1):
        row = till.gives(account=("004", f"9001020003{number:04d}"))
    actions.ask_again(key=row.key, seen=row.version, by=hana, on=TODAY)
    actions.check(key=row.key, on=TODAY, at=AT, names=till.bank)
    row.refresh_from_db()
    asked = len(till.bank.asked)

    no = refused("accounts_too_often", till.gives)
    again = {"key": row.key, "seen": row.version}
    refused("accounts_too_often", actions.ask_again, **again, by=hana, on=TODAY)

    assert (most, asked, len(till.bank.asked)) == (10, 10, 10)
    assert "2024. 3. 5." in no.text("ko")
    assert "5 March 2024" in no.text("en")
    actions.ask_again(**again, by=till.dain, on=TODAY)
    assert till.gives(on=TODAY + timedelta(days=1)).state == AccountState.NOT_FOUND


def test_an_account_the_bank_was_silent_about_is_not_asked_about_by_giving_it_again(till):
    till.bank.silent = True
    till.gives()
    till.gives()

    assert (len(till.bank.asked), PayeeAccount.objects.get().state) == (1, AccountState.CHECKING)


def test_a_change_while_the_bank_was_asked_is_not_written_over(till):
    class Slow(Bank):
        def holder_of(self, bank, number, *, born, at):
            decides(PayeeAccount.objects.get(), Deed.REMOVE, by=actor_of(till.hana, on=TODAY), comment="")
            return super().holder_of(bank, number, born=born, at=at)

    till.bank = Slow({HERS: "김하나"})

    assert till.gives().state == AccountState.ENDED


def test_a_bank_is_known_by_the_name_of_the_day(settings):
    terms = terms_of(settings.CITY_PACK)

    names = {day: terms.bank("031", day).words.en for day in (date(2024, 6, 4), date(2024, 6, 5))}

    assert names == {date(2024, 6, 4): "Daegu Bank", date(2024, 6, 5): "iM Bank"}
    for day in names:
        assert [bank.code for bank in terms.banks_on(day)].count("031") == 1


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("9333011234567", ""),
        ("9333-01-1234567", ""),
        ("９３３３ 01 1234567", ""),
        ("933301123456", "account_length"),
        ("93330112345678", "account_length"),
        ("9333o11234567", "account_not_digits"),
        ("", "account_not_digits"),
    ],
)
def test_a_number_has_the_digits_of_its_bank(settings, written, code):
    bank = terms_of(settings.CITY_PACK).bank("090", TODAY)

    if code:
        refused(code, digits_of, written, bank)
    else:
        assert digits_of(written, bank) == "9333011234567"


def test_a_bank_that_is_not_on_the_list_is_refused(till):
    refused("no_such_bank", till.gives, account=("999", "123456789012"))


def purged(row, on):
    paid = keeping.last_paid([row.key])
    return actions.purge(key=row.key, on=on, until=lambda one: keeping.kept_until(one, paid.get(one.key)))


def test_a_number_meant_no_more_and_never_paid_to_is_destroyed_on_the_next_day(till):
    before = till.gives()
    till.gives(account=OTHER)

    assert keeping.over(TODAY) == []
    assert keeping.over(TODAY + timedelta(days=1)) == [before.key]
    assert purged(before, TODAY + timedelta(days=1))

    before.refresh_from_db()
    assert (before.state, before.account, before.bank, before.holder, before.salt) == (
        AccountState.PURGED,
        "",
        "",
        "",
        "",
    )
    assert not purged(before, TODAY + timedelta(days=1))
    assert before.words(TODAY).en == "a number that was destroyed"


def test_an_account_nobody_uses_is_destroyed_after_the_months_of_the_rule(till):
    row = till.gives()

    assert keeping.over(date(2026, 3, 4)) == []
    assert keeping.over(date(2026, 3, 5)) == [row.key]


def test_rows_are_held_against_their_leaves_and_a_changed_number_is_named(till):
    till.gives()
    row = till.gives(account=OTHER)
    purged(PayeeAccount.objects.first(), TODAY + timedelta(days=1))
    assert [words.en for words in rows.compare().problems] == []

    row.account = "9333017654321"
    row.save()

    assert ["account" in words.en for words in rows.compare().problems] == [True]


def test_two_accounts_of_one_number_have_different_hashes(till):
    first = till.gives().standing_facts()["account"]
    row = PayeeAccount.objects.get()
    row.salt = SALT.replace("5", "6")

    assert first != row.standing_facts()["account"]
    assert "90010200030004" not in str(Entry.objects.filter(kind="payees.given").values("leaf"))


def test_an_auditor_holds_no_deed(till):
    assert all(AUDITOR not in deed.may.roles for deed in PayeeAccount.lifecycle.deeds)
