"""The one extension of the answer to an objection, 행정기본법 36② 단서: by another than the signer, told, and only once."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from jiphyeon.contexts.benefits.actions import handling, objecting, signing
from jiphyeon.contexts.benefits.enums import CaseState, Verdict
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.tables import CASES
from jiphyeon.foundation.casework.models import Objection
from jiphyeon.foundation.ledger.models import Entry as LedgerEntry
from jiphyeon.foundation.notices import api as notices
from jiphyeon.foundation.queues.work import of_officer
from jiphyeon.foundation.ui.saying import as_written
from jiphyeon.kernel import Refused

pytestmark = pytest.mark.django_db

FILED, DUE = date(2024, 3, 20), date(2024, 4, 3)
REASON = "집주인의 확인을 기다리고 있습니다."


@pytest.fixture
def people(office):
    return {
        name: office.actor(getattr(office, name)) for name in ("hana", "seoyeon", "minjae", "sora", "garam")
    }


@pytest.fixture
def objected(office, run_jobs, people):
    """A refusal signed by minjae, and an objection to it."""
    key = office.applies(office.hana, known={"monthly_rent": 650_000})
    run_jobs()
    later = date(2024, 3, 18)
    handling.propose(key=key, verdict=Verdict.REFUSE, reason="", by=people["seoyeon"], on=later)
    signing.sign(key=key, by=people["minjae"], on=later)
    assert objecting.file(key=key, body="월세는 45만 원입니다.", by=people["hana"], on=FILED) == DUE
    return key


def extend(key, by, *, days=10, reason=REASON, on=DUE):
    return objecting.extend(key=key, days=days, reason=reason, by=by, on=on)


def code_of(*args, **more):
    with pytest.raises(Refused) as no:
        extend(*args, **more)
    return no.value.code


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (1, date(2024, 4, 4)),
        (2, date(2024, 4, 5)),
        (3, date(2024, 4, 8)),  # 6 April is a Saturday: the last day moves to Monday (민법 161)
        (7, date(2024, 4, 11)),  # 10 April is an election day, a public holiday
        (10, date(2024, 4, 15)),  # 13 April is a Saturday
    ],
)
def test_it_is_counted_from_the_day_after_the_last_one_and_ends_on_an_open_day(objected, people, days, due):
    assert extend(objected, people["sora"], days=days) == due

    objection = Objection.objects.get()
    assert (objection.due_on, objection.extended_from, objection.extended_on) == (due, DUE, DUE)
    assert (objection.extended_name, objection.extension_reason) == ("문소라", REASON)


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        ("ko", "이의신청 답변이 늦어집니다", "2024. 4. 15.(월)까지 미루게 되었습니다"),
        ("en", "The answer to your objection takes longer", "We need until Monday, 15 April 2024"),
    ],
)
def test_the_person_is_told_the_reason_and_the_new_day(
    objected, people, office, client, language, title, body
):
    extend(objected, people["sora"])

    card = notices.inbox(office.hana.key)[0]
    client.force_login(office.hana)
    page = client.get(card.url, headers={"accept-language": language}).content.decode()
    assert title in page
    assert body in page
    with override(language):
        assert as_written(REASON) in page


def test_it_is_recorded_and_the_case_stays_where_it_was(objected, people):
    extend(objected, people["sora"])

    assert Case.objects.get(key=objected).state == CaseState.REFUSED
    [entry] = LedgerEntry.objects.filter(kind="benefits.objection_extended", subject=str(objected))
    assert entry.sealed["facts"]["due_before"] == "2024-04-03"
    assert entry.sealed["facts"]["due"] == "2024-04-15"


def test_it_is_done_once_only(objected, people):
    extend(objected, people["sora"], days=1)

    assert code_of(objected, people["sora"], days=1, on=date(2024, 4, 4)) == "already_extended"
    assert Objection.objects.get().due_on == date(2024, 4, 4)


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("hana", "not_your_duty"),
        ("seoyeon", "not_your_duty"),
        ("garam", "not_your_duty"),
        ("minjae", "second_person_needed"),
    ],
)
def test_only_one_who_may_answer_puts_the_answer_off(objected, people, who, code):
    assert code_of(objected, people[who]) == code
    assert Objection.objects.get().extended_from is None


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"days": 0}, "extension_days"),
        ({"days": 11}, "extension_days"),
        ({"days": -1}, "extension_days"),
        ({"reason": "  "}, "reason_needed"),
        ({"on": date(2024, 4, 4)}, "extension_late"),
    ],
)
def test_what_the_law_does_not_allow_is_refused_and_nothing_is_told(objected, people, office, more, code):
    before = len(notices.inbox(office.hana.key))

    assert code_of(objected, people["sora"], **more) == code
    assert Objection.objects.get().due_on == DUE
    assert len(notices.inbox(office.hana.key)) == before


def test_an_answered_objection_is_not_put_off(objected, people):
    objecting.answer(
        key=objected, accepted=False, reason="그대로입니다.", by=people["sora"], on=date(2024, 3, 21)
    )

    assert code_of(objected, people["sora"], on=date(2024, 3, 22)) == "no_objection"


def test_the_table_itself_holds_no_extension_without_a_later_day_or_without_a_person(objected):
    objection = Objection.objects.get()
    for faulty in (
        {"extended_from": DUE, "extended_on": DUE, "extended_by": objection.case},  # due_on not moved
        {"extended_from": date(2024, 4, 1), "extended_on": FILED, "extended_by": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Objection.objects.filter(pk=objection.pk).update(**faulty)


def test_both_sides_see_the_new_day_and_only_who_may_is_offered_the_form(
    objected, people, office, client, monkeypatch
):
    for place in ("foundation.accounts.middleware", "foundation.clock.now"):
        monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda: DUE)
    desk, mine = f"/benefits/desk/{objected}/", f"/benefits/mine/{objected}/"
    form = f"{desk}deeds/extend/"

    def page(user, address, language="ko"):
        client.force_login(user)
        return client.get(address, headers={"accept-language": language}).content.decode()

    assert form in page(office.sora, desk)
    assert form not in page(office.minjae, desk)
    assert "앞서 이 일에 손을 댄 사람(‘지원하지 않는 결정에 서명했습니다’)은 할 수 없습니다" in page(
        office.minjae, desk
    )
    assert form not in page(office.seoyeon, desk)
    client.force_login(office.sora)
    version = Case.objects.get(key=objected).version
    response = client.post(
        form, {"days": "열흘", "comment": REASON, "version": version}, follow=True
    ).content.decode()
    assert "1일부터 10일까지 미룰 수 있습니다." in response
    client.post(form, {"days": "10", "comment": REASON, "version": version})

    assert form not in page(office.sora, desk)
    for user, address in ((office.sora, desk), (office.hana, mine)):
        assert "2024. 4. 15.(월)" in page(user, address)
        assert REASON in page(user, address)
    english = page(office.hana, mine, "en")
    assert "Mon 15 April 2024" in english
    assert "The day was put off once and will not be again." in english


def test_an_objection_is_counted_as_work_for_those_who_may_answer_it(objected, people):
    works = {
        name: [
            count
            for work in of_officer(people[name], FILED)
            for words, _url, count in work.doors
            if "이의신청" in str(getattr(words, "ko", words))
        ]
        for name in ("minjae", "sora")
    }

    assert works == {"minjae": [0], "sora": [1]}
    able = CASES.view("objections").work_of
    assert Case.objects.filter(able(people["sora"], FILED)).get().key == objected
    assert not Case.objects.filter(able(people["minjae"], FILED)).exists()


@pytest.mark.parametrize(
    ("on", "mark"), [(date(2024, 4, 1), "2일 남음"), (DUE, "오늘까지"), (date(2024, 4, 5), "2일 지남")]
)
def test_beside_the_day_of_the_answer_stands_how_near_it_is(
    objected, people, client, office, monkeypatch, on, mark
):
    for place in ("foundation.accounts.middleware", "foundation.clock.now"):
        monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda: on)
    client.force_login(office.sora)

    page = client.get(f"/benefits/desk/{objected}/").content.decode()

    assert (
        mark in page.partition("답할 날</dt>")[2].partition("casework-box")[2].partition("casework-deeds")[0]
    )
