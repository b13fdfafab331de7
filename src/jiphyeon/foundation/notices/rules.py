"""Notice templates: read from data with every placeholder declared, and filled with every placeholder given.

A template file holds one template and all its versions, oldest first, and what is so of all of them (a city that words a
room's notice anew leaves that to the room):

    code: benefit-received
    topic: cases
    urgency: ordinary
    legal: 행정절차법 제24조        # only where a law has it told
    versions:
      - version: 1
        from: 2024-01-01
        placeholders: {programme_ko: text, programme_en: text, due: day}
        title: {ko: "…", en: "…"}
        body: {ko: "… {due} …", en: "… {due} …"}
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import pairwise
from string import Formatter
from typing import Any

from jiphyeon.foundation.notices.enums import Topic, Urgency, Way
from jiphyeon.foundation.secrets.resident_numbers import holds_resident_number
from jiphyeon.kernel import Place, Refused, Words, particles, source, written_days
from jiphyeon.kernel.source import Block

KINDS = ("text", "number", "won", "day")


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """What a kind of notice is about, how soon it wants to be told, and the law that has it told ("" where none)."""

    topic: Topic = Topic.CASES
    urgency: Urgency = Urgency.ORDINARY
    legal: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """One version of a notice's wording. `placeholders` maps each name to its kind."""

    code: str
    version: int
    first_day: date
    placeholders: Mapping[str, str]
    title: Words
    body: Words
    kind: NoticeKind

    def as_json(self) -> dict[str, Any]:
        """Return what is kept in the database, so that old notices read as they were sent."""
        return {
            "placeholders": dict(self.placeholders),
            "title": {"ko": self.title.ko, "en": self.title.en},
            "body": {"ko": self.body.ko, "en": self.body.en},
        }

    @property
    def digest(self) -> str:
        """Return the hash by which a changed wording under an old version number is noticed."""
        return sha256(json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def read_templates(text: str, *, file: str) -> list[Template]:
    """Return the versions a template file holds.

    Refused, with the place: what `kernel.source` refuses, a placeholder used but not declared or declared but not used
    in both languages, versions out of order.
    """
    data = source.parse(text.encode(), file).only(
        {"code", "topic", "urgency", "legal", "versions"}, "a template"
    )
    code = data.text("code", "a template")
    what = f"the template {code}"
    kind = NoticeKind(
        Topic(data.choice("topic", list(Topic), what)) if "topic" in data else Topic.CASES,
        Urgency(data.choice("urgency", list(Urgency), what)) if "urgency" in data else Urgency.ORDINARY,
        data.text("legal", what, ""),
    )
    versions = [_version(code, kind, entry) for entry in data.listed("versions", what)]
    if not versions:
        data.stop(
            "template_empty",
            "A template needs at least one version.",
            "문구에는 판이 하나 이상 있어야 합니다. versions에 적어 주세요.",
            key="versions",
        )
    for older, newer in pairwise(versions):
        if newer.version <= older.version or newer.first_day < older.first_day:
            data.stop(
                "versions_out_of_order",
                "Version {version} must have a higher number and no earlier day than the one above it.",
                "{version}판은 위의 판보다 번호가 크고 날짜가 빠르지 않아야 합니다.",
                key="versions",
                version=newer.version,
            )
    return versions


def _version(code: str, kind: NoticeKind, entry: Block) -> Template:
    what = f"a version of {code}"
    entry.only({"version", "from", "placeholders", "title", "body"}, what)
    declared = entry.block("placeholders", what)
    template = Template(
        code=code,
        version=entry.whole("version", what),
        first_day=entry.day("from", what),
        placeholders={
            name: declared.choice(name, KINDS, f"the placeholders of {code}") for name in declared.entries
        },
        title=entry.words("title", what),
        body=entry.words("body", what),
        kind=kind,
    )
    used = _used(template.title.ko, template.title.en, template.body.ko, template.body.en)
    if used != set(template.placeholders):
        entry.stop(
            "placeholders_disagree",
            "Declared but not used: {idle}; used but not declared: {undeclared}.",
            "적어 두고 쓰지 않은 빈칸: {idle} · 쓰고 적어 두지 않은 빈칸: {undeclared}. 둘을 맞춰 주세요.",
            key="placeholders",
            idle=", ".join(sorted(set(template.placeholders) - used)) or "none",
            undeclared=", ".join(sorted(used - set(template.placeholders))) or "none",
        )
    return template


def _used(*texts: str) -> set[str]:
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}


def worded_anew(room: Sequence[Template], own: Sequence[Template], *, file: str) -> list[Template]:
    """Return a notice's versions where a city words it: the room's before the city's first, then the city's alone.

    Refused: other placeholders than the room fills, a first day before that of the room's words.
    """
    for template in own:
        if room and template.placeholders != room[-1].placeholders:
            raise Refused(
                "placeholders_not_filled",
                ko="{version}판의 빈칸이 방에서 채우는 것과 다릅니다. 채우는 것: {filled}",
                en="Version {version} has other placeholders than the room fills: {filled}.",
                place=Place(file),
                version=template.version,
                filled=", ".join(f"{name}: {kind}" for name, kind in room[-1].placeholders.items()),
            )
    before = [one for one in room if one.version < own[0].version]
    if before and own[0].first_day < before[-1].first_day:
        raise Refused(
            "versions_out_of_order",
            ko="{version}판은 방의 문구가 시작하는 {first}보다 먼저 시작할 수 없습니다.",
            en="Version {version} must begin no earlier than the room's own words: {first}.",
            place=Place(file),
            version=own[0].version,
            first=before[-1].first_day,
        )
    return [*before, *(replace(one, kind=room[-1].kind) if room else one for one in own)]


def in_force(templates: Sequence[Template], on: date) -> Template | None:
    """Return the newest version whose first day has come."""
    return max((t for t in templates if t.first_day <= on), key=lambda t: t.version, default=None)


def checked(template: Template, values: Mapping[str, str | int]) -> dict[str, str | int]:
    """Return the values, or refuse: each placeholder wants exactly one value of its kind, and nobody's resident number."""
    missing, unknown = set(template.placeholders) - set(values), set(values) - set(template.placeholders)
    if missing or unknown:
        raise Refused(
            "notice_values",
            ko="알림 {wording}에 채울 값이 맞지 않습니다. 빠진 값: {missing}, 모르는 값: {unknown}",
            en="Notice {wording}: missing values: {missing}; unknown values: {unknown}.",
            wording=template.code,
            missing=", ".join(sorted(missing)) or "-",
            unknown=", ".join(sorted(unknown)) or "-",
        )
    for name, kind in template.placeholders.items():
        if not _fits(kind, values[name]):
            raise Refused(
                "notice_value_kind",
                ko="알림 {wording}의 {name}에는 {kind} 값이 와야 합니다.",
                en="Notice {wording}: {name} wants a value of kind {kind}.",
                wording=template.code,
                name=name,
                kind=kind,
            )
    return dict(values)


def _fits(kind: str, value: str | int) -> bool:
    if kind in {"number", "won"}:
        return isinstance(value, int) and not isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if kind == "day":
        try:
            date.fromisoformat(value)
        except ValueError:
            return False
        return True
    return not holds_resident_number(value)


def way_of(urgency: Urgency, *, is_legal: bool, chosen: Way | None) -> Way:
    """Return how a notice is told: as its reader chose, but never by the inbox alone what the law has told.

    What is urgent is told at once; without a choice, as its kind wants.
    """
    if urgency is Urgency.URGENT:
        return Way.AT_ONCE
    if chosen is None or (is_legal and chosen is Way.INBOX):
        return Way.DAILY if urgency is Urgency.DAILY else Way.AT_ONCE
    return chosen


@dataclass(frozen=True, slots=True)
class Written:
    """A template with its values filled in, in both languages."""

    title: Words
    body: Words

    @property
    def digest(self) -> str:
        """Return the hash of exactly what the addressee reads."""
        parts = [self.title.ko, self.title.en, self.body.ko, self.body.en]
        return sha256("\x1f".join(parts).encode()).hexdigest()


def written(template: Template, values: Mapping[str, str | int]) -> Written:
    """Return the notice as it reads. Amounts and days are said as each language says them."""

    def fill(text: str, language: str) -> str:
        texts = {
            name: _value_text(kind, values[name], language) for name, kind in template.placeholders.items()
        }
        return particles.filled(text, texts) if language == "ko" else text.format_map(texts)

    return Written(
        Words(fill(template.title.ko, "ko"), fill(template.title.en, "en")),
        Words(fill(template.body.ko, "ko"), fill(template.body.en, "en")),
    )


def _value_text(kind: str, value: str | int, language: str) -> str:
    if kind == "won":
        return f"{value:,} won" if language == "en" else f"{value:,}원"
    if kind == "number":
        return f"{value:,}"
    if kind == "day":
        day = date.fromisoformat(str(value))
        return f"{day:%A}, {day.day} {day:%B %Y}" if language == "en" else written_days.korean(day)
    return str(value)
