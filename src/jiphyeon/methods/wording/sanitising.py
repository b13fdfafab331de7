"""A value somebody else wrote, made harmless before it comes into an e-mail: no marks, no links."""

from __future__ import annotations

import re
from dataclasses import dataclass

# An address somebody meant to be followed, and words a mail program would make into one: `이름.com`, `끝.Next`.
_MEANT = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+]{0,15}:)?//[^\s<>\"']{1,2000}|\bwww\.[^\s<>\"']{1,2000}", re.IGNORECASE
)
_ACCIDENTAL = re.compile(r"(?<=[0-9A-Za-z가-힣])\.(?=[A-Za-z가-힣]{2})")
_MARK = re.compile(r"[\\`*_{}\[\]()#+!|~^<>-]")
_NUMBERED = re.compile(r"(^[ \t]{0,20}[0-9]{1,3})\.", re.MULTILINE)
_BULLET = re.compile(r"^([ \t]{0,20})•", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sanitised:
    """A value before and after: what a sender is told of what was taken out of it."""

    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


def sanitised(value: str) -> Sanitised:
    r"""Return a value with its links dropped, with dots that would make a link broken, and with every mark escaped.

    >>> sanitised("Kim-Lee").after, sanitised("보기.com, https://x.example/a 를").after
    ('Kim\\-Lee', '보기. com,  를')
    """
    text = _MEANT.sub("", value)
    text = _ACCIDENTAL.sub(". ", text)
    text = _MARK.sub(lambda mark: f"\\{mark[0]}", text)
    text = _BULLET.sub(r"\1·", text)
    return Sanitised(value, _NUMBERED.sub(r"\1\\.", text))
