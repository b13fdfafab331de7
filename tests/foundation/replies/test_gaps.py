"""Gaps of a saved answer: written in either language, checked when it is saved, filled by a matter, none sent open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.foundation.replies import gaps
from jiphyeon.kernel import Refused, Words

KNOWN = {"number": Words("번호", "number"), "due": Words("기한", "deadline")}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{번호}의 기한은 {기한}입니다.", "7의 기한은 {기한}입니다."),
        ("{number}, { Number }", "7, 7"),
        ("{없는 것} {}", "{없는 것} {}"),
    ],
)
def test_what_the_matter_knows_is_filled_in_and_all_else_stays(text, message):
    assert gaps.filled(text, KNOWN, {"number": "7", "due": ""}) == message


def test_a_gap_that_nothing_fills_is_refused_with_those_there_are():
    gaps.check("{번호} {deadline} 2{", KNOWN)
    with pytest.raises(Refused) as no:
        gaps.check("{번호} {이름} {이름}", KNOWN)
    assert no.value.code == "gap_unknown"
    assert "{이름}. 쓸 수 있는 빈칸: {번호}, {기한}" in no.value.words.ko


def test_no_known_gap_is_sent_open_and_other_braces_are_the_writers_own():
    gaps.require_filled("{없는 것} {", KNOWN)
    with pytest.raises(Refused) as no:
        gaps.require_filled("{기한}까지", KNOWN)
    assert no.value.code == "gap_left_open"


@given(st.text(max_size=80))
def test_any_text_is_filled_or_refused_and_a_filled_one_can_be_sent(text):
    try:
        gaps.check(text, KNOWN)
    except Refused:
        return
    gaps.require_filled(gaps.filled(text, KNOWN, {"number": "7", "due": "3월"}), KNOWN)
