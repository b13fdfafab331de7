"""A draw anybody can repeat: commit to the panels first, let a public source pick, publish the record.

As RFC 3797 asks: the pool, the rules, the list of panels and the future source are fixed and published as one hash
before the source speaks; afterwards its value picks a panel by a rule that leaves no choice. The record holds all
of it, people by row and features only, and is checked with the standard library alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from jiphyeon.kernel import Refused
from jiphyeon.methods.sortition.checker import Findings, check
from jiphyeon.methods.sortition.drand import randomness
from jiphyeon.methods.sortition.pool import Pool, Quota, Relation, Task

FORMAT = "jiphyeon draw record 1"
KINDS = ("seed", "drand", "lottery", "sealed")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the chance comes from, named before it speaks.

    `drand`: a chain and round of the public beacon ("quicknet 1234567"). `lottery`: a published lottery result
    ("동행복권 로또 1180회"). `sealed`: secrets of several people, each sealed beforehand by SHA-256 of
    "name:secret" (`seals`). `seed`: a value given on the spot, fit for rehearsals and tests.
    """

    kind: str
    name: str = ""
    seals: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise Refused(
                "source_unknown",
                ko="추첨 근거의 종류를 알 수 없습니다: {kind}. 가능한 값: {known}",
                en="There is no source of kind {kind!r}; known are {known}.",
                kind=self.kind,
                known=", ".join(KINDS),
            )
        if self.kind in ("drand", "lottery") and not self.name:
            raise Refused(
                "source_unnamed",
                ko="어느 회차의 결과로 뽑을지 미리 적어야 합니다.",
                en="Name the round that will decide, before it is drawn.",
            )
        if self.kind == "sealed" and len(self.seals) < 2:
            raise Refused(
                "seals_too_few",
                ko="봉인된 값은 두 사람 이상의 것이어야 합니다.",
                en="Sealed inputs need at least two people.",
            )


def canonical(plain: Any) -> bytes:
    """Return the one byte string of a plain value: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def commit(statement: Mapping[str, Any], source: Source) -> dict[str, Any]:
    """Return a record that fixes the statement and the source and waits for the source to speak."""
    named: dict[str, Any] = {"kind": source.kind, "name": source.name}
    if source.seals:
        named["seals"] = dict(source.seals)
    return {
        "format": FORMAT,
        "statement": dict(statement),
        "source": named,
        "commitment": _commitment(statement, named),
        "value": None,
        "selected": None,
    }


def seal(name: str, secret: str) -> str:
    """Return the seal of one person's secret."""
    return hashlib.sha256(f"{name}:{secret}".encode()).hexdigest()


def picked(
    record: Mapping[str, Any], value: str | Mapping[str, str], *, signature: str = ""
) -> dict[str, Any]:
    """Return the record completed by the source's value.

    `value`: drand's randomness in hexadecimal; the lottery's numbers in published order; the secrets by name; the
    seed. `signature`: drand's, kept so that `verify` can check it again (see `drand.of_beacon`). Refuses a record
    already decided, a value that does not fit the source, and a signature that is not the value's.
    """
    if record["value"] is not None:
        raise Refused(
            "already_drawn",
            ko="이미 추첨이 끝난 기록입니다.",
            en="This record is already decided; a draw is made once.",
        )
    plain = _normal(record["source"], value)
    index = _index(record["commitment"], plain, record["statement"]["weights"])
    done = {**record, "value": plain, "selected": record["statement"]["panels"][index]}
    if signature:
        done["signature"] = signature
        _check_signature(done, plain)
    return {**done, "alternates": _alternates(done)} if "alternates" in record["statement"] else done


def _alternates(record: Mapping[str, Any]) -> dict[str, Any]:
    """Choose the alternates of a decided record: the value that picked the panel also throws these dice."""
    from jiphyeon.methods.sortition.drop_outs import alternates  # noqa: PLC0415 -- only records with alternates need numpy

    wanted = record["statement"]["alternates"]
    dice = Random(f"{record['commitment']}\n{_told(record['value'])}\nalternates")  # noqa: S311 -- to be repeatable
    found = alternates(
        task_of(record["statement"]), record["selected"], wanted["rates"], wanted["number"], dice
    )
    return {
        "rows": list(found.rows),
        "breach_without": found.breach_without,
        "breach_with": found.breach_with,
        "samples": found.samples,
    }


def task_of(statement: Mapping[str, Any]) -> Task:
    """Return the task that a statement describes."""
    return Task(
        Pool(
            tuple(dict(zip(statement["categories"], person, strict=True)) for person in statement["people"]),
            tuple(
                Relation(tie["kind"], "", tuple(row - 1 for row in tie["members"]), tie["limit"])
                for tie in statement["relations"]
            ),
        ),
        tuple(
            Quota(quota["category"], quota["feature"], quota["minimum"], quota["maximum"])
            for quota in statement["quotas"]
        ),
        statement["seats"],
    )


def select(
    commitment: str, value: str, panels: Sequence[Sequence[int]], weights: Sequence[float]
) -> list[int]:
    """Return the panel that a value picks under a commitment."""
    return list(panels[_index(commitment, value, weights)])


def _commitment(statement: Mapping[str, Any], source: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical({"format": FORMAT, "source": source, "statement": statement})).hexdigest()


def _index(commitment: str, value: str | Mapping[str, str], weights: Sequence[float]) -> int:
    """Read SHA-256 of commitment and value as a fraction of one, and find the panel whose stretch holds it.

    The weights are added exactly as fractions, so that no machine's rounding can change the panel.
    """
    digest = hashlib.sha256(f"{commitment}\n{_told(value)}".encode()).hexdigest()
    point = Fraction(int(digest, 16), 2**256)
    parts = [Fraction(weight) for weight in weights]
    point *= sum(parts)
    reached = Fraction(0)
    for index, part in enumerate(parts):
        reached += part
        if point < reached:
            return index
    return len(parts) - 1


def _told(value: str | Mapping[str, str]) -> str:
    return value if isinstance(value, str) else canonical(value).decode()


def _normal(source: Mapping[str, Any], value: str | Mapping[str, str]) -> str | dict[str, str]:
    """Return the value in the one form that counts, or refuse it."""
    if source["kind"] == "sealed":
        return _opened(source["seals"], value)
    if not isinstance(value, str) or not value.strip():
        raise _unfit("the value is missing", "값이 없습니다")
    told = value.strip()
    if source["kind"] == "drand":
        told = told.lower()
        if len(told) != 64 or any(sign not in "0123456789abcdef" for sign in told):
            raise _unfit("drand's randomness has 64 hexadecimal digits", "drand 값은 16진수 64자리입니다")
    if source["kind"] == "lottery":
        numbers = told.replace(",", " ").split()
        if not all(number.isascii() and number.isdigit() for number in numbers):
            raise _unfit("a lottery result is a list of whole numbers", "당첨 번호는 정수여야 합니다")
        told = " ".join(str(int(number)) for number in numbers)
    return told


def _check_signature(record: Mapping[str, Any], value: str | Mapping[str, str]) -> None:
    """Refuse a signature that is not the source's, or not the one the value comes from."""
    source, signature = record["source"], record["signature"]
    if source["kind"] != "drand" or not isinstance(signature, str):
        raise _unfit("only drand's rounds are signed", "서명은 drand 값에만 있습니다")
    if randomness(source["name"], signature) != value:
        raise _unfit("it is not that of the signature", "서명에서 나온 값이 아닙니다")


def _opened(seals: Mapping[str, str], value: str | Mapping[str, str]) -> dict[str, str]:
    if not isinstance(value, Mapping) or set(value) != set(seals):
        raise _unfit(
            f"secrets are needed of exactly: {', '.join(sorted(seals))}",
            f"다음 사람 모두의 값이 필요합니다: {', '.join(sorted(seals))}",
        )
    for name, secret in value.items():
        if seal(name, secret) != seals[name]:
            raise _unfit(f"the secret of {name} does not open the seal", f"{name}의 값이 봉인과 다릅니다")
    return dict(sorted(value.items()))


def _unfit(en: str, ko: str) -> Refused:
    return Refused("value_unfit", ko=f"추첨 값이 맞지 않습니다: {ko}.", en=f"The value does not fit: {en}.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What re-running a record showed; `problems` is empty where all of it is true."""

    problems: tuple[str, ...]
    findings: Findings
    decided: bool


def verify(record: Mapping[str, Any]) -> Verdict:
    """Check a record from nothing but itself: hash, source, panel picked, lawfulness and certificate."""
    _shape(record)
    problems = []
    if _commitment(record["statement"], record["source"]) != record["commitment"]:
        problems.append("The statement or the source was changed after the commitment.")
    try:
        findings = check(record["statement"])
    except (AttributeError, IndexError, KeyError, LookupError, StopIteration, TypeError, ValueError) as wrong:
        raise Refused(
            "record_malformed",
            ko="기록의 형식이 잘못되었습니다: {why}",
            en="The record's statement is malformed: {why}.",
            why=f"{type(wrong).__name__} {wrong}",
        ) from None
    problems.extend(findings.problems)
    decided = record["value"] is not None
    if decided:
        problems.extend(_pick_problems(record))
    elif record["selected"] is not None:
        problems.append("A panel is named although the source has not spoken.")
    return Verdict(tuple(problems), findings, decided)


def _pick_problems(record: Mapping[str, Any]) -> list[str]:
    try:
        value = _normal(record["source"], record["value"])
        if "signature" in record:
            _check_signature(record, value)
    except Refused as no:
        return [no.words.en]
    statement = record["statement"]
    index = _index(record["commitment"], value, statement["weights"])
    if statement["panels"][index] != record["selected"]:
        return [f"The value picks panel {index + 1}, not the one that the record names."]
    if "alternates" in statement and _alternates(record)["rows"] != record.get("alternates", {}).get("rows"):
        return ["The value chooses other alternates than the record names."]
    return []


def _shape(record: Mapping[str, Any]) -> None:
    """Refuse what is not a record of this format."""
    keys = ("statement", "source", "commitment", "value", "selected")
    if not isinstance(record, Mapping) or record.get("format") != FORMAT:
        raise Refused("not_a_record", ko="추첨 기록이 아닙니다.", en=f"This is not a {FORMAT!r}.")
    for key in keys:
        if key not in record:
            raise Refused(
                "record_incomplete",
                ko="기록에 '{key}'이(가) 없습니다.",
                en="The record lacks {key!r}.",
                key=key,
            )
