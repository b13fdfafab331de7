"""`jiphyeon accounts first-administrator`: where a fresh city has nobody to appoint anyone."""

import pytest
from click.testing import CliRunner
from django.conf import settings

from jiphyeon.commands.accounts.command import accounts
from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import Appointment, User
from jiphyeon.foundation.accounts.roles import ADMINISTRATOR
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.organisation import pack as organisation
from jiphyeon.kernel import Refused

pytestmark = pytest.mark.django_db
KIM = ["first-administrator", "kim", "--email", "kim@city.example", "--post", "operator-1"]
PHRASE = "four words nobody guesses\n"


@pytest.fixture(autouse=True)
def posts(db):
    organisation.load_city(settings.CITY_PACK)


def run(arguments, given=PHRASE):
    return CliRunner().invoke(accounts, arguments, input=given, catch_exceptions=False)


def test_a_new_account_becomes_administrator_and_signs_in_with_its_pass_phrase(client, settings):
    result = run([*KIM, "--name", "김관리", "--latin-name", "Kim Gwanri"])

    kim = User.objects.get(username="kim")
    assert result.output == (
        "kim is administrator from today. They sign in at /account/login/ and appoint others at /appointments/.\n"
    )
    assert actor_of(kim, on=civil_today()).roles == {ADMINISTRATOR}
    assert (kim.display_name, kim.called("en")) == ("김관리", "Kim Gwanri")
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    answer = client.post("/account/login/", {"login": "kim", "password": PHRASE.strip()})
    assert answer["Location"] == "/begin/"
    assert client.get("/appointments/").status_code == 200


def test_an_account_that_is_there_keeps_its_pass_phrase():
    User.objects.create_user("kim", "kim@city.example", "the phrase they have")

    run(["first-administrator", "kim", "--post", "operator-1"], given="")

    assert User.objects.get(username="kim").check_password("the phrase they have")


def test_a_second_time_it_is_refused():
    run(KIM)

    with pytest.raises(Refused, match="There is an administrator already") as no:
        run(["first-administrator", "lee", "--email", "lee@city.example", "--post", "operator-1"])
    assert no.value.code == "administrator_exists"
    assert not User.objects.filter(username="lee").exists()


@pytest.mark.parametrize(
    ("arguments", "given", "code"),
    [
        ([*KIM[:2], "--post", "operator-1"], PHRASE, "email_needed"),
        ([*KIM[:4], "--post", "nowhere"], PHRASE, "no_such_post"),
        (KIM, "short\n", "phrase_weak"),
        (KIM, "", "phrase_weak"),
    ],
)
def test_wrong_input_makes_neither_account_nor_appointment(arguments, given, code):
    with pytest.raises(Refused) as no:
        run(arguments, given)

    assert no.value.code == code
    assert not User.objects.exists()
    assert not Appointment.objects.exists()
