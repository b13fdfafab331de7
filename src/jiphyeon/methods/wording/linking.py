"""What a phone or a mail program would make into a link, however it is written, and whether it leads to one's own pages.

A text is brought to what is seen of it first: compatibility forms to plain ones, signs that nobody sees left out. A gap may
hold anything, so a mark stands for it that belongs to whatever it stands beside. A condition is read shown and not shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import product

from jiphyeon.kernel import Refused
from jiphyeon.methods.wording.notation import pieces

GAP = "\ue000"
"""What stands for the value of a gap where a text is read before it is filled."""
MOST_TOGETHER = 8
"""Conditions between two blanks; more are not read in every way, and refused."""

_UNSEEN = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_NEVER = frozenset({"Cf", "Mn", "Me"})
_ALIKE = {
    "。": ".",
    "⁄": "/",
    "∕": "/",
    "⧸": "/",
    "∶": ":",
    "ː": ":",
}  # what addresses take for, or look like, the plain sign
_LETTER = rf"[^\W\d_]|{GAP}"
# The Hangul top-level domains that there are; any other Hangul behind a dot is the next sentence.
_TOP = rf"(?:xn--[a-z0-9-]+|(?:(?![가-힣])(?:{_LETTER})){{2,}}|(?<=[a-z0-9-]\.){GAP}|한국|삼성|닷컴|닷넷)"
_LINK = re.compile(
    rf"//\S|\bwww\.\S|(?<![\w.])[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}(?![\w]|\.[0-9])|[\w{GAP}-]\.{_TOP}(?![\w-])|[\w{GAP}-]\.{_TOP}(?=[가-힣])",
    re.IGNORECASE,
)
_SUSPECT = re.compile(
    r"[.．。｡․﹒][^\s\d()（）]|[/／⁄∕⧸]{2}|\d[.．。｡․﹒]\d{1,3}[.．。｡․﹒]\d{1,3}[.．。｡․﹒]\d"
)
# Where a word of a sentence ends and an address may begin: `누리집(www…`, `누리집:www…`.
_BEGINS = re.compile(r"(?<![\x21-\x7e])[(\[{<「『“‘\"'](?=\S)|\]\(|(?<=[가-힣]):(?=[^/0-9])")
_STOPS = ".,;:!?)]}>」』”’\"'"
_ADDRESS = re.compile(
    r"(?:https://|[A-Za-z0-9._-]+@)?(?P<host>[A-Za-z0-9.-]+)(?P<path>(?:/[A-Za-z0-9/_.~-]*)?)"
    r"(?P<rest>(?:\?[A-Za-z0-9/_.~=&%-]*)?(?:#[A-Za-z0-9/_.~=&%-]*)?)"
)


def seen(text: str) -> str:
    """Return a text as it is seen: compatibility forms as plain signs, and nothing that is not seen.

    >>> seen("ｅｖｉｌ．com"), seen("주민\u200b번호"), seen("evil。com")
    ('evil.com', '주민번호', 'evil.com')
    """
    return text if text.isascii() else unicodedata.normalize("NFC", "".join(map(_sign, text)))


@lru_cache(maxsize=8192)
def _sign(sign: str) -> str:
    # One sign at a time: a long row of marks costs a whole-text normalisation the square of its length.
    plain = unicodedata.normalize("NFKC", sign) if sign not in _UNSEEN else ""
    return "".join(
        _ALIKE.get(one, one)
        for one in plain
        if unicodedata.category(one) not in _NEVER and one not in _UNSEEN
    )


def links(text: str) -> tuple[str, ...]:
    """Return the words that would be made into links, as seen, in order: `https://…`, `www.…`, `city.go.kr/pay`, `10.0.0.1`.

    >>> links("납부: city.go.kr/pay?n=1 또는 https://a.example. 2024. 3. 2.까지, 문의 044-300-0000")
    ('city.go.kr/pay?n=1', 'https://a.example')
    """
    return tuple(word.rstrip(_STOPS) for word in _words(seen(text)) if _LINK.search(word))


def _words(text: str) -> Iterator[str]:
    return (word for part in text.split() for word in _BEGINS.split(part))


def leads_away(text: str, domains: Collection[str], *, plain: bool = True) -> tuple[str, ...]:
    """Return the links of a text that are not addresses under one of these domains, written in plain ASCII.

    `plain`: nothing may follow a path either (`?`, `#`). An address of e-mail at one of the domains is one.

    >>> leads_away("www.city.go.kr/pay 에서, city.go.kr.evil.com, 10.0.0.1:80/a", ["city.go.kr"])
    ('city.go.kr.evil.com', '10.0.0.1:80/a')
    """
    if not _SUSPECT.search(text) and "www" not in text:
        return ()
    written = frozenset(_words(text))
    found = (word for word in _words(seen(text)) if _LINK.search(word))
    return tuple(
        word.rstrip(_STOPS) for word in found if not (word in written and _is_own(word, domains, plain=plain))
    )


def _is_own(word: str, domains: Collection[str], *, plain: bool) -> bool:
    """Return whether a word is an address under one of these domains, whatever sentence goes on right behind it."""
    end = len(bare := word.rstrip(_STOPS))
    while end and "가" <= bare[end - 1] <= "힣":
        end -= 1
    if end < len(bare) and bare[end - 1 : end] == ".":  # a name that goes on in Korean is another's
        return False
    found = _ADDRESS.fullmatch(bare[:end].rstrip(_STOPS))
    if found is None or ".." in found["path"] or "//" in found["path"] or (plain and found["rest"]):
        return False
    host = found["host"].lower()
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def readings(text: str) -> Iterator[str]:
    """Yield the parts of an unfilled text in every way they can read: gaps as `GAP`, conditions shown and not shown.

    A part ends at a blank outside of gaps, for no link goes beyond one. Refused: a gap without a name, and more conditions
    stuck together than are read.
    """
    part: list[tuple[str, ...]] = []
    conditions = 0
    for piece in pieces(text):
        if not isinstance(piece, str):
            part.append((GAP,) if piece.shown is None else ("", piece.shown))
            conditions += piece.shown is not None
            if conditions > MOST_TOGETHER:
                raise Refused(
                    "wording_conditions_together",
                    ko="조건이 {most}개 넘게 붙어 있습니다. 사이를 띄우거나 나누어 적어 주세요.",
                    en="More than {most} conditions stand together. Put blanks between them.",
                    most=MOST_TOGETHER,
                )
            continue
        first, *rest = re.split(r"\s+", piece) or [""]
        part.append((first,))
        for more in rest:
            yield from map("".join, product(*part))
            part, conditions = [(more,)], 0
    yield from map("".join, product(*part))
