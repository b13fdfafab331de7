"""Notice templates: read from data with every placeholder declared, and filled with every placeholder given.

A template file holds one template and all its versions, oldest first:

    code: benefit-received
    versions:
      - version: 1
        from: 2024-01-01
        placeholders: {programme_ko: text, programme_en: text, due: day}
        title: {ko: "…", en: "…"}
        body: {ko: "… {due} …", en: "… {due} …"}
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import pairwise
from string import Formatter
from typing import Any

import yaml

from jiphyeon.kernel import Place, Refused, Words

KINDS = ("text", "number", "won", "day")
RESIDENT_NUMBER = re.compile(r"(?<!\d)\d{6}[-\s]?[1-8]\d{6}(?!\d)")
_TEMPLATE_KEYS = {"code", "versions"}
_VERSION_KEYS = {"version", "from", "placeholders", "title", "body"}


@dataclass(frozen=True, slots=True)
class Template:
    """One version of a notice's wording. `placeholders` maps each name to its kind."""

    code: str
    version: int
    first_day: date
    placeholders: Mapping[str, str]
    title: Words
    body: Words

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

    Refused, with the place: YAML that cannot be read, a key that is not known or is missing, a placeholder used but
    not declared or declared but not used in both languages, versions out of order.
    """
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise Refused(
            "template_unreadable", en="This is not YAML that can be read.", place=Place(file, line=line)
        ) from wrong
    _only(data, _TEMPLATE_KEYS, file, "template")
    versions = [_version(str(data["code"]), entry, file) for entry in data["versions"] or ()]
    if not versions:
        raise Refused("template_empty", en="A template needs at least one version.", place=Place(file))
    for older, newer in pairwise(versions):
        if newer.version <= older.version or newer.first_day < older.first_day:
            raise Refused(
                "versions_out_of_order",
                en="Version {version} must have a higher number and no earlier day than the one above it.",
                place=Place(file),
                version=newer.version,
            )
    return versions


def _only(data: object, wanted: set[str], file: str, what: str) -> None:
    if not isinstance(data, dict):
        raise Refused("template_shape", en="A {what} must be a table of keys.", place=Place(file), what=what)
    unknown, missing = sorted(set(data) - wanted), sorted(wanted - set(data))
    if unknown or missing:
        raise Refused(
            "template_keys",
            en="A {what} has the keys {wanted}; unknown: {unknown}; missing: {missing}.",
            place=Place(file),
            what=what,
            wanted=", ".join(sorted(wanted)),
            unknown=", ".join(map(str, unknown)) or "none",
            missing=", ".join(missing) or "none",
        )


def _version(code: str, entry: Any, file: str) -> Template:
    _only(entry, _VERSION_KEYS, file, "version")
    for part in ("title", "body"):
        _only(entry[part], {"ko", "en"}, file, part)
    template = Template(
        code=code,
        version=int(entry["version"]),
        first_day=entry["from"],
        placeholders=dict(entry["placeholders"] or {}),
        title=Words(**entry["title"]),
        body=Words(**entry["body"]),
    )
    wrong_kinds = {name: kind for name, kind in template.placeholders.items() if kind not in KINDS}
    if wrong_kinds:
        raise Refused(
            "placeholder_kind",
            en="A placeholder is one of {kinds}, not {wrong}.",
            place=Place(file),
            kinds=", ".join(KINDS),
            wrong=wrong_kinds,
        )
    used = _used(template.title.ko, template.title.en, template.body.ko, template.body.en)
    if used != set(template.placeholders):
        raise Refused(
            "placeholders_disagree",
            en="Declared but not used: {idle}; used but not declared: {undeclared}.",
            place=Place(file),
            idle=", ".join(sorted(set(template.placeholders) - used)) or "none",
            undeclared=", ".join(sorted(used - set(template.placeholders))) or "none",
        )
    return template


def _used(*texts: str) -> set[str]:
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}


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
    return not RESIDENT_NUMBER.search(value)


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
        said = {name: _said(kind, values[name], language) for name, kind in template.placeholders.items()}
        return text.format(**said)

    return Written(
        Words(fill(template.title.ko, "ko"), fill(template.title.en, "en")),
        Words(fill(template.body.ko, "ko"), fill(template.body.en, "en")),
    )


def _said(kind: str, value: str | int, language: str) -> str:
    if kind == "won":
        return f"{value:,} won" if language == "en" else f"{value:,}원"
    if kind == "number":
        return f"{value:,}"
    if kind == "day":
        day = date.fromisoformat(str(value))
        if language == "en":
            return f"{day:%A}, {day.day} {day:%B %Y}"
        return f"{day.year}. {day.month}. {day.day}.({'월화수목금토일'[day.weekday()]})"
    return str(value)
