"""Conditions of the city's own programmes, said in plain words: what stands on the officers' pages."""

from datetime import date

import pytest

from jiphyeon.contexts.programmes.queries import expressions, rulebook

DAY = date(2026, 7, 1)
SAID = [
    (
        "youth-rent",
        "age",
        "만 나이: 청년 나이 하한부터 청년 나이 상한까지",
        "Age: from Youth age from to Youth age limit",
    ),
    ("youth-rent", "one-person", "가구원 수: 1명", "People in the household: 1"),
    ("youth-rent", "no-home", "주택 소유: 아니요", "Owning a home: no"),
    (
        "youth-rent",
        "amount",
        "월세, 월 지원 상한 가운데 가장 작은 값",
        "the smallest of Monthly rent, Most paid a month",
    ),
    (
        "youth-deposit-interest",
        "lease-kind",
        "임대차 방식: 전세 또는 보증부 월세",
        "Kind of lease: Jeonse (deposit only) or Deposit and monthly rent",
    ),
    (
        "youth-deposit-interest",
        "amount",
        "(임차보증금 대출 잔액, 대출 한도 가운데 가장 작은 값) × (대출 금리, 이자 지원율(연) 가운데 가장 작은 값)",
        "(the smallest of Deposit loan, Loan limit) × (the smallest of Loan interest rate, Interest supported (a year))",
    ),
    (
        "job-interview-support",
        "interview",
        "기준일: 면접일 다음 날부터 면접 뒤 신청 기간 안, 끝나는 날이 토요일·공휴일이면 그다음 근무일까지",
        (
            "the day asked about: within Months to apply after the interview after Day of the interview, "
            "or the next working day"
        ),
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("programme", "clause", "ko", "en"), SAID)
def test_a_condition_is_said_in_both_languages(programme, clause, ko, en):
    version = rulebook.version_on(programme, DAY)

    words = expressions.clause_words(version, version.clause(clause))

    assert (words.ko, words.en) == (ko, en)


@pytest.mark.django_db
def test_no_condition_of_the_city_is_left_in_the_notation():
    versions = [rulebook.version_on(programme, DAY) for programme in rulebook.offered()]
    left = {
        (version.programme.id, clause.id)
        for version in versions
        for clause in version.clauses
        for mark in ("if(", "_", "['", " in (")
        if mark in expressions.clause_words(version, clause).ko
    }

    assert left == set()
