"""The notation of a wording, read: `((name))`, `((flag??text))`, `((name:kind))`, and text between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jiphyeon.kernel import Refused
from jiphyeon.methods.wording.kinds import Kind

_GAP = re.compile(r"\(\(([^()]+)\)\)")
_HALF = re.compile(r"\(\(|\)\)")
_DROPPED = {ord(sign): None for sign in "_-"}
_SHOWN = 20  # signs of a half gap told to whoever wrote it


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """Return what names are compared by: case, blanks, `_` and `-` do not tell two names apart.

    >>> folded("First Name") == folded("first_name") == folded("FIRST-NAME")
    True
    """
    return "".join(unicodedata.normalize("NFC", name).translate(_DROPPED).casefold().split())


_KINDS = {folded(spelling): kind for kind in Kind for spelling in (kind.value, kind.words.ko)}


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap of a text. `name` as written, `key` as compared; `shown`: the text of a condition, None where it is none.

    `whole` is how the name reads with its kind: a program that knows nothing of kinds calls the value so.
    """

    name: str
    key: str
    whole: str
    kind: Kind | None = None
    shown: str | None = None


def pieces(text: str) -> Iterator[str | Gap]:
    """Yield texts and gaps by turns, a text first and last (it may be empty). Refused: a gap without a name.

    >>> [one if isinstance(one, str) else one.name for one in pieces("((이름))님, ((late??늦었습니다. ))끝")]
    ['', '이름', '님, ', 'late', '끝']
    """
    at = 0
    for found in _GAP.finditer(text):
        yield text[at : found.start()]
        yield _gap(found[1])
        at = found.end()
    yield text[at:]


def _gap(inside: str) -> Gap:
    whole, is_condition, shown = inside.partition("??")
    name, kind = whole, None
    if not is_condition:
        before, _colon, behind = whole.rpartition(":")
        kind = _KINDS.get(folded(behind)) if before else None
        name = before if kind else whole
    name = " ".join(name.split())
    key = folded(name)
    if not key:
        raise Refused(
            "wording_name_empty",
            ko="이름이 없는 빈칸이 있습니다: ((…)). 괄호 안에 이름을 적어 주세요.",
            en="There is a gap without a name: ((…)). Write a name between the brackets.",
        )
    return Gap(name, key, folded(whole), kind, shown if is_condition else None)


def stray(text: str) -> tuple[str, ...]:
    """Return where double brackets make no gap, each with what stands behind it: most often one bracket is missing.

    >>> stray("((이름)님, ((금액))원")
    ('((이름)님, ',)
    """
    found = []
    for piece in pieces(text):
        if isinstance(piece, str):
            found += [piece[one.start() : one.start() + _SHOWN] for one in _HALF.finditer(piece)]
    return tuple(found)
