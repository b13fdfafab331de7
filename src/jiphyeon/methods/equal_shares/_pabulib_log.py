"""What a Pabulib file does not do as the format asks, gathered while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from jiphyeon.kernel import Place, Refused, Words


@dataclass(frozen=True, slots=True)
class Deviation:
    """Something in the file that is not as the format asks, and what was done about it."""

    code: str
    lines: tuple[int, ...]
    words: Words

    def __str__(self) -> str:
        return f"{self.where}: {self.words.en}"

    def said(self, language: str) -> str:
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

    def note(self, code: str, line: int, *, ko: str, en: str, **values: object) -> None:
        """Note a deviation that does not change the outcome."""
        words = Words(ko, en).filled(**values)
        self.found.setdefault((code, words), []).append(line)

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
