"""The demo cast: invented people, made once, only in demo mode."""

from datetime import date

import pytest
from django.conf import settings

from jiphyeon.contexts.e_notices.roles import NOTICE_APPROVER, NOTICE_SENDER
from jiphyeon.contexts.plans.roles import PLAN_OWNER
from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER, RULES_APPROVER, RULES_EDITOR
from jiphyeon.contexts.senders.roles import SENDER_APPROVER, SENDER_MANAGER
from jiphyeon.contexts.wordings.roles import WORDING_APPROVER, WORDING_WRITER
from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import Appointment, User
from jiphyeon.foundation.accounts.pack import grow_demo, load_demo, stories
from jiphyeon.foundation.accounts.registering import linking_hash
from jiphyeon.foundation.accounts.roles import ADMINISTRATOR, AUDITOR, HEAD
from jiphyeon.foundation.dues.roles import COLLECTOR
from jiphyeon.foundation.jobs.roles import JOBS_OPERATOR
from jiphyeon.foundation.ledger import rows
from jiphyeon.foundation.organisation import pack as organisation
from jiphyeon.foundation.payees.roles import PAYER
from jiphyeon.foundation.printing.roles import PRINT_OFFICER
from jiphyeon.kernel import age_on

TODAY = date(2024, 3, 4)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def posts(db):
    organisation.load_city(settings.CITY_PACK)


def test_each_demo_citizen_has_the_age_the_story_tells():
    load_demo(settings.CITY_PACK, TODAY)

    ages = {
        user.username: age_on(user.citizen.birth_date, TODAY)
        for user in User.objects.filter(citizen__isnull=False)
    }

    assert ages == {"hana": 27, "doyun": 36, "maria": 29, "sunja": 71}


def test_each_demo_officer_holds_exactly_the_roles_of_the_story():
    load_demo(settings.CITY_PACK, TODAY)

    held = {
        user.username: set(actor_of(user, on=TODAY).roles)
        for user in User.objects.filter(appointments__isnull=False)
    }

    assert held == {
        "seoyeon": {CASE_OFFICER},
        "jihun": {CASE_OFFICER},
        "minjae": {CASE_SIGNER},
        "suhyeon": {CASE_SIGNER},
        "eunchae": {CASE_SIGNER},
        "dain": {PAYER},
        "yujin": {RULES_EDITOR},
        "haeun": {RULES_APPROVER},
        "jiwoo": {PLAN_OWNER},
        "garam": {AUDITOR},
        "jiho": {HEAD},
        "taeo": {ADMINISTRATOR, JOBS_OPERATOR},
        "narae": {WORDING_WRITER},
        "taegyeong": {WORDING_APPROVER},
        "sejin": {PRINT_OFFICER},
        "bom": {COLLECTOR},
        "sarang": {SENDER_MANAGER},
        "dongha": {SENDER_APPROVER},
        "sebin": {NOTICE_SENDER},
        "dalho": {NOTICE_APPROVER},
    }


def test_loading_twice_makes_nobody_twice():
    load_demo(settings.CITY_PACK, TODAY)
    first = set(User.objects.values_list("key", flat=True))

    load_demo(settings.CITY_PACK, TODAY)

    assert set(User.objects.values_list("key", flat=True)) == first


def test_a_demo_person_can_never_sign_in_with_a_password():
    load_demo(settings.CITY_PACK, TODAY)

    assert not any(user.has_usable_password() for user in User.objects.filter(is_demo=True))
    assert User.objects.filter(is_demo=False).count() == 0


def test_a_citizen_is_found_by_the_hash_of_their_linking_value():
    load_demo(settings.CITY_PACK, TODAY)

    found = User.objects.get(citizen__ci_hash=linking_hash("demo-linking-value-hana"))

    assert found.username == "hana"
    assert found.citizen.legal_name == "김하나"


def test_without_demo_mode_nobody_invented_is_made(settings):
    settings.DEMO = False

    with pytest.raises(RuntimeError, match="demo mode only"):
        load_demo(settings.CITY_PACK, TODAY)

    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("ko", "손대지 않은 결정의 이의에 답합니다. 이의신청 한 건이 답을 기다립니다."),
        ("en", "Answers objections to decisions she had no hand in; one waits for her answer."),
    ],
)
def test_the_demo_page_says_of_each_who_they_are_and_what_waits(client, language, line):
    load_demo(settings.CITY_PACK, TODAY)

    page = client.get("/accounts/demo/", headers={"accept-language": language}).content.decode()

    assert line in page
    assert page.count("/accounts/demo/") >= len(stories(settings.CITY_PACK)) == 24


def test_a_post_of_the_cast_that_was_taken_away_is_missed_by_the_ledger():
    load_demo(settings.CITY_PACK, TODAY)
    assert rows.compare().problems == []
    held = Appointment.objects.select_related("post").order_by("pk").first()

    held.delete()

    assert [words.en for words in rows.compare().problems] == [
        f"The appointment to {held.post.code} from Wed 1 January 2020 is gone from the database."
    ]


def test_a_real_account_of_the_name_of_one_of_the_cast_is_given_no_office():
    real = User.objects.create(username="minjae", display_name="아무개")

    grow_demo(settings.CITY_PACK)

    real.refresh_from_db()
    assert not real.appointments.exists()
    assert (real.display_name, real.is_demo) == ("아무개", False)
    assert User.objects.get(username="seoyeon").appointments.exists()
