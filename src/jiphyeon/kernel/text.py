"""Text that comes from outside, made the same whichever machine wrote it.

One word can be stored as composed or decomposed Hangul, with a byte order mark before it or a blank behind it. Readers
see one word; so must every comparison. `clean` is for any text, `identifier` for what names a thing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from uuid import UUID

from jiphyeon.kernel.refusal import Place, Refused

_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_OUTER = {"Cc", "Cf", "Zs", "Zl", "Zp"}


def clean(text: str) -> str:
    """Return the text in composed form (NFC), without blanks and invisible signs around it.

    >>> clean(chr(0xFEFF) + " 성별" + chr(0xA0)), clean("성별") == "성별"
    ('성별', True)
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = text.strip()
    first, last = 0, len(text)
    while first < last and unicodedata.category(text[first]) in _OUTER:
        first += 1
    while last > first and unicodedata.category(text[last - 1]) in _OUTER:
        last -= 1
    return text[first:last]


def identifier(text: str, place: Place | None = None) -> str:
    """Return what names a person or a thing: clean, and never turned into a number; `001` stays `001`.

    Refuses a sign inside it that nobody can see: two ids that look alike would be two.
    """
    found = clean(text)
    if hidden := next((sign for sign in found if unicodedata.category(sign) in _INVISIBLE), None):
        raise Refused(
            "identifier_invisible",
            ko="{text!r}에 보이지 않는 글자(U+{sign:04X})가 있습니다. 지우고 다시 저장해 주세요.",
            en="{text!r} holds a sign nobody can see (U+{sign:04X}); remove it and save again.",
            place=place,
            text=found,
            sign=ord(hidden),
        )
    return found


def uuid_of(text: str | None) -> UUID | None:
    """Return the key that an address or a form sent; nothing where it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def look_alikes(names: Iterable[str]) -> tuple[str, str] | None:
    """Return two names that differ only by the form of their signs, the one that stands first before the other; or None.

    Such names are never taken for one (what differs is kept apart), and whoever keeps both cannot tell them apart.

    >>> look_alikes(["5", "6", "６"]), look_alikes(["a", "A", "ㄱ", "가"])
    (('6', '６'), None)
    """
    every = list(names)
    if all(map(str.isascii, every)):
        return None
    seen: dict[str, str] = {}
    for name in every:
        first = seen.setdefault(name if name.isascii() else unicodedata.normalize("NFKC", name), name)
        if first != name:
            return first, name
    return None


# What a terminal obeys instead of showing, and what turns the order of the signs behind it.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def inert(text: str) -> str:
    r"""Return a text with every sign that a terminal would obey written out, as JSON writes it; lines and tabs stay.

    >>> inert("놀이터\u202e gpj.exe\x1b[2J")
    '놀이터\\u202e gpj.exe\\u001b[2J'
    """
    return _OBEYED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
