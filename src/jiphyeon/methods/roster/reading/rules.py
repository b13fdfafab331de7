"""A city's committee rules from YAML: values, articles, days in force, and whether somebody read the text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from jiphyeon.kernel import Citation, Period, Place, Refused, Words, did_you_mean, perhaps, read_bytes
from jiphyeon.kernel.tables import decoded
from jiphyeon.methods.roster.law import (
    LIMITS,
    AgeWindow,
    Counted,
    Limit,
    Ratchet,
    Reckoned,
    Remedy,
    Rulebook,
    ShareRule,
)


def read_rules(path: Path) -> Rulebook:
    """Read a rule file. Raises Refused naming the entry that cannot be a rule."""
    text = decoded(read_bytes(path), path.name)
    try:
        data = yaml.load(unicodedata.normalize("NFC", text), Loader=_EachKeyOnce)  # noqa: S506 -- a safe loader's child
    except (yaml.YAMLError, RecursionError) as wrong:
        mark = getattr(wrong, "problem_mark", None)
        raise Refused(
            "rules_not_yaml",
            ko="YAML로 읽을 수 없습니다.",
            en="the file cannot be read as YAML.",
            place=Place(path.name, line=mark.line + 1 if mark else None),
        ) from wrong
    return _Reader(path.name).rulebook(data)


class _EachKeyOnce(yaml.SafeLoader):
    """YAML as it is safe to read, and a key that stands twice in one block is refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 -- yaml's own signature
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        if twice := next((key for number, key in enumerate(keys) if key in keys[:number]), None):
            raise yaml.constructor.ConstructorError(
                problem=f"{twice!r} stands twice", problem_mark=node.start_mark
            )
        return super().construct_mapping(node, deep)


CITED = ("verified", "citation")
IN_FORCE = ("from", "to", *CITED)
SHARE = (
    "key",
    "words",
    "count",
    "of",
    "at_least",
    "at_most",
    "label",
    "unless",
    "force",
    "ratchet",
    "remedy",
    *IN_FORCE,
)
CITATION = ("instrument", "article", "paragraph", "item", "in_force", "url")


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file

    def rulebook(self, data: Any) -> Rulebook:
        body = self._mapping(data, "file", ("city", "age_reckoned", "ages", "shares", "limits", "merger"))
        shares = tuple(self._share(one) for one in self._list(body, "shares"))
        for rule in shares:
            for label in rule.unless:
                self._one_of(label, [one.label for one in shares if one.label], f"{rule.key} unless")
        return Rulebook(
            str(body.get("city", "")),
            self._enum(Reckoned, self._get(body, "age_reckoned", "file"), "age_reckoned"),
            tuple(self._age(one) for one in self._list(body, "ages")),
            shares,
            tuple(self._limit(one) for one in self._list(body, "limits")),
            self._remedy(body, "merger"),
        )

    def _age(self, data: Any) -> AgeWindow:
        entry = self._mapping(data, "ages", ("lowest", "highest", *IN_FORCE))
        return AgeWindow(
            self._whole(entry, "lowest", "ages"),
            self._whole(entry, "highest", "ages"),
            self._period(entry, "ages"),
            self._citation(entry, "ages"),
        )

    def _share(self, data: Any) -> ShareRule:
        entry = self._mapping(data, "shares", SHARE)
        key = str(self._get(entry, "key", "shares"))
        floor = "at_least" in entry
        if floor == ("at_most" in entry):
            self._refuse(
                key, "at_least 또는 at_most 중 하나가 있어야 합니다.", "needs either at_least or at_most."
            )
        ratchet = None
        if entry.get("ratchet"):
            inner = self._mapping(entry["ratchet"], key, ("chair_excepted", *IN_FORCE))
            excepted = self._truth(inner, "chair_excepted", key)
            ratchet = Ratchet(self._period(inner, key), excepted, self._citation(inner, key))
        return ShareRule(
            key,
            self._words(entry, key),
            self._enum(Counted, self._get(entry, "count", key), key),
            self._one_of(self._get(entry, "of", key), ("appointed", "all"), key) == "all",
            self._ratio(entry["at_least" if floor else "at_most"], key),
            floor,
            self._period(entry, key),
            self._citation(entry, key),
            str(entry.get("label", "")),
            tuple(map(str, entry.get("unless", ()))),
            self._one_of(entry.get("force", "binding"), ("binding", "effort"), key) == "binding",
            ratchet,
            self._remedy(entry, "remedy"),
        )

    def _remedy(self, entry: Mapping[str, Any], key: str) -> Remedy | None:
        if key not in entry:
            return None
        inner = self._mapping(entry[key], key, ("words", *CITED))
        return Remedy(self._words(inner, key), self._citation(inner, key))

    def _limit(self, data: Any) -> Limit:
        entry = self._mapping(data, "limits", ("key", "words", "at_most", "label", "force", *IN_FORCE))
        key = str(self._get(entry, "key", "limits"))
        if key not in LIMITS:
            self._refuse(
                key, f"모르는 한도입니다. 아는 것: {', '.join(LIMITS)}", f"is not one of {', '.join(LIMITS)}."
            )
        return Limit(
            key,
            self._words(entry, key),
            self._whole(entry, "at_most", key),
            self._period(entry, key),
            self._citation(entry, key),
            str(entry.get("label", "")),
            self._one_of(entry.get("force", "binding"), ("binding", "effort"), key) == "binding",
        )

    def _ratio(self, value: Any, where: str) -> Fraction:
        try:
            ratio = Fraction(str(value))
        except (ValueError, ZeroDivisionError):
            ratio = Fraction(-1)
        if not 0 <= ratio <= 1 or isinstance(value, float):
            self._refuse(
                where,
                f"비율 {value!r}은(는) 2/10처럼 적어야 합니다.",
                f"share {value!r} must be written like 2/10.",
            )
        return ratio

    def _citation(self, entry: Mapping[str, Any], where: str) -> Citation:
        body = self._mapping(self._get(entry, "citation", where), where, CITATION)
        in_force = body.get("in_force")
        return Citation(
            str(self._get(body, "instrument", where)),
            str(body.get("article", "")),
            str(body.get("paragraph", "")),
            str(body.get("item", "")),
            in_force if isinstance(in_force, date) else None,
            str(body.get("url", "")),
            self._truth(entry, "verified", where, needed=True),
        )

    def _period(self, entry: Mapping[str, Any], where: str) -> Period:
        first, last = self._get(entry, "from", where), entry.get("to")
        if not isinstance(first, date) or not (last is None or isinstance(last, date)):
            self._refuse(where, "from과 to는 날짜여야 합니다.", "needs days in from and to.")
        return Period(first, last)

    def _words(self, entry: Mapping[str, Any], where: str) -> Words:
        words = self._mapping(self._get(entry, "words", where), where, ("ko", "en"))
        return Words(str(self._get(words, "ko", where)), str(self._get(words, "en", where)))

    def _whole(self, entry: Mapping[str, Any], key: str, where: str) -> int:
        value = self._get(entry, key, where)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self._refuse(
                where,
                f"{key}은(는) 0 이상의 정수여야 합니다.",
                f"needs a whole number of 0 or more in {key}.",
            )
        return int(value)

    def _truth(self, entry: Mapping[str, Any], key: str, where: str, *, needed: bool = False) -> bool:
        value = self._get(entry, key, where) if needed else entry.get(key, False)
        if not isinstance(value, bool):
            self._refuse(where, f"{key}은(는) true나 false여야 합니다.", f"needs true or false in {key}.")
        return bool(value)

    def _one_of(self, value: Any, words: Iterable[str], where: str) -> str:
        known = sorted(words)
        if value not in known:
            self._refuse(
                where,
                f"{value!r}은(는) 다음 중 하나여야 합니다: {', '.join(known)}.{perhaps(str(value), known)}",
                f"has {value!r}, which is not one of {', '.join(known)}{did_you_mean(str(value), known)}",
            )
        return str(value)

    def _enum(self, kind: type[Any], value: Any, where: str) -> Any:
        try:
            return kind(value)
        except ValueError:
            named = ", ".join(str(one.value) for one in kind)
            self._refuse(
                where,
                f"{value!r}은(는) 다음 중 하나여야 합니다: {named}",
                f"has {value!r}, which is not one of {named}.",
            )

    def _get(self, entry: Mapping[str, Any], key: str, where: str) -> Any:
        if key not in entry:
            self._refuse(where, f"{key}이(가) 없습니다.", f"lacks {key}.")
        return entry[key]

    def _list(self, entry: Mapping[str, Any], key: str) -> list[Any]:
        value = entry.get(key, [])
        if not isinstance(value, list):
            self._refuse(key, "목록이어야 합니다.", "must be a list.")
        return list(value)

    def _mapping(self, value: Any, where: str, known: Iterable[str]) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            self._refuse(where, "이름과 값의 묶음이어야 합니다.", "must map names to values.")
        for key in value:
            self._one_of(key, known, where)
        return dict(value)

    def _refuse(self, where: str, ko: str, en: str) -> None:
        raise Refused(
            "rule_unreadable",
            ko=f"규칙 {where}: {ko}".replace("{", "{{"),
            en=f"rule {where} {en}",
            place=Place(self.file),
        )
