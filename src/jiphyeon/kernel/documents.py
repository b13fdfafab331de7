"""JSON from outside, read as strictly as a table: one meaning or none. The one reader of the house."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from jiphyeon.kernel.files import read_bytes
from jiphyeon.kernel.refusal import Place, Refused

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What a JSON document may hold, as it goes out; one that came in is asked what it is before it is used."""

DIGITS = 400
"""No number of a city has more signs; what does was made to stand a reader still."""

Number = Callable[[str], Any]
"""Makes a number of its text; may refuse it."""


def read_json(path: Path, *, whole: Number = int, fraction: Number = float, as_written: bool = False) -> Any:
    """Return the document in a JSON file. Raises Refused as `parse_json` does, and where the file cannot be read."""
    return parse_json(read_bytes(path), path.name, whole=whole, fraction=fraction, as_written=as_written)


def parse_json(
    raw: bytes, name: str, *, whole: Number = int, fraction: Number = float, as_written: bool = False
) -> Any:
    """Return the document in `raw`; texts and names come composed (NFC), a byte order mark is passed over.

    Refuses what is not UTF-8, a name that stands twice in one object, NaN and Infinity, numbers of absurd length,
    halves of characters and nesting that no reader could follow: two programs would read two documents.

    `whole` and `fraction` make the numbers. `as_written` leaves texts as they stand: where a hash was taken of them,
    composing would change what was hashed.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Refused(
            "json_not_utf8",
            ko="UTF-8이 아닌 파일입니다. UTF-8로 저장해 주세요.",
            en="The file is not UTF-8; save it as UTF-8.",
            place=Place(name, line=line),
        ) from None
    reader = _Reader(name, whole, fraction)
    try:
        found = json.loads(
            text,
            object_pairs_hook=reader.object,
            parse_constant=reader.constant,
            parse_int=reader.whole,
            parse_float=reader.fraction,
        )
        if reader.doubtful or "\\ud" in text.lower():
            reader.refuse_unusable(found)
        # Texts of ASCII without escapes are composed as they stand.
        return found if as_written or (text.isascii() and "\\u" not in text) else _composed(found)
    except json.JSONDecodeError as error:
        raise Refused(
            "json_unreadable",
            ko="JSON으로 읽을 수 없습니다({why}).",
            en="This cannot be read as JSON ({why}).",
            place=Place(name, line=error.lineno),
            why=error.msg,
        ) from None
    except RecursionError:
        raise Refused(
            "json_too_deep",
            ko="너무 깊이 겹친 JSON입니다.",
            en="The JSON is nested too deeply.",
            place=Place(name),
        ) from None


class _Unusable(str):
    """A number as written that no reader can use; kept until its place is known."""

    __slots__ = ()


class _NoNumber(_Unusable):
    """NaN or an infinity."""

    __slots__ = ()


class _Reader:
    """What is done with the parts of one document while it is read."""

    def __init__(self, name: str, whole: Number, fraction: Number) -> None:
        self.name, self._whole, self._fraction = name, whole, fraction
        self.doubtful = False
        """Whether a number was met that no reader can use."""

    def constant(self, word: str) -> _Unusable:
        self.doubtful = True
        return _NoNumber(word)

    def whole(self, digits: str) -> Any:
        return self._whole(digits) if len(digits) <= DIGITS else self._unusable(digits)

    def fraction(self, digits: str) -> Any:
        made = self._fraction(digits) if len(digits) <= DIGITS else math.inf
        return self._unusable(digits) if isinstance(made, float) and math.isinf(made) else made

    def _unusable(self, digits: str) -> _Unusable:
        self.doubtful = True
        return _Unusable(digits)

    def object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Names that differ in nothing a reader sees are one name."""
        found = dict(pairs)
        if len({_composed(key) for key in found}) < len(pairs):
            names = [_composed(key) for key, _ in pairs]
            raise Refused(
                "json_name_twice",
                ko="이름 {key!r}이(가) 한 묶음에 두 번 있습니다.",
                en="The name {key!r} stands twice in one object.",
                place=Place(self.name),
                key=next(key for key in names if names.count(key) > 1)[:60],
            )
        return found

    def refuse_unusable(self, document: Any) -> None:
        """Refuse the first number or text in the document that no reader can use, at its place."""
        for at, value in _leaves(document):
            place = Place(self.name, key=at or None)
            if isinstance(value, _NoNumber):
                raise Refused(
                    "json_not_a_number",
                    ko="{word}은(는) 수가 아닙니다.",
                    en="{word} is not a number.",
                    place=place,
                    word=str(value),
                )
            if isinstance(value, _Unusable):
                raise Refused(
                    "json_number_too_long",
                    ko="{start}…로 시작하는 수는 너무 큽니다.",
                    en="The number that begins {start}… is too large.",
                    place=place,
                    start=value[:20],
                )
            if any("\ud800" <= sign <= "\udfff" for sign in value):
                raise Refused(
                    "json_half_sign",
                    ko="글자의 반쪽(서러게이트)이 들어 있습니다.",
                    en="A text holds half a character (a lone surrogate).",
                    place=place,
                )


def _leaves(document: Any) -> Iterator[tuple[str, str]]:
    """Give every text, name and unusable number in the document with its place, in the document's order."""
    waiting = [("", document)]
    while waiting:
        at, value = waiting.pop()
        if isinstance(value, str):
            yield at, value
        elif isinstance(value, dict):
            for name, inner in reversed(value.items()):
                waiting += [(f"{at}.{name}" if at else name, inner), (at, name)]
        elif isinstance(value, list):
            waiting += [(f"{at}[{number}]", inner) for number, inner in reversed([*enumerate(value)])]


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_composed(one) for one in value]
    if isinstance(value, dict):
        return {_composed(key): _composed(one) for key, one in value.items()}
    return value
