"""Where a fact about a person came from."""

from __future__ import annotations

from enum import StrEnum

from jiphyeon.kernel import Words


class Source(StrEnum):
    """Where a fact came from, strongest last; a citizen's own word alone never decides what a register holds."""

    STATED = "stated"
    REGISTER = "register"
    HOLDER = "holder"
    OFFICER = "officer"


SOURCE_WORDS: dict[Source, Words] = {
    Source.STATED: Words("직접 적은 것", "Stated"),
    Source.REGISTER: Words("시가 가진 정보", "The city's own record"),
    Source.HOLDER: Words("동의로 받은 정보", "Fetched with consent"),
    Source.OFFICER: Words("담당자 확인", "Checked by an officer"),
}
