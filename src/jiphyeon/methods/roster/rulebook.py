"""A city's committee rules from YAML: values, articles, days in force, and whether somebody read the text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from jiphyeon.kernel import Citation, Period, Place, Refused, Words
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
from jiphyeon.methods.roster.table import decoded


def read_rules(path: Path) -> Rulebook:
    """Read a rule file. Raises Refused naming the entry that cannot be a rule."""
    try:
        data = yaml.safe_load(decoded(path))
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        raise Refused(
            "rules_not_yaml",
            ko="YAML로 읽을 수 없습니다.",
            en="the file cannot be read as YAML.",
            place=Place(path.name, line=mark.line + 1 if mark else None),
        ) from wrong
    return _Reader(path.name).rulebook(data)


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file

    def rulebook(self, data: Any) -> Rulebook:
        body = self._mapping(data, "file")
        return Rulebook(
            str(body.get("city", "")),
            self._enum(Reckoned, self._get(body, "age_reckoned", "file"), "age_reckoned"),
            tuple(self._age(one) for one in self._list(body, "ages")),
            tuple(self._share(one) for one in self._list(body, "shares")),
            tuple(self._limit(one) for one in self._list(body, "limits")),
            self._remedy(body, "merger"),
        )

    def _age(self, data: Any) -> AgeWindow:
        entry = self._mapping(data, "ages")
        return AgeWindow(
            self._whole(entry, "lowest", "ages"),
            self._whole(entry, "highest", "ages"),
            self._period(entry, "ages"),
            self._citation(entry, "ages"),
        )

    def _share(self, data: Any) -> ShareRule:
        entry = self._mapping(data, "shares")
        key = str(self._get(entry, "key", "shares"))
        floor = "at_least" in entry
        if floor == ("at_most" in entry):
            self._refuse(
                key, "at_least 또는 at_most 중 하나가 있어야 합니다.", "needs either at_least or at_most."
            )
        ratchet = None
        if entry.get("ratchet"):
            inner = self._mapping(entry["ratchet"], key)
            ratchet = Ratchet(
                self._period(inner, key), bool(inner.get("chair_excepted", False)), self._citation(inner, key)
            )
        return ShareRule(
            key,
            self._words(entry, key),
            self._enum(Counted, self._get(entry, "count", key), key),
            self._get(entry, "of", key) == "all",
            self._ratio(entry["at_least" if floor else "at_most"], key),
            floor,
            self._period(entry, key),
            self._citation(entry, key),
            str(entry.get("label", "")),
            tuple(map(str, entry.get("unless", ()))),
            entry.get("force", "binding") == "binding",
            ratchet,
            self._remedy(entry, "remedy"),
        )

    def _remedy(self, entry: Mapping[str, Any], key: str) -> Remedy | None:
        if key not in entry:
            return None
        inner = self._mapping(entry[key], key)
        return Remedy(self._words(inner, key), self._citation(inner, key))

    def _limit(self, data: Any) -> Limit:
        entry = self._mapping(data, "limits")
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
            entry.get("force", "binding") == "binding",
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
        body = self._mapping(self._get(entry, "citation", where), where)
        in_force = body.get("in_force")
        return Citation(
            str(self._get(body, "instrument", where)),
            str(body.get("article", "")),
            str(body.get("paragraph", "")),
            str(body.get("item", "")),
            in_force if isinstance(in_force, date) else None,
            str(body.get("url", "")),
            bool(self._get(entry, "verified", where)),
        )

    def _period(self, entry: Mapping[str, Any], where: str) -> Period:
        first, last = self._get(entry, "from", where), entry.get("to")
        if not isinstance(first, date) or not (last is None or isinstance(last, date)):
            self._refuse(where, "from과 to는 날짜여야 합니다.", "needs days in from and to.")
        return Period(first, last)

    def _words(self, entry: Mapping[str, Any], where: str) -> Words:
        words = self._mapping(self._get(entry, "words", where), where)
        return Words(str(self._get(words, "ko", where)), str(self._get(words, "en", where)))

    def _whole(self, entry: Mapping[str, Any], key: str, where: str) -> int:
        value = self._get(entry, key, where)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self._refuse(
                where, f"{key}는 0 이상의 정수여야 합니다.", f"needs a whole number of 0 or more in {key}."
            )
        return int(value)

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

    def _mapping(self, value: Any, where: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            self._refuse(where, "이름과 값의 묶음이어야 합니다.", "must map names to values.")
        return dict(value)

    def _refuse(self, where: str, ko: str, en: str) -> None:
        raise Refused(
            "rule_unreadable",
            ko=f"규칙 {where}: {ko}".replace("{", "{{"),
            en=f"rule {where} {en}",
            place=Place(self.file),
        )
