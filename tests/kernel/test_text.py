"""Text from outside is the same text whichever machine wrote it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.kernel import Place, Refused, clean, identifier

BOM, NO_BREAK, ZERO_WIDTH = chr(0xFEFF), chr(0xA0), chr(0x200B)


def test_decomposed_hangul_is_the_composed_word():
    assert clean(unicodedata.normalize("NFD", "성별")) == "성별"


@pytest.mark.parametrize("around", [" ", BOM, NO_BREAK, ZERO_WIDTH, "\t", "\r\n", BOM + NO_BREAK])
def test_what_cannot_be_seen_around_a_word_is_not_part_of_it(around):
    assert clean(around + "H1" + around) == "H1"


def test_a_blank_inside_stays():
    assert clean("한누리대로  2130") == "한누리대로  2130"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


def test_an_id_is_never_a_number():
    assert [identifier(text) for text in ("001", "1", "1.0", "+1", "#2")] == ["001", "1", "1.0", "+1", "#2"]


def test_a_sign_nobody_can_see_inside_an_id_is_refused_at_its_place():
    with pytest.raises(Refused) as no:
        identifier(f"H{ZERO_WIDTH}1", Place("people.csv", line=2))
    assert no.value.code == "identifier_invisible"
    assert str(no.value).startswith("people.csv, line 2: 'H")
