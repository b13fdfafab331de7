"""My page: what a citizen and the city did, who looked and why; what waits for an officer."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.foundation.jobs import deeds

from jiphyeon.contexts.benefits import api as benefits
from jiphyeon.contexts.mydata import api as mydata
from jiphyeon.foundation.accounts.actors import Actor, actor_of
from jiphyeon.foundation.accounts.models import Appointment, User
from jiphyeon.foundation.appointments import actions
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.jobs.models import Job
from jiphyeon.foundation.ledger import trail
from jiphyeon.foundation.notices import api as notices
from jiphyeon.kernel import Words

DAY = date(2024, 3, 4)


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def told_person(person, *, on=DAY, number="2024-000001"):
    notices.send(
        to=person,
        template="application-received",
        values={
            "programme_ko": "청년 주거임대료 지원",
            "programme_en": "Youth rent support",
            "case": number,
            "due": "2024-03-18",
        },
        about=f"benefits:{number}",
        dedupe=number,
        on=on,
    )


def asked_for_consent(person):
    return mydata.ask_consent(
        person=person,
        purpose="benefit-application",
        about="benefits:2024-000001",
        items=[mydata.ItemRequest("income", Words("소득 기준을 보려고", "to check the income limit"))],
        return_to="/programmes/",
        on=DAY,
    )


def test_nobody_is_sent_to_sign_in(reader):
    answer = reader().get("/my/")

    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/my/")


def test_a_citizen_to_whom_nothing_happened_reads_how_to_begin(reader):
    page = text_of(reader("hana").get("/my/"))

    assert "아직 시와 함께한 일이 없습니다" in page
    assert "아직 아무도 보지 않았습니다" in page
    assert 'href="/programmes/find/"' in page


def test_notices_and_consents_stand_in_one_timeline_newest_first(reader, key_of):
    told_person(key_of("hana"), on=DAY - timedelta(days=3))
    asked_for_consent(key_of("hana"))

    page = text_of(reader("hana").get("/my/"))

    assert page.index("동의를 여쭈었습니다") < page.index("아직 열어 보지 않으셨습니다")
    assert "열어 보지 않은 알림" in page


def test_one_kind_is_shown_alone_and_a_kind_without_moments_says_so(reader, key_of):
    told_person(key_of("hana"))

    of_notices = text_of(reader("hana").get("/my/?show=notices"))
    of_money = text_of(reader("hana").get("/my/?show=money"))

    assert "아직 열어 보지 않으셨습니다" in of_notices
    assert "아직 열어 보지 않으셨습니다" not in of_money
    assert "이 보기에는 아직 없습니다" in of_money


def test_who_looked_and_why_is_there_for_the_person_and_for_nobody_else(reader, key_of):
    trail.note(
        by=Actor(user=uuid4(), name="박서연", post="case-officer-1"),
        verb="benefits.case_viewed",
        about="case:1",
        person=key_of("hana"),
        reason="심사",
    )

    assert "박서연" in text_of(reader("hana").get("/my/"))
    assert "to examine the application" in text_of(reader("hana", "en").get("/my/"))
    assert "박서연" not in text_of(reader("doyun").get("/my/"))


def test_a_look_under_a_consent_is_said_in_the_consents_words(reader, key_of):
    key = asked_for_consent(key_of("hana"))
    purpose = mydata.consents_of(key_of("hana"), on=DAY)[0].purpose
    trail.note(
        by=Actor(name="집현", is_machine=True),
        verb="mydata.looked_up",
        about=f"consent:{key}:income",
        person=key_of("hana"),
        reason="조회",
    )

    page = text_of(reader("hana", "en").get("/my/"))

    assert page.count(purpose.en) == 2  # on the timeline and beside the look
    assert "조회" not in page


def test_another_persons_life_is_not_shown(reader, key_of):
    told_person(key_of("hana"))

    assert "아직 시와 함께한 일이 없습니다" in text_of(reader("doyun").get("/my/"))


@pytest.mark.parametrize(
    ("who", "there", "not_there"),
    [
        ("seoyeon", ["신청 심사", "/benefits/desk/?view=late"], ["기한이 지난 과제", "멈춘 작업"]),
        ("minjae", ["신청 심사", "/benefits/desk/?view=sign"], ["기한이 지난 과제", "멈춘 작업"]),
        ("garam", ["신청 심사"], ["기한이 지난 과제", "멈춘 작업"]),
        ("jiwoo", ["기한이 지난 과제", "/plans/mine/"], ["신청 심사", "멈춘 작업"]),
        ("taeo", ["멈춘 작업이 없습니다.", "/jobs/"], ["신청 심사", "기한이 지난 과제"]),
        ("yujin", ["업무 화면", "/reforms/"], ["신청 심사", "멈춘 작업"]),
    ],
)
def test_each_role_finds_its_own_work(reader, who, there, not_there):
    page = text_of(reader(who).get("/my/"))
    main = page[page.index("<main") : page.index("</main>")]

    assert [words for words in there if words not in main] == []
    assert [words for words in not_there if words in main] == []
    assert "내 업무" in main


def test_whoever_was_appointed_reads_who_did_it_and_why_even_after_the_end(reader):
    taeo, minjae = (User.objects.get(username=name) for name in ("taeo", "minjae"))
    actions.end(
        appointment=minjae.appointments.get().pk,
        last=civil_today() - timedelta(days=1),
        reason="인사발령 2024-12호",
        by=actor_of(taeo, on=civil_today()),
        on=civil_today(),
    )

    page = text_of(reader("minjae", "en").get("/my/"))

    assert "How my appointments changed" in page
    assert "Ended: Head of the Youth Policy Team (signs decisions)" in page
    assert "Seo Taeo" in page
    assert "인사발령 2024-12호" in page
    assert "How my appointments changed" not in text_of(reader("seoyeon", "en").get("/my/"))


def test_an_officer_without_a_duty_is_told_so(reader):
    Appointment.objects.filter(user__username="yujin").update(roles=[])

    assert "이 자리에 모일 업무가 아직 없습니다" in text_of(reader("yujin").get("/my/"))


def test_a_failed_job_is_counted_for_the_operator(reader, run_jobs):
    deeds.say.enqueue("x")
    Job.objects.update(task="tests.foundation.jobs.deeds.gone")
    run_jobs(failing=True)

    assert "1건이 사람을 기다립니다." in text_of(reader("taeo").get("/my/"))
    assert "1 job waits for a person." in text_of(reader("taeo", "en").get("/my/"))


def test_the_page_costs_as_many_queries_for_many_moments_as_for_few(reader, key_of):
    client, person = reader("hana"), key_of("hana")
    told_person(person)
    client.get("/my/")
    with CaptureQueriesContext(connection) as few:
        client.get("/my/")
    for number in range(30):
        told_person(person, number=f"2024-{number:06}")
    asked_for_consent(person)

    with CaptureQueriesContext(connection) as many:
        text_of(client.get("/my/"))

    # One more for the items of a consent; none for a moment.
    assert len(many) <= len(few) + 1


def test_applications_and_payments_stand_in_the_timeline_and_what_comes_next_stands_first(
    reader, monkeypatch
):
    case = uuid4()
    card = benefits.CaseCard(
        key=case, number="2024-000001", programme="youth-rent",
        name=Words("청년 주거임대료 지원", "Youth rent support"), state="approved",
        state_words=Words("지원 중", "Approved, being paid"), tone="good", applied_on=date(2024, 1, 8), due_on=None,
        amount=200_000, per="month", waits_for=Words("", ""), url=f"/benefits/mine/{case}/",
    )  # fmt: skip
    draft = replace(
        card, number="", state="draft", applied_on=None, waits_for=Words("이어서 쓰세요.", "Go on writing.")
    )
    paid = benefits.PaymentLine(case, card.name, 1, date(2024, 2, 25), 200_000, "paid", date(2024, 2, 26))
    later = replace(paid, number=3, pays_on=date(2024, 4, 25), state="planned", paid_on=None)
    sooner = replace(later, number=2, pays_on=date(2024, 3, 25))
    monkeypatch.setattr(benefits, "cases_of", lambda _person: [draft, card])
    monkeypatch.setattr(benefits, "payments_of", lambda _person: [paid, later, sooner])

    page = text_of(reader("hana", "en").get("/my/"))

    assert page.index("Go on writing.") < page.index("200,000 won was paid to you")
    assert page.index("200,000 won was paid to you") < page.index(
        "Application 2024-000001 · Approved, being paid"
    )
    assert "Mon 25 March 2024" in page
    assert "25 April 2024" not in page
