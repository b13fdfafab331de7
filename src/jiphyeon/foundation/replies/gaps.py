"""Gaps in an answer, {번호} or {number}: which there are, which are none, and what a matter puts into them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jiphyeon.kernel import Refused, Words

Gaps = Mapping[str, Words]
"""Gaps by their code, each with the name it is written by in either language."""
_GAP = re.compile(r"\{([^{}\n]{1,40})\}")


def code_of(written: str, gaps: Gaps) -> str | None:
    """Return the gap that is written so, in either language; None where there is no such one.

    >>> code_of(" Number ", {"number": Words("번호", "number")})
    'number'
    """
    typed = written.strip().casefold()
    return next((code for code, words in gaps.items() if typed in {words.ko, words.en.casefold()}), None)


def check(text: str, gaps: Gaps) -> None:
    """Refuse a text with a gap that no matter of this kind fills, naming those there are."""
    unknown = [found for found in _GAP.findall(text) if code_of(found, gaps) is None]
    if unknown:
        raise Refused(
            "gap_unknown",
            ko="채울 수 없는 빈칸이 있습니다: {unknown}. 쓸 수 있는 빈칸: {known_ko}",
            en="Nothing fills this gap: {unknown}. There are: {known_en}.",
            unknown=", ".join(f"{{{one}}}" for one in dict.fromkeys(unknown)),
            known_ko=", ".join(f"{{{one.ko}}}" for one in gaps.values()),
            known_en=", ".join(f"{{{one.en}}}" for one in gaps.values()),
        )


def filled(text: str, gaps: Gaps, values: Mapping[str, str]) -> str:
    """Return a text with its gaps filled by code; one that the matter leaves empty stays as it is written.

    >>> filled("{번호} / {기한}", {"number": Words("번호", "number"), "due": Words("기한", "deadline")}, {"number": "7"})
    '7 / {기한}'
    """
    return _GAP.sub(lambda found: values.get(code_of(found[1], gaps) or "", "") or found[0], text)


def require_filled(text: str, gaps: Gaps) -> None:
    """Refuse to send a text in which a gap was left open; other braces are the writer's own."""
    left = [found for found in _GAP.findall(text) if code_of(found, gaps) is not None]
    if left:
        raise Refused(
            "gap_left_open",
            ko="채우지 않은 빈칸이 있습니다: {left}. 값을 적거나 지운 뒤 보내 주세요.",
            en="A gap is still open: {left}. Write what belongs there, or take it out, then send it.",
            left=", ".join(f"{{{one}}}" for one in dict.fromkeys(left)),
        )
