"""A wording: subject and body with gaps, compiled once and filled for as many people as there are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from jiphyeon.kernel import Refused, Words, particles
from jiphyeon.kernel.words import Language
from jiphyeon.methods.wording.kinds import Kind
from jiphyeon.methods.wording.notation import Gap, folded, pieces

Value: TypeAlias = "str | int | Sequence[str]"
"""What may come into a gap: a text, a whole number, or several texts."""

_HANGUL = re.compile("[가-힣]")
_TRUE = frozenset({"yes", "y", "true", "t", "1", "include", "show"})
_PIECES_LOOKED_AT = 40  # before a particle; gaps left empty one after another are not a sentence


class Rendered(NamedTuple):
    """A wording with its gaps filled. The subject stands in one line."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One name a wording asks for, as it is first written; `kinds` it is written in, and whether it is (also) a condition."""

    name: str
    kinds: tuple[Kind, ...]
    is_condition: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """How values fit a wording: names it asks for and nobody gave, names given that it does not ask for."""

    missing: tuple[str, ...]
    extra: tuple[str, ...]


class _Text:
    """One compiled text: pieces with holes, and what fills each hole, in order."""

    __slots__ = ("_bullets", "_language", "_pieces", "_slots")

    def __init__(self, read: Sequence[str | Gap], language: Language, *, bullets: bool) -> None:
        self._language: Language = language
        self._bullets = bullets
        self._pieces: list[str] = []
        self._slots: list[tuple[int, Gap | str, str, bool]] = []
        for piece in read:
            if isinstance(piece, Gap):
                is_plain = piece.kind is None and piece.shown is None
                self._slots.append((len(self._pieces), piece, piece.key, is_plain))
                self._pieces.append("")
            else:
                self._lay(piece)

    def _lay(self, text: str) -> None:
        """Lay down a text; a pair of particles that follows it is chosen now, one that follows a gap when it is filled."""
        at, laid = 0, ""
        for found in particles.PAIR.finditer(text):
            laid += text[at : found.start()]
            at = found.end()
            last = particles.word_before(laid)[-1:]
            if "가" <= last <= "힣":
                laid += particles.chosen(found[0], laid)
                continue
            self._pieces += [laid, ""]
            self._slots.append((len(self._pieces) - 1, found[0], "", False))
            laid = ""
        if rest := laid + text[at:]:
            self._pieces.append(rest)

    def filled(self, given: Mapping[str, Value]) -> str:
        """Return the text with its gaps filled. Raises KeyError where a value is missing."""
        made = self._pieces.copy()
        for at, what, key, is_plain in self._slots:
            if is_plain:
                value = given[key]
                made[at] = value if type(value) is str else self._shown(key, value)
            elif isinstance(what, str):
                made[at] = _particle(what, made, at)
            else:
                made[at] = self._special(what, given)
        return "".join(made)

    def _special(self, gap: Gap, given: Mapping[str, Value]) -> str:
        value = given[gap.key] if gap.key in given else given[gap.whole]
        if value is None:
            raise KeyError(gap.key)
        if gap.shown is not None:
            return gap.shown if str(value).lower() in _TRUE else ""
        if gap.kind is not None:
            return gap.kind.written(gap.name, value, self._language)
        return self._shown(gap.name, value)

    def _shown(self, name: str, value: object) -> str:
        if value is None:
            raise KeyError(name)
        if isinstance(value, str | int | float):
            return str(value)
        if isinstance(value, list | tuple):
            items = [found for one in value if one is not None and (found := " ".join(str(one).split()))]
            return self._listed(items)
        raise Refused(
            "wording_value_kind",
            ko="‘{name}’에는 글이나 수, 글의 목록만 넣을 수 있습니다.",
            en="“{name}” takes a text, a number or a list of texts.",
            name=name,
        )

    def _listed(self, items: list[str]) -> str:
        if not items:
            return ""
        if self._bullets:
            return "\n\n" + "\n".join(f"* {item}" for item in items)
        if self._language == "ko" or len(items) == 1:
            return ", ".join(items)
        return f"{', '.join(items[:-1])} and {items[-1]}"


def _particle(pair: str, made: list[str], at: int) -> str:
    """Return the particle right behind what is made so far."""
    before = made[at - 1]
    last = before[-1:]
    if "가" <= last <= "힣" or "1" <= last <= "9":  # what stands before it changes nothing
        return particles.chosen(pair, before)
    back = at - 1
    first = max(0, at - _PIECES_LOOKED_AT)
    while back > first and len(before) < particles.LOOKED_AT:
        back -= 1
        before = made[back] + before
    return particles.chosen(pair, before)


class Wording:
    """A subject and a body, each with gaps, compiled.

    `bullets`: a list that comes into the body stands below it, an item a line (e-mails and letters); otherwise, and in
    the subject, it stands within the sentence. `language`: how kinds and lists are written; where it is left out,
    Korean if a Hangul syllable stands in the wording. Refused: a gap without a name.

    >>> Wording(subject="", body="((이름))은(는) ((기한:날짜))까지").rendered({"이름": "김하나", "기한": "2024-03-02"}).body
    '김하나는 2024. 3. 2.(토)까지'
    """

    __slots__ = ("_body", "_names", "_subject", "body", "fields", "language", "placeholders", "subject")

    def __init__(
        self, subject: str = "", body: str = "", *, bullets: bool = False, language: Language | None = None
    ) -> None:
        self.subject = subject
        self.body = body
        self.language: Language = language or (
            "ko" if _HANGUL.search(subject) or _HANGUL.search(body) else "en"
        )
        in_subject, in_body = list(pieces(subject)), list(pieces(body))
        self._subject = _Text(in_subject, self.language, bullets=False)
        self._body = _Text(in_body, self.language, bullets=bullets)
        self.fields = _fields([one for one in (*in_subject, *in_body) if isinstance(one, Gap)])
        self.placeholders: tuple[str, ...] = tuple(field.name for field in self.fields)
        self._names = {folded(name): name for name in self.placeholders}

    def rendered(self, values: Mapping[str, Value]) -> Rendered:
        """Return subject and body with every gap filled; names are matched whatever their case, blanks, `_` and `-`.

        Values nobody asked for are passed over. What comes in is not read again: brackets in a value stay brackets.
        Refused, by name: a missing value (None is one), two different values for one name, one not of its kind.
        """
        given = {folded(name): value for name, value in values.items()}
        if len(given) != len(values):
            self._refuse_doubles(values)
        try:
            subject = self._subject.filled(given)
            body = self._body.filled(given)
        except KeyError:
            raise self._missing(values) from None
        return Rendered(" ".join(subject.split()), body)

    def compared(self, values: Mapping[str, object]) -> Comparison:
        """Return which names are missing among `values`, and which of theirs the wording does not ask for."""
        given = {folded(name) for name, value in values.items() if value is not None}
        asked = {gap: field for field in self.fields for gap in (folded(field.name), *_with_kinds(field))}
        found = {asked[key].name for key in given if key in asked}
        return Comparison(
            missing=tuple(name for name in self.placeholders if name not in found),
            extra=tuple(name for name in values if folded(name) not in asked),
        )

    def _missing(self, values: Mapping[str, object]) -> Refused:
        names = self.compared(values).missing
        return Refused(
            "wording_values_missing",
            ko="빈칸을 채울 값이 없습니다: {names}",
            en="Values are missing: {names}.",
            names=", ".join(names),
        )

    def _refuse_doubles(self, values: Mapping[str, Value]) -> None:
        seen: dict[str, str] = {}
        for name, value in values.items():
            first = seen.setdefault(folded(name), name)
            if first != name and values[first] != value:
                raise Refused(
                    "wording_value_twice",
                    ko="‘{one}’과(와) ‘{other}’은(는) 같은 빈칸인데 값이 서로 다릅니다.",
                    en="“{one}” and “{other}” are one gap, and their values differ.",
                    one=first,
                    other=name,
                )


def _with_kinds(field: Placeholder) -> list[str]:
    names = (Words.text(kind.words, language) for kind in field.kinds for language in ("ko", "en"))
    return [folded(f"{field.name}:{kind}") for kind in names]


def _fields(gaps: Sequence[Gap]) -> tuple[Placeholder, ...]:
    """Return what is asked for, each name once, in the order of first mention."""
    by_key: dict[str, list[Gap]] = {}
    for gap in gaps:
        by_key.setdefault(gap.key, []).append(gap)
    return tuple(
        Placeholder(
            every[0].name,
            tuple(dict.fromkeys(gap.kind for gap in every if gap.kind is not None)),
            any(gap.shown is not None for gap in every),
        )
        for every in by_key.values()
    )
