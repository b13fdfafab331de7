"""A word of a closed list carries what it is called."""

from enum import StrEnum

import pytest

from jiphyeon.kernel import Words, WordsEnum, choices


class Answer(WordsEnum):
    YES = "yes", "예", "Yes"
    NO = "no", "아니요", "No"


def test_a_member_is_its_code_and_says_its_words():
    assert Answer("yes") is Answer.YES
    assert (Answer.YES, f"{Answer.NO}") == ("yes", "no")
    assert Answer.YES.words == Words("예", "Yes")
    assert Answer.words_by_code() == {"yes": Words("예", "Yes"), "no": Words("아니요", "No")}
    with pytest.raises(ValueError, match="maybe"):
        Answer("maybe")


def test_a_column_offers_codes_by_name_with_words_and_without():
    class Plain(StrEnum):
        YES = "yes"

    assert choices(Answer) == {"yes": "YES", "no": "NO"}
    assert choices(Plain) == {"yes": "YES"}
