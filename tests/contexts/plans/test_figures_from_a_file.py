"""Values of figures in a file: every mistake told, all or none taken, and given back by what stood before."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.contexts.plans.test_actions import by_hand, enter, owner, shown

from jiphyeon.contexts.plans.models import Figure, FigureValue
from jiphyeon.contexts.plans.tables import FIGURES
from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import Appointment, User
from jiphyeon.foundation.imports import taking
from jiphyeon.foundation.imports.models import Import, ImportState
from jiphyeon.foundation.ledger import rows
from jiphyeon.foundation.organisation.models import Post
from jiphyeon.kernel import Refused

pytestmark = pytest.mark.django_db
TODAY = date(2024, 3, 4)
HEAD = "과제,지표,기준일,값,출처,볼 수 있는 주소\n"
GOOD = HEAD + (
    '세출 구조조정,줄인 지출,2024. 2. 29.,"1,200,000",예산서 12쪽,\n'
    "youth-places,opened,2024-03-01,3,현황 보고,example.org/places\n"
)


@pytest.fixture
def officer(sejong):
    """Whoever keeps the whole plan, with an account: a file is taken by a person."""
    user = User.objects.create_user("jiwoo", display_name="한지우")
    Appointment.objects.create(
        user=user, post=Post.objects.get(code="plan-officer"), roles=["plan_owner"], first=date(2024, 1, 1)
    )

    return actor_of(user, on=TODAY)


def amiss():
    """Return what is wrong with the plan's rows; how the officer came by the post is not looked at."""
    return [words.ko for words in rows.compare().problems if "plan-officer" not in words.ko]


def hand_in(officer, text, *, encoding="utf-8", name="값.csv"):
    key = taking.hand_in(
        FIGURES,
        SimpleUploadedFile(name, text.encode(encoding)),
        separator=",",
        again=False,
        by=officer,
        on=TODAY,
    )
    return Import.objects.get(key=key)


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_a_file_is_taken_whole_and_every_value_has_its_leaf(officer, encoding):
    row = hand_in(officer, GOOD, encoding=encoding)
    assert (row.state, row.good) == (ImportState.READY, 2)
    taking.take(key=row.key, by=officer, on=TODAY)

    assert shown(by_hand()) == ((date(2024, 2, 29), 1_200_000),)
    assert FigureValue.objects.get(value=3).link == "https://example.org/places"
    assert amiss() == []


def test_every_mistake_is_told_with_its_line_and_column(officer):
    row = hand_in(
        officer,
        HEAD + "없는 과제,줄인 지출,2024-03-01,1,문서,\n"
        "세출 구조조정,없는 지표,2024-03-01,1,문서,\n"
        "청년 주거임대료 지원,지원 결정,2024-03-01,1,문서,\n"
        "세출 구조조정,줄인 지출,2024-03-01,1,문서,두 낱말\n"
        "세출 구조조정,줄인 지출,2024-03-02,하나,,\n",
    )

    assert row.state is ImportState.WRONG
    assert [(one["line"], one["column"] and one["column"]["en"]) for one in row.errors] == [
        (2, "Initiative"), (3, "Figure"), (4, "Figure"), (5, "Where it can be seen"), (6, "Value"), (6, "Source"),
    ]  # fmt: skip
    assert "줄인 지출" in row.errors[1]["words"]["ko"]


def problems_of(row):
    """Return where a file is wrong, and why in Korean."""
    return [(one["line"], one["column"]["en"], one["written"], one["words"]["ko"]) for one in row.errors]


def test_the_preview_names_values_of_another_division_and_days_that_have_not_come(officer):
    User.objects.get(username="jiwoo").appointments.update(post=Post.objects.get(code="case-officer-1"))
    text = GOOD.replace("2024-03-01", "2024-03-05")
    row = hand_in(actor_of(User.objects.get(username="jiwoo"), on=TODAY), text)

    assert (row.state, row.good, row.wrong) == (ImportState.WRONG, 0, 2)
    kept_by = "이 과제는 예산담당관에서 관리합니다. 담당자에게 알려 주세요."
    assert problems_of(row) == [
        (2, "Initiative", "세출 구조조정", kept_by),
        (3, "As of", "2024-03-05", "아직 오지 않은 날(2024. 3. 5.(화))의 값은 적을 수 없습니다."),
    ]


def test_a_row_is_told_all_that_speaks_against_it(officer):
    User.objects.get(username="jiwoo").appointments.update(post=Post.objects.get(code="case-officer-1"))
    line = "세출 구조조정,줄인 지출,2024-12-01,1,문서,\n"
    row = hand_in(actor_of(User.objects.get(username="jiwoo"), on=TODAY), HEAD + line)

    assert [(one["line"], one["column"]["en"]) for one in row.errors] == [(2, "Initiative"), (2, "As of")]
    assert (row.rows, row.wrong) == (1, 1)


def test_what_became_another_divisions_since_the_preview_is_refused_as_a_whole(officer):
    row = hand_in(officer, GOOD)
    User.objects.get(username="jiwoo").appointments.update(post=Post.objects.get(code="case-officer-1"))
    other = replace(officer, unit="youth-policy-division")

    with pytest.raises(Refused) as no:
        taking.take(key=row.key, by=other, on=TODAY)
    assert no.value.code == "wrong_since"
    assert "2번째 줄" in no.value.words.ko
    assert not FigureValue.objects.exists()


def test_undo_shows_what_stood_before_and_keeps_the_history(officer):
    figure = by_hand()
    enter(figure, 5, on=date(2024, 2, 29))
    row = hand_in(officer, GOOD)
    taking.take(key=row.key, by=officer, on=TODAY)
    taking.undo(key=row.key, by=officer, on=TODAY)

    opened = Figure.objects.get(code="opened")
    assert shown(figure) == ((date(2024, 2, 29), 5),)
    assert shown(opened) == ()
    assert FigureValue.objects.filter(figure=figure).count() == 3
    assert amiss() == []


def test_undo_is_refused_where_a_value_was_corrected_since(officer):

    row = hand_in(officer, GOOD)
    taking.take(key=row.key, by=officer, on=TODAY)
    enter(by_hand(), 7, on=date(2024, 2, 29))

    with pytest.raises(Refused) as no:
        taking.undo(key=row.key, by=officer, on=TODAY)
    assert no.value.code == "figure_corrected_since"
    assert Import.objects.get(key=row.key).state is ImportState.TAKEN


def test_only_who_keeps_a_plan_takes_files(officer, client):
    client.force_login(
        User.objects.create_user("hana"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert client.get("/imports/plans.figures/").status_code in {302, 403}
    assert FIGURES.may(owner())
