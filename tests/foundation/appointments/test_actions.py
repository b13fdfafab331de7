"""Appointing and ending: by an administrator, never for oneself, never the last one; three times on record."""

from datetime import date, timedelta

import pytest
from tests.database import laid

from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER
from jiphyeon.foundation.accounts.actors import NOBODY, actor_of
from jiphyeon.foundation.accounts.models import Appointment, User
from jiphyeon.foundation.accounts.pack import load_demo
from jiphyeon.foundation.accounts.roles import ADMINISTRATOR, AUDITOR
from jiphyeon.foundation.appointments import actions, queries
from jiphyeon.foundation.appointments.models import Act
from jiphyeon.foundation.ledger import trail
from jiphyeon.foundation.ledger.record import receipt_file
from jiphyeon.kernel import Refused

TODAY = date(2024, 3, 4)
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db
REASON = "인사발령 2024-12호"


@pytest.fixture
def cast(settings, db):
    laid((load_demo, settings.CITY_PACK, TODAY))
    return {user.username: user for user in User.objects.all()}


@pytest.fixture
def newcomer(cast):
    return User.objects.create_user("newcomer", "newcomer@city.example", "a long pass phrase")


def acting(user, on=TODAY):
    return actor_of(user, on=on)


def appoint(
    by, person, *, post="case-officer-1", roles=(CASE_OFFICER,), first=TODAY, last=None, reason=REASON
):
    actions.appoint(
        person=person.key, post=post, roles=roles, first=first, last=last, reason=reason, by=by, on=TODAY
    )


def end(by, appointment, last, reason=REASON, on=TODAY):
    actions.end(appointment=appointment.pk, last=last, reason=reason, by=by, on=on)


def code_of(deed, *args, **more):
    with pytest.raises(Refused) as no:
        deed(*args, **more)
    return no.value.code


def held_by(user):
    return user.appointments.get()


def test_an_appointed_person_has_the_roles_on_their_days_and_on_no_other(cast, newcomer):
    appoint(acting(cast["taeo"]), newcomer, first=TODAY + DAY, last=TODAY + 3 * DAY)

    assert [sorted(acting(newcomer, TODAY + n * DAY).roles) for n in range(5)] == [
        [],
        [CASE_OFFICER],
        [CASE_OFFICER],
        [CASE_OFFICER],
        [],
    ]


@pytest.mark.parametrize("who", ["", "hana", "seoyeon", "minjae", "yujin", "haeun", "jiwoo", "garam"])
def test_nobody_but_an_administrator_appoints_or_ends(cast, newcomer, who):
    by = acting(cast[who]) if who else NOBODY

    assert code_of(appoint, by, newcomer) == "not_administrator"
    assert code_of(end, by, held_by(cast["minjae"]), TODAY) == "not_administrator"
    assert not newcomer.appointments.exists()
    assert held_by(cast["minjae"]).last is None


def test_an_administrator_cannot_raise_themselves(cast):
    assert code_of(appoint, acting(cast["taeo"]), cast["taeo"], roles=[CASE_SIGNER]) == "own_appointment"


def test_an_administrator_whose_appointment_ended_appoints_nobody(cast, newcomer):
    appoint(acting(cast["taeo"]), newcomer, post="operator-1", roles=[ADMINISTRATOR])
    end(acting(newcomer), held_by(cast["taeo"]), TODAY - DAY)

    assert code_of(appoint, acting(cast["taeo"]), cast["minjae"]) == "not_administrator"


def test_the_last_administrator_stays_until_another_follows_without_a_gap(cast, newcomer):
    taeo = cast["taeo"]
    assert code_of(end, acting(taeo), held_by(taeo), TODAY) == "last_administrator"

    appoint(acting(taeo), newcomer, post="operator-1", roles=[ADMINISTRATOR], first=TODAY + 2 * DAY)
    assert code_of(end, acting(taeo), held_by(taeo), TODAY) == "last_administrator"  # one day would be empty

    end(acting(taeo), held_by(taeo), TODAY + DAY)
    assert held_by(taeo).last == TODAY + DAY


def test_a_closed_account_is_no_administrator_that_remains(cast, newcomer):
    appoint(acting(cast["taeo"]), newcomer, post="operator-1", roles=[ADMINISTRATOR])
    User.objects.filter(pk=newcomer.pk).update(is_active=False)

    assert code_of(end, acting(cast["taeo"]), held_by(cast["taeo"]), TODAY) == "last_administrator"


def test_two_administrators_cannot_both_leave(cast, newcomer):
    taeo = cast["taeo"]
    appoint(acting(taeo), newcomer, post="operator-1", roles=[ADMINISTRATOR])
    end(acting(newcomer), held_by(taeo), TODAY)

    assert code_of(end, acting(taeo), held_by(newcomer), TODAY) == "last_administrator"


def test_ending_at_once_takes_the_roles_today(cast):
    end(acting(cast["taeo"]), held_by(cast["minjae"]), TODAY - DAY)

    assert acting(cast["minjae"]).roles == frozenset()


def test_what_has_not_begun_is_called_off_and_stays_in_the_history(cast, newcomer):
    appoint(acting(cast["taeo"]), newcomer, first=TODAY + 5 * DAY)
    end(acting(cast["taeo"]), held_by(newcomer), TODAY)

    assert not newcomer.appointments.exists()
    assert [act.deed for act in Act.objects.filter(person=newcomer.key)] == ["called_off", "appointed"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"first": TODAY - DAY}, "appointed_backwards"),
        ({"last": TODAY - DAY}, "period_backwards"),
        ({"post": "nowhere"}, "no_such_post"),
        ({"roles": []}, "no_role"),
        ({"roles": [AUDITOR, CASE_OFFICER]}, "auditor_does_nothing_else"),
        ({"reason": "  "}, "reason_needed"),
    ],
)
def test_a_wrong_appointment_says_why_and_leaves_nothing(cast, newcomer, more, code):
    assert code_of(appoint, acting(cast["taeo"]), newcomer, **more) == code
    assert not newcomer.appointments.exists()
    assert not Act.objects.exists()


def test_an_auditor_gets_no_second_post_that_does_things(cast):
    assert code_of(appoint, acting(cast["taeo"]), cast["garam"]) == "auditor_does_nothing_else"


def test_the_same_post_twice_on_one_day_is_refused(cast):
    assert code_of(appoint, acting(cast["taeo"]), cast["seoyeon"]) == "already_appointed"


def test_a_closed_account_is_not_appointed(cast, newcomer):
    User.objects.filter(pk=newcomer.pk).update(is_active=False)

    assert code_of(appoint, acting(cast["taeo"]), newcomer) == "account_closed"


def test_each_deed_stands_in_the_history_the_trail_and_the_public_log(cast, newcomer):
    appoint(acting(cast["taeo"]), newcomer, last=TODAY + 9 * DAY)
    end(acting(cast["taeo"]), held_by(newcomer), TODAY)

    past = queries.history(newcomer.key, language="en")
    assert [(one.deed, one.duties, one.last, one.by, one.reason) for one in past] == [
        ("끝냄", "prepares benefit cases", TODAY, "Seo Taeo", REASON),
        ("맡김", "prepares benefit cases", TODAY + 9 * DAY, "Seo Taeo", REASON),
    ]
    assert [(look.verb, look.reason) for look in trail.looks_at(newcomer.key)] == [
        ("appointments.ended", REASON),
        ("appointments.appointed", REASON),
    ]
    assert receipt_file(past[1].leaf)["facts"] == {
        "person": str(newcomer.key),
        "post": "case-officer-1",
        "roles": ["case_officer"],
        "first": "2024-03-04",
        "last": "2024-03-13",
        "by": str(cast["taeo"].key),
        "by_name": "서태오",
        "reason": REASON,
    }


def test_the_cast_read_again_leaves_what_was_appointed_on_the_page(cast, settings):
    end(acting(cast["taeo"]), held_by(cast["seoyeon"]), TODAY)
    appoint(acting(cast["taeo"]), cast["seoyeon"], first=TODAY + DAY)

    load_demo(settings.CITY_PACK, TODAY)

    assert Appointment.objects.filter(user=cast["seoyeon"], first=TODAY + DAY, last=None).exists()


def test_an_account_is_found_by_name_or_by_mail_but_not_by_a_mail_that_two_have(cast, newcomer):
    assert queries.find(" newcomer ") == newcomer.key
    assert queries.find("NEWCOMER@city.example") == newcomer.key
    assert {queries.find(name) for name in ("박서연", "Park Seoyeon", "seoyeon park")} == {
        cast["seoyeon"].key
    }
    User.objects.create_user("other", "newcomer@city.example", "a long pass phrase")

    assert code_of(queries.find, "newcomer@city.example") == "several_accounts"
    assert code_of(queries.find, "nobody@city.example") == "no_such_account"
    assert code_of(queries.find, "") == "no_such_account"
