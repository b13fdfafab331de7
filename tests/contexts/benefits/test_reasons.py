"""A decision is shown with exactly the clauses it rests on: what nobody judged is no reason, what a person judged says so."""

import re
from datetime import date
from html import unescape

import pypdfium2
import pytest
from tests.contexts.benefits.conftest import TODAY
from tests.contexts.benefits.test_pages import as_, decided_case  # noqa: F401 -- a fixture and a story

from jiphyeon.contexts.benefits.actions import handling, paying, signing
from jiphyeon.contexts.benefits.enums import Verdict
from jiphyeon.contexts.benefits.models import Assessment, Decision
from jiphyeon.contexts.benefits.queries import replay

pytestmark = pytest.mark.django_db

BORROWS = {
    "lives_in_sejong": True, "owns_home": False, "lease_kind": "jeonse", "deposit": 100_000_000, "loan": 50_000_000,
    "loan_rate": "4.1%", "newlywed": False, "household_income": 2_000_000, "receives_housing_aid": False,
    "assets": 30_000_000,
}  # fmt: skip
OPEN = "1인 청년의 소득 기준은 담당자가 공고에 따라 확인합니다."
OVER = "보증금 250,000,000원이 상한"


@pytest.fixture(autouse=True)
def civil_day(monkeypatch):
    for place in ("foundation.accounts.middleware", "foundation.clock.now"):
        monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda: TODAY)


@pytest.fixture
def decided(office, run_jobs, monkeypatch):
    """Decide an application for the interest of a loan, in which a person judges the income of single people."""
    monkeypatch.setattr(handling, "_require_proposable", lambda *_: None)

    def decide(verdict, reason="", **known):
        key = office.applies(
            office.hana, programme="youth-deposit-interest", known={**BORROWS, **known}, stated={}
        )
        run_jobs()
        seoyeon, minjae = office.actor(office.seoyeon), office.actor(office.minjae)
        handling.propose(key=key, verdict=verdict, reason=reason, by=seoyeon, on=TODAY)
        signing.sign(key=key, by=minjae, on=TODAY)
        return Decision.objects.get(case__key=key)

    return decide


def text_of(answer):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def section(answer, after, until):
    """Return what a page says between two of its words."""
    text = text_of(answer)
    return text[text.index(after) : text.index(until, text.index(after))]


def letter_of(answer):
    pages = pypdfium2.PdfDocument(answer.content)
    return re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in pages))


def test_a_refusal_rests_on_what_failed_and_not_on_what_nobody_judged(decided):
    made = decided(Verdict.REFUSE, deposit=250_000_000)

    own, others = replay.rested_on(made)

    assert [reason["clause"] for reason in made.reason] == ["deposit"]
    assert [(one.id, one.result) for one in own] == [("deposit", "fail")]
    assert ("single-income", "unknown") in [(one.id, one.result) for one in others]
    assert replay.replay(made.assessment).same


def test_every_page_and_letter_of_a_refusal_gives_its_reason_and_no_other(decided, office, as_):  # noqa: F811
    made = decided(Verdict.REFUSE, deposit=250_000_000)
    mine, desk = f"/benefits/mine/{made.case.key}/", f"/benefits/desk/{made.case.key}/"
    hana = as_(office.hana)

    why = hana.get(f"{mine}why/")
    page = section(hana.get(mine), "지원해 드리지 못합니다", "이 결정의 이유가 아닌 조건")
    first = section(why, "결정의 이유", "이 결정의 이유가 아닌 조건")
    rest = section(why, "이 결정의 이유가 아닌 조건", OPEN)
    letter = letter_of(hana.get(f"{mine}letters/decision.pdf?lang=ko"))
    conditions = section(as_(office.seoyeon).get(desk), "조건", "맞는 조건")

    for shown in (page, first, letter, conditions):
        assert OVER in shown
        assert OPEN not in shown
    assert OVER not in rest


def test_a_refusal_by_judgement_gives_the_words_and_the_condition_they_answer(decided):
    made = decided(Verdict.REFUSE, reason="소득이 공고의 기준을 넘습니다.")

    assert [(one["clause"], one["ko"]) for one in made.reason] == [
        ("single-income", f"{OPEN} 맞지 않다고 판단했습니다."),
        ("judgement", "소득이 공고의 기준을 넘습니다."),
    ]
    assert [one.sentence.ko for one in replay.rested_on(made)[0]] == [f"{OPEN} 맞지 않다고 판단했습니다."]


def test_a_grant_says_what_a_person_judged_and_not_another_condition_in_its_place(decided):
    made = decided(Verdict.APPROVE, reason="소득이 기준 안입니다.")

    sentences = {one.id: one.sentence for one in replay.rested_on(made)[0]}

    assert sentences["single-income"].ko == f"{OPEN} 맞다고 판단했습니다."
    assert sentences["single-income"].en.endswith("It was judged to be met.")


def test_a_recheck_stands_beside_the_decision_and_never_in_its_place(office, run_jobs, as_):  # noqa: F811
    key = decided_case(office, run_jobs).key
    office.holders.known[office.hana.key]["lives_in_sejong"] = False
    number, day = paying.due_payments(date(2024, 3, 25))[0][1], date(2024, 3, 25)
    paying.pay(key=key, number=number, on=day)
    assert Assessment.objects.filter(case__key=key).last().kind == "recheck"

    why = as_(office.hana).get(f"/benefits/mine/{key}/why/")

    decision = section(why, "조건별로 보기", "지급하기 전에 다시 확인한 것")
    assert "세종시에 주민등록이 되어 있지 않습니다" not in decision
    assert "맞지 않음" not in decision
    assert "맞지 않음" in text_of(why).partition("지급하기 전에 다시 확인한 것")[2]
    assert "지급 전에 다시 확인한 결과 2024. 3. 25.(월)" in text_of(
        as_(office.seoyeon).get(f"/benefits/desk/{key}/")
    )
