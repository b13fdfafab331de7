"""Reads a pack's benefits.yaml; anything misspelt, missing or of the wrong kind is refused with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml

from jiphyeon.contexts.benefits.rules.policy import (
    Call,
    Conflict,
    Facility,
    Policy,
    Programme,
    Remedy,
    Terms,
)
from jiphyeon.kernel import Citation, Period, Place, Refused, Words

T = TypeVar("T")
_KINDS = ("money", "stage", "fee")


@dataclass(frozen=True)
class _Node:
    """A piece of the file that knows where it stands."""

    file: str
    path: str
    value: Any

    def wrong(self, ko: str, en: str) -> Refused:
        return Refused("policy_wrong", ko=ko, en=en, place=Place(self.file, column=self.path or "(top)"))

    def keys(self, *, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> None:
        if not isinstance(self.value, dict):
            raise self.wrong("항목의 모음이어야 합니다.", "A mapping is expected here.")
        for key in self.value:
            if key not in (*required, *optional):
                raise self.wrong(
                    f"모르는 항목입니다: {key}",
                    f"Unknown key {key!r}; known: {', '.join((*required, *optional))}.",
                )
        for key in required:
            if key not in self.value:
                raise self.wrong(f"항목이 빠졌습니다: {key}", f"The key {key!r} is missing.")

    def at(self, key: str) -> _Node:
        return _Node(self.file, f"{self.path}.{key}" if self.path else key, self.value.get(key))

    def items(self, read: Callable[[_Node], T]) -> tuple[T, ...]:
        if self.value is None:
            return ()
        if not isinstance(self.value, list):
            raise self.wrong("목록이어야 합니다.", "A list is expected here.")
        return tuple(read(_Node(self.file, f"{self.path}[{i}]", part)) for i, part in enumerate(self.value))

    def named(self, read: Callable[[str, _Node], T]) -> dict[str, T]:
        if not isinstance(self.value, dict):
            raise self.wrong("항목의 모음이어야 합니다.", "A mapping is expected here.")
        return {key: read(key, self.at(key)) for key in self.value}

    def whole(self, *, least: int = 0) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < least:
            raise self.wrong(
                f"{least} 이상의 정수여야 합니다: {self.value!r}",
                f"A whole number of at least {least} is expected, not {self.value!r}.",
            )
        return int(self.value)

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value:
            raise self.wrong("글이어야 합니다.", f"Text is expected, not {self.value!r}.")
        return self.value

    def yes(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.wrong("true 또는 false여야 합니다.", f"true or false is expected, not {self.value!r}.")
        return self.value

    def day(self) -> date:
        if not isinstance(self.value, date):
            raise self.wrong(
                "날짜(2024-03-04)여야 합니다.", f"A date (2024-03-04) is expected, not {self.value!r}."
            )
        return self.value

    def words(self) -> Words:
        self.keys(required=("ko", "en"))
        return Words(self.at("ko").text(), self.at("en").text())

    def citation(self) -> Citation:
        self.keys(
            required=("instrument", "verified"), optional=("article", "paragraph", "item", "in_force", "url")
        )
        said = {
            key: str(self.value[key]) for key in ("article", "paragraph", "item", "url") if key in self.value
        }
        return Citation(
            instrument=self.at("instrument").text(),
            in_force=self.at("in_force").day() if "in_force" in self.value else None,
            verified=self.at("verified").yes(),
            **said,
        )


def _terms(node: _Node) -> Terms:
    node.keys(
        required=(
            "from",
            "answer_working_days",
            "supplement_days",
            "machine_may_approve",
            "two_people",
            "verified",
        ),
        optional=("pay_day", "cites"),
    )
    has = node.value
    return Terms(
        first=node.at("from").day(),
        answer_working_days=node.at("answer_working_days").whole(least=1),
        supplement_days=node.at("supplement_days").whole(least=1),
        machine_may_approve=node.at("machine_may_approve").yes(),
        two_people=node.at("two_people").yes(),
        verified=node.at("verified").yes(),
        pay_day=node.at("pay_day").whole(least=1) if "pay_day" in has else 25,
        cites=node.at("cites").items(_Node.citation),
    )


def _call(node: _Node) -> Call:
    node.keys(required=("id", "ko", "en", "first", "last", "verified"), optional=("note",))
    return Call(
        id=node.at("id").text(),
        words=Words(node.at("ko").text(), node.at("en").text()),
        period=Period(node.at("first").day(), node.at("last").day()),
        verified=node.at("verified").yes(),
        note=node.at("note").words() if "note" in node.value else None,
    )


def _conflict(node: _Node) -> Conflict:
    node.keys(required=("programme", "ko", "en", "cite"))
    words = Words(node.at("ko").text(), node.at("en").text())
    return Conflict(node.at("programme").text(), words, node.at("cite").citation())


def _programme(key: str, node: _Node) -> Programme:
    node.keys(
        required=("kind", "initiative", "unit", "terms"),
        optional=(
            "figures", "calls", "conflicts", "not_rechecked", "papers", "outcome_months", "stage",
            "period_for", "search_words",
        ),
    )  # fmt: skip
    has = node.value
    if has["kind"] not in _KINDS:
        raise node.at("kind").wrong("모르는 종류입니다.", f"The kind is one of {', '.join(_KINDS)}.")
    terms = node.at("terms").items(_terms)
    if not terms or [t.first for t in terms] != sorted({t.first for t in terms}):
        raise node.at("terms").wrong(
            "시작일이 빠른 것부터 하나씩 적어 주세요.",
            "List the terms by their first day, earliest first, no day twice.",
        )
    return Programme(
        id=key,
        kind=has["kind"],
        initiative=node.at("initiative").text(),
        unit=node.at("unit").text(),
        figures=node.at("figures").named(lambda _, part: part.text()) if "figures" in has else {},
        terms=terms,
        calls=node.at("calls").items(_call),
        conflicts=node.at("conflicts").items(_conflict),
        not_rechecked=frozenset(node.at("not_rechecked").items(_Node.text)),
        papers=node.at("papers").named(lambda _, part: part.words()) if "papers" in has else {},
        outcome_months=node.at("outcome_months").items(lambda part: part.whole(least=1)),
        stage=node.at("stage").words() if "stage" in has else None,
        period_for=node.at("period_for").words() if "period_for" in has else None,
        search_words=node.at("search_words").text() if "search_words" in has else "",
    )


def _remedy(node: _Node) -> Remedy:
    days = ("opinion_days", "objection_days", "answer_days", "extension_days", "appeal_days")
    node.keys(required=("from", *days, "objection", "appeal"))
    return Remedy(
        first=node.at("from").day(),
        objection=node.at("objection").citation(),
        appeal=node.at("appeal").citation(),
        **{name: node.at(name).whole(least=1) for name in days},
    )


def _facility(key: str, node: _Node) -> Facility:
    node.keys(required=("ko", "en", "fee", "unit", "from", "verified", "programme"))
    return Facility(
        id=key,
        words=Words(node.at("ko").text(), node.at("en").text()),
        fee=node.at("fee").whole(least=1),
        unit=node.at("unit").words(),
        first=node.at("from").day(),
        verified=node.at("verified").yes(),
        programme=node.at("programme").text(),
    )


def read(path: Path) -> Policy:
    """Read the office's policy from a file. Refused with file and place on anything unclear."""
    try:
        value: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        raise Refused(
            "policy_unreadable",
            ko="읽을 수 없는 YAML입니다. 들여쓰기와 쌍점을 확인해 주세요.",
            en="This is not readable YAML; check the indentation and colons.",
            place=Place(path.name, line=mark.line + 1 if mark else None),
        ) from None
    top = _Node(path.name, "", value)
    top.keys(required=("programmes", "remedies"), optional=("facilities", "finder", "qualifications"))
    remedies = top.at("remedies").items(_remedy)
    if not remedies:
        raise top.at("remedies").wrong(
            "불복 방법이 하나는 있어야 합니다.", "At least one way to object is needed."
        )
    return Policy(
        programmes=top.at("programmes").named(_programme),
        remedies=remedies,
        facilities=top.at("facilities").named(_facility) if "facilities" in value else {},
        qualifications=top.at("qualifications").named(lambda _, part: part.words())
        if "qualifications" in value
        else {},
        finder=top.at("finder").items(_Node.text),
    )


def check_against(policy: Policy, pack: Any) -> None:
    """Refuse a policy that speaks of programmes, clauses or facts the rules do not have."""
    for programme in policy.programmes.values():
        place = Place("benefits.yaml", column=f"programmes.{programme.id}")
        if programme.id not in pack.programmes:
            known = ", ".join(sorted(pack.programmes))
            raise Refused(
                "no_rules",
                en="There are no rules for {id}; there are for {known}.",
                place=place,
                id=programme.id,
                known=known,
            )
        clauses = {
            clause.id for version in pack.programmes[programme.id].versions for clause in version.clauses
        }
        for name in programme.not_rechecked - clauses:
            raise Refused(
                "no_clause",
                en="not_rechecked names {name!r}, which is no clause of it.",
                place=place,
                name=name,
            )
        for name in set(programme.papers) - set(pack.facts):
            raise Refused("no_fact", en="papers names {name!r}, which is no fact.", place=place, name=name)
        for conflict in programme.conflicts:
            if conflict.programme not in policy.programmes:
                raise Refused(
                    "no_conflict",
                    en="conflicts names {name!r}, which the office does not run.",
                    place=place,
                    name=conflict.programme,
                )
