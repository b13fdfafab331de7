"""What each reader sees of an account: its owner the last digits, whoever pays the whole number and leaves a trail."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from tests.foundation.payees.conftest import HERS, OTHER, TODAY, citizen
from tests.lists import assert_counts_are_the_rows, assert_queries_do_not_grow

from jiphyeon.foundation.accounts.assurance import Assurance
from jiphyeon.foundation.accounts.models import Appointment, User
from jiphyeon.foundation.ledger.models import TrailEntry
from jiphyeon.foundation.organisation.models import Post, Unit
from jiphyeon.foundation.payees import views
from jiphyeon.foundation.payees.enums import AccountState
from jiphyeon.foundation.payees.models import PayeeAccount, signs_in_nowhere
from jiphyeon.foundation.payees.tables import ACCOUNTS

pytestmark = pytest.mark.django_db
WHOLE = HERS[1]


def officer_user(username, *roles):
    unit, _made = Unit.objects.get_or_create(code="u", defaults={"name_ko": "과", "name_en": "Unit"})
    post = Post.objects.create(code=f"p-{username}", unit=unit, title_ko="자리", title_en="Post")
    user = User.objects.create_user(username=username, email=f"{username}@example.invalid")
    Appointment.objects.create(user=user, post=post, roles=list(roles), first=date(2020, 1, 1))
    return user


@pytest.fixture
def signed_in(client):
    def sign_in(user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def gives(client, bank=HERS[0], number=HERS[1], **more):
    return client.post("/payees/", {"bank": bank, "number": number, **more}, follow=True)


def test_a_person_gives_an_account_and_reads_at_once_what_the_bank_said(till, account_names, signed_in):
    client = signed_in(till.hana)

    page = gives(client, number="900-1020 0030-004").content.decode()

    assert "예금주가 본인임을 은행에서 확인했습니다" in page
    assert "국민은행 끝자리 0004" in page
    assert WHOLE not in page


@pytest.mark.parametrize(
    "number", ["9001012123451", "900101-2123451", "900101 2123456", "９００１０１-２１２３４５１"]
)
def test_the_field_of_the_account_takes_a_number_that_has_the_shape_of_a_persons(
    till, account_names, signed_in, number
):
    page = gives(signed_in(till.hana), bank="090", number=number)

    assert page.status_code == 200
    assert "주민등록번호" not in page.content.decode()
    assert PayeeAccount.objects.get().account == "".join(sign for sign in number if sign.isdigit()).translate(
        str.maketrans("０１２３４５６７８９", "0123456789")
    )


@pytest.mark.parametrize(
    "form",
    [
        {"number": "제 번호는 900101-2123451"},
        {"number": "900101-2123451 012345"},
        {"number": HERS[1], "next": "900101-2123451"},
        {"number": HERS[1], "more": "900101-2123451"},
    ],
)
def test_what_is_no_account_is_refused_as_everywhere(till, signed_in, form):
    answer = signed_in(till.hana).post("/payees/", {"bank": "090", **form})

    assert answer.status_code == 422
    assert "주민등록번호는 받지 않습니다" in answer.content.decode()
    assert not PayeeAccount.objects.exists()


def test_nothing_is_taken_in_that_cannot_be_an_account(till, account_names, signed_in):
    client = signed_in(till.hana)

    for form, message in (
        ({"bank": "", "number": WHOLE}, "은행을 골라 주세요."),
        ({"bank": "004", "number": ""}, "계좌번호를 적어 주세요."),
        (
            {"bank": "004", "number": "123"},
            "국민은행 계좌번호는 숫자 11자리에서 14자리까지입니다. 적으신 것은 3자리입니다.",
        ),
        ({"bank": "004", "number": "일이삼사"}, "계좌번호는 숫자와 줄표(-)로만 적어 주세요."),
        ({"bank": "777", "number": WHOLE}, "목록에 있는 은행을 골라 주세요."),
    ):
        answer = client.post("/payees/", form)
        assert (answer.status_code, message in answer.content.decode()) == (422, True), form
    assert not PayeeAccount.objects.exists()


@pytest.mark.parametrize(
    ("onward", "lands"),
    [
        ("/benefits/mine/", "/benefits/mine/"),
        ("https://else.example/", "/payees/"),
        ("//else.example", "/payees/"),
    ],
)
def test_after_giving_it_leads_back_into_this_city_alone(till, account_names, signed_in, onward, lands):
    answer = signed_in(till.hana).post("/payees/", {"bank": HERS[0], "number": WHOLE, "next": onward})

    assert answer["Location"] == lands


def test_another_ones_account_is_not_there(till, signed_in):
    row, doyun = till.gives(), citizen("doyun", "이도윤")
    client = signed_in(doyun)

    assert client.get(f"/payees/mine/{row.key}/").status_code == 404
    assert client.post(f"/payees/mine/{row.key}/deeds/remove/", {"version": row.version}).status_code == 404
    assert client.get(f"/payees/desk/{row.key}/").status_code == 403


def test_whoever_pays_sees_the_whole_number_and_its_owner_sees_who_looked(till, signed_in):
    row, payer = till.gives(), officer_user("dain", "payer")

    page = signed_in(payer).get(f"/payees/desk/{row.key}/").content.decode()

    assert WHOLE in page
    look = TrailEntry.objects.get(verb="payees.viewed")
    assert (look.person, look.actor) == (till.hana.key, payer.key)


def test_an_auditor_and_every_list_see_the_last_digits_alone(till, signed_in):
    row = till.gives()

    client = signed_in(officer_user("garam", "auditor"))
    pages = [client.get(f"/payees/desk/{row.key}/"), client.get("/payees/desk/?view=all")]
    pages += [signed_in(officer_user("dain", "payer")).get("/payees/desk/?view=all")]

    for page in pages:
        assert page.status_code == 200
        assert WHOLE not in page.content.decode()
        assert "국민은행 끝자리 0004" in page.content.decode()


def test_an_officer_who_does_not_pay_has_no_door(till, signed_in):
    row = till.gives()

    client = signed_in(officer_user("seoyeon", "case_officer"))

    assert client.get("/payees/desk/").status_code == 403
    assert client.get(f"/payees/desk/{row.key}/").status_code == 403


def test_a_payer_accepts_a_holder_of_another_name_with_words(till, signed_in):
    till.bank.names[HERS] = "SILVA MARIA"
    row, client = till.gives(), signed_in(officer_user("dain", "payer"))
    asked = client.get(f"/payees/desk/{row.key}/deeds/accept/").content.decode()
    assert "다음 지급부터 이 계좌로 돈이 나갑니다" in asked

    client.post(f"/payees/desk/{row.key}/deeds/accept/", {"version": row.version, "comment": ""})
    assert PayeeAccount.objects.get().state == AccountState.DIFFERS
    client.post(
        f"/payees/desk/{row.key}/deeds/accept/",
        {"version": row.version, "comment": "외국인등록증의 영문 이름과 같음"},
    )
    assert PayeeAccount.objects.get().state == AccountState.CONFIRMED


def test_a_payer_refuses_with_words_that_the_owner_reads(till, signed_in):
    till.bank.names[HERS] = "이도윤"
    row = till.gives()

    signed_in(officer_user("dain", "payer")).post(
        f"/payees/desk/{row.key}/deeds/refuse/", {"version": row.version, "comment": "가족 계좌입니다"}
    )

    assert "가족 계좌입니다" in signed_in(till.hana).get(f"/payees/mine/{row.key}/").content.decode()


def test_the_counter_writes_down_for_whom_nobody_can_sign_in_as(till, account_names, signed_in):
    old = citizen("counter-1", "윤순자", born=date(1952, 4, 18), assurance=Assurance.COUNTER, phrase=False)
    client = signed_in(officer_user("seoyeon", "case_officer"))
    form = {"bank": "011", "number": "9566112223334"}

    assert client.post(f"/payees/counter/{old.key}/", form).status_code == 422
    client.post(f"/payees/counter/{old.key}/", {**form, "seen": "on"})

    assert PayeeAccount.objects.get().state == AccountState.CONFIRMED
    assert client.get(f"/payees/counter/{till.hana.key}/").status_code == 404
    assert client.get(f"/payees/counter/{uuid4()}/").status_code == 404


def test_what_the_counter_looked_at_and_wrote_down_stands_in_the_persons_trail(
    till, account_names, signed_in
):
    old = citizen("counter-1", "윤순자", born=date(1952, 4, 18), assurance=Assurance.COUNTER, phrase=False)
    seoyeon = officer_user("seoyeon", "case_officer")
    client = signed_in(seoyeon)

    client.get(f"/payees/counter/{old.key}/")
    client.post(f"/payees/counter/{old.key}/", {"bank": "011", "number": "9566112223334", "seen": "on"})

    lines = list(
        TrailEntry.objects.filter(person=old.key).order_by("pk").values_list("verb", "actor", "about")
    )
    assert lines == [
        ("payees.viewed", seoyeon.key, f"payees:{old.key}"),
        ("payees.give", seoyeon.key, PayeeAccount.objects.get().about),
    ]


def test_the_counter_writes_down_for_no_officer(till, signed_in):
    other = officer_user("doha", "payer")
    other.set_unusable_password()
    other.save()

    answer = signed_in(officer_user("seoyeon", "case_officer")).get(f"/payees/counter/{other.key}/")

    assert answer.status_code == 404
    assert not signs_in_nowhere(other.key)


def test_a_count_is_its_page_and_the_list_does_not_ask_more_for_more(till, signed_in):
    till.gives()
    till.gives(account=OTHER)
    assert_counts_are_the_rows(ACCOUNTS, till.dain, TODAY)
    client = signed_in(officer_user("dain", "payer"))

    def grow():
        for number in range(5):
            till.gives(citizen(f"one-{number}", f"사람{number}"), account=("088", f"90031122233{number}"))

    assert_queries_do_not_grow(lambda: client.get("/payees/desk/?view=all"), grow)


def test_my_page_leads_to_the_account_and_says_what_is_wrong_with_it(till, signed_in):
    till.gives(account=("011", "95101122233"))

    page = signed_in(till.hana).get("/my/").content.decode()

    assert 'href="/payees/"' in page
    assert "은행에 없는 계좌입니다" in page


def test_a_number_as_long_as_the_inquiry_takes_is_the_longest_a_pack_may_name(settings, tmp_path):
    from jiphyeon.foundation.payees.terms import terms_of
    from jiphyeon.kernel import Refused

    text = (settings.CITY_PACK / "payees.yaml").read_text(encoding="utf-8")
    (tmp_path / "payees.yaml").write_text(
        text.replace("digits: [13, 13]", "digits: [13, 17]"), encoding="utf-8"
    )

    with pytest.raises(Refused) as no:
        terms_of(tmp_path)
    assert no.value.code == "digits_backwards"


def test_nobodys_writing_waits_while_the_bank_is_asked_again(till, signed_in, monkeypatch):
    till.bank.names.clear()
    row = till.gives()
    client = signed_in(till.hana)
    outside = len(connection.savepoint_ids)

    class Asked(type(till.bank)):
        def holder_of(self, bank, number, *, born, at):
            assert len(connection.savepoint_ids) == outside, "the bank is asked within a transaction"
            return super().holder_of(bank, number, born=born, at=at)

    monkeypatch.setattr(views, "the_service", lambda: Asked({HERS: "김하나"}))

    page = client.post(
        f"/payees/mine/{row.key}/deeds/ask_again/", {"version": row.version}, follow=True
    ).content.decode()

    assert "예금주가 본인임을 은행에서 확인했습니다" in page
    assert PayeeAccount.objects.get(key=row.key).state == AccountState.CONFIRMED
