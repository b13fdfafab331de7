"""Where a fact about a person came from."""

from __future__ import annotations

from jiphyeon.kernel import WordsEnum


class Source(WordsEnum):
    """Where a fact came from, strongest last; a citizen's own word alone never decides what a register holds."""

    STATED = "stated", "직접 적은 것", "Stated"
    REGISTER = "register", "시가 가진 정보", "The city's own record"
    HOLDER = "holder", "동의로 받은 정보", "Fetched with consent"
    OFFICER = "officer", "담당자 확인", "Checked by an officer"
