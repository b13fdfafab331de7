"""What a Pabulib file does not do as the format asks, gathered while it is read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

from jiphyeon.kernel import Place, Refused, Words

Allowed = Literal["limits", "dropped"]
"""What a reader may ask for: ballots beyond the file's own limits counted as cast; what cannot be read left out."""

ASK = {
    "limits": Words(
        "그래도 적힌 대로 세려면 --allow limits를 주세요.",
        "--allow limits counts such ballots as they were cast.",
    ),
    "dropped": Words(
        "그 부분만 빼고 세려면 --allow dropped를 주세요.", "--allow dropped counts such rows without it."
    ),
}


@dataclass(frozen=True, slots=True)
class Deviation:
    """Something in the file that is not as the format asks, and what was done about it."""

    code: str
    lines: tuple[int, ...]
    words: Words

    def __str__(self) -> str:
        return f"{self.where}: {self.words.en}"

    def text(self, language: str) -> str:
        """Return the lines and what is the matter with them, in the reader's language."""
        if language == "en":
            return str(self)
        more = f" 외 {len(self.lines) - 3:,}곳" if len(self.lines) > 3 else ""
        return f"{', '.join(map(str, self.lines[:3]))}행{more}: {self.words.ko}"

    @property
    def where(self) -> str:
        """The lines, the first three by number."""
        shown = ", ".join(str(line) for line in self.lines[:3])
        more = f" and {len(self.lines) - 3:,} more" if len(self.lines) > 3 else ""
        return f"line{'s' if len(self.lines) > 1 else ''} {shown}{more}"


@dataclass
class Log:
    """Gathers deviations of one file; the same code and sentence share one entry."""

    file: str
    found: dict[tuple[str, Words], list[int]] = field(default_factory=dict)
    broken: dict[tuple[str, Words], tuple[Allowed, str | None]] = field(default_factory=dict)

    def note(self, code: str, line: int, *, ko: str, en: str, **values: object) -> None:
        """Note a deviation that does not change the outcome."""
        words = Words(ko, en).filled(**values) if values else Words(ko, en)
        self.found.setdefault((code, words), []).append(line)

    def break_(
        self, kind: Allowed, code: str, line: int, column: str | None, *, ko: str, en: str, **values: object
    ) -> None:
        """Note what could change the outcome: `settle` refuses it, unless it is allowed."""
        words = Words(ko, en).filled(**values) if values else Words(ko, en)
        self.found.setdefault((code, words), []).append(line)
        self.broken[code, words] = (kind, column)

    def settle(self, allow: Collection[Allowed]) -> None:
        """Refuse the first of what could change the outcome and is not allowed; say how often it stands in the file."""
        here = [key for key, (kind, _) in self.broken.items() if kind not in allow]
        if not here:
            return
        key = min(here, key=lambda key: min(self.found[key]))
        kind, column = self.broken[key]
        code, words = key
        lines = sorted({line for same in here if same[0] == code for line in self.found[same]})
        often = Words("", "")
        if len(lines) > 1:
            often = Words(f" 이런 줄이 {len(lines):,}개입니다.", f" {len(lines):,} lines are so.")
        raise Refused(
            code,
            ko=f"{words.ko}{often.ko} {ASK[kind].ko}",
            en=f"{words.en}{often.en} {ASK[kind].en}",
            place=Place(self.file, line=lines[0], column=column),
        )

    def refuse(
        self, code: str, line: int | None, column: str | None = None, *, ko: str, en: str, **values: object
    ) -> Refused:
        """Return the refusal of this file at a line."""
        return Refused(code, ko=ko, en=en, place=Place(self.file, line=line, column=column), **values)

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """All of them, by their first line."""
        made = [
            Deviation(code, tuple(dict.fromkeys(lines)), words) for (code, words), lines in self.found.items()
        ]
        return tuple(sorted(made, key=lambda deviation: deviation.lines[0]))
