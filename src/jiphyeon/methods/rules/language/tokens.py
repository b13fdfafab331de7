"""The words and signs of an expression, each with its place, and how a reader says no about one."""

from __future__ import annotations

import re
from typing import Any, NoReturn

from jiphyeon.kernel import Refused, Words

TOKENS = re.compile(
    r"""\s*(?:
    (?P<day>\d{4}-\d{2}-\d{2})
  | (?P<number>\d[\d_]{0,39}(?:\.\d{1,40})?%?)
  | (?P<name>[A-Za-z][A-Za-z0-9_]*)
  | (?P<text>'[^']*')
  | (?P<sign><=|>=|==|!=|[<>+\-*/×÷()\[\],])
  | (?P<end>\Z)
  | (?P<unknown>.)
)""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)


# Longer than any condition of any law that anybody could read.
LONGEST = 10_000


class Tokens:
    """The tokens of one expression and the one the reader has come to."""

    def __init__(self, text: str) -> None:
        self.text = text if len(text) <= LONGEST else f"{text[:60]}…"
        if len(text) > LONGEST:
            self.stop(
                "expression_too_long",
                LONGEST,
                "An expression may have {most:,} characters, not {have:,}; give its parts names under “values”.",
                "식은 {most:,}자까지 적을 수 있습니다. 지금은 {have:,}자입니다. values에서 조각마다 이름을 붙여 주세요.",
                most=LONGEST,
                have=len(text),
            )
        self.tokens: list[tuple[str, str, int]] = []
        for found in TOKENS.finditer(text):
            kind = found.lastgroup or "end"
            start = found.start(kind)
            if kind == "unknown":
                self.stop(
                    "expression_character",
                    start,
                    "{what!r} means nothing here.",
                    "‘{what}’은(는) 여기에 쓸 수 없는 글자입니다. 지워 주세요.",
                    what=found[kind],
                )
            self.tokens.append((kind, found[kind], start))
            if kind == "end":
                break
        self.index = 0

    # -- saying no ------------------------------------------------------------------------------------------

    def stop(self, code: str, at: int, en: str, ko: str, **values: Any) -> NoReturn:
        raise Refused(
            code,
            ko=ko + " (“{text}”의 {at}번째 글자)",
            en=en + " (character {at} of “{text}”)",
            at=at + 1,
            text=" ".join(self.text.split()),
            **values,
        )

    def expected(self, what: str, ko: str) -> NoReturn:
        """Refuse what stands here. `ko`: what is expected, with its particle."""
        kind, word, at = self.tokens[self.index]
        found = Words("식이 끝났습니다", "the expression ends")
        if kind != "end":
            found = Words("‘{word}’입니다", "there is {word!r}").filled(word=word)
        self.stop(
            "expression_expected",
            at,
            "Expected {what}, but {found}.",
            "여기에는 {what} 와야 합니다. 지금은 {found}.",
            what=Words(ko, what),
            found=found,
        )

    def mismatch(self, at: int, en: str, ko: str, **values: Any) -> NoReturn:
        self.stop("expression_type", at, en, ko, **values)

    # -- tokens ---------------------------------------------------------------------------------------------

    @property
    def here(self) -> int:
        return self.tokens[self.index][2]

    def next_is(self, *words: str) -> bool:
        kind, word, _ = self.tokens[self.index]
        return kind in {"sign", "name"} and word in words

    def take(self, *words: str) -> str | None:
        if self.next_is(*words):
            self.index += 1
            return self.tokens[self.index - 1][1]
        return None

    def need(self, word: str) -> None:
        if self.take(word) is None:
            self.expected(f"{word!r}", f"‘{word}’이(가)")
