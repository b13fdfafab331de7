"""A draw anybody can repeat: commit to the panels first, let a public source pick, publish the record.

As RFC 3797 asks: the pool, the rules, the list of panels and the future source are fixed and published as one hash
before the source speaks; afterwards its value picks a panel by a rule that leaves no choice. The record holds all
of it, people by row and features only, and is checked with the standard library alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import cast

from jiphyeon.kernel import Checked, Refused, Words
from jiphyeon.methods.sortition.checker.check import check
from jiphyeon.methods.sortition.checker.findings import DIGITS, Findings
from jiphyeon.methods.sortition.checker.published import AlternateRows, Record, SourceRow, Statement
from jiphyeon.methods.sortition.checker.shape import RECORD, check_shape
from jiphyeon.methods.sortition.drand import randomness
from jiphyeon.methods.sortition.pool import Pool, Quota, Relation, Task

FORMAT = "jiphyeon draw record 2"
EARLIER = "jiphyeon draw record 1"
"""The format of before 0.3.0: read and checked, no longer written."""
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


def canonical(plain: object) -> bytes:
    """Return the one byte string of a plain value: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def commit(statement: Statement, source: Source) -> Record:
    """Return a record that fixes the statement and the source and waits for the source to speak."""
    named: SourceRow = {"kind": source.kind, "name": source.name}
    if source.seals:
        named["seals"] = dict(source.seals)
    return {
        "format": FORMAT,
        "statement": statement.copy(),
        "source": named,
        "commitment": _commitment(FORMAT, statement, named),
        "value": None,
        "selected": None,
    }


def seal(name: str, secret: str) -> str:
    """Return the seal of one person's secret."""
    return hashlib.sha256(f"{name}:{secret}".encode()).hexdigest()


def picked(record: Record, value: str | Mapping[str, str], *, signature: str = "") -> Record:
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
    index = _index(key_of(record), plain, record["statement"]["weights"])
    done: Record = {**record, "value": plain, "selected": list(record["statement"]["panels"][index])}
    if signature:
        done["signature"] = signature
        _check_signature(done, plain)
    if "alternates" in record["statement"]:
        done["alternates"] = _alternates(done, plain)
    return done


def _alternates(record: Record, value: str | Mapping[str, str]) -> AlternateRows:
    """Choose the alternates of a decided record: the value that picked the panel also throws these dice."""
    from jiphyeon.methods.sortition.drop_outs import alternates  # noqa: PLC0415 -- only records with alternates need numpy

    wanted = record["statement"]["alternates"]
    dice = Random(f"{key_of(record)}\n{_value_text(value)}\nalternates")  # noqa: S311 -- to be repeatable
    found = alternates(
        task_of(record["statement"]), record["selected"] or [], wanted["rates"], wanted["number"], dice
    )
    return {
        "rows": list(found.rows),
        "breach_without": found.breach_without,
        "breach_with": found.breach_with,
        "samples": found.samples,
    }


def task_of(statement: Statement) -> Task:
    """Return the task that a statement describes, people in the order that counts."""
    order = statement.get("order") or range(1, len(statement["people"]) + 1)
    place = {row: number for number, row in enumerate(order)}
    categories = statement["categories"]
    return Task(
        Pool(
            people=tuple(dict(zip(categories, statement["people"][row - 1], strict=True)) for row in order),
            relations=tuple(
                Relation(tie["kind"], "", tuple(sorted(place[row] for row in tie["members"])), tie["limit"])
                for tie in statement["relations"]
            ),
            names=tuple(str(number) for number in range(len(place))),
            rows=tuple(order),
        ),
        tuple(
            Quota(quota["category"], quota["feature"], quota["minimum"], quota["maximum"])
            for quota in statement["quotas"]
        ),
        statement["seats"],
    )


def select(key: str, value: str, panels: Sequence[Sequence[int]], weights: Sequence[float]) -> list[int]:
    """Return the panel that a value picks under the key of a draw."""
    return list(panels[_index(key, value, weights)])


def _commitment(form: str, statement: Statement, source: SourceRow) -> str:
    return hashlib.sha256(canonical({"format": form, "source": source, "statement": statement})).hexdigest()


def key_of(record: Record) -> str:
    """Return what is hashed with the source's value: the source, the weights, and the panels by place in the order.

    All of it is committed. Rows are not in it, so that whoever has the same people, quotas and ties in a file of
    another order draws the same people. Records of before 0.3.0 hash the commitment itself.
    """
    if record["format"] == EARLIER:
        return str(record["commitment"])
    statement = record["statement"]
    place = {row: number for number, row in enumerate(statement["order"], start=1)}
    drawn = {
        "format": FORMAT,
        "source": record["source"],
        "panels": [sorted(place[row] for row in panel) for panel in statement["panels"]],
        "weights": list(statement["weights"]),
    }
    return hashlib.sha256(canonical(drawn)).hexdigest()


def _index(key: str, value: str | Mapping[str, str], weights: Sequence[float]) -> int:
    """Read SHA-256 of key and value as a fraction of one, and find the panel whose stretch holds it.

    The weights are added exactly, so that no machine's rounding can change the panel.
    """
    digest = hashlib.sha256(f"{key}\n{_value_text(value)}".encode()).hexdigest()
    ratios = [weight.as_integer_ratio() for weight in weights]
    common = max(below for _, below in ratios)
    parts = [above * (common // below) for above, below in ratios]
    point = int(digest, 16) * sum(parts)
    reached = 0
    for index, part in enumerate(parts):
        reached += part << 256
        if point < reached:
            return index
    return len(parts) - 1


def _value_text(value: str | Mapping[str, str]) -> str:
    return value if isinstance(value, str) else canonical(value).decode()


def _normal(source: SourceRow, value: str | Mapping[str, str]) -> str | dict[str, str]:
    """Return the value in the one form that counts, or refuse it."""
    if source["kind"] == "sealed":
        return _opened(source["seals"], value)
    if not isinstance(value, str) or not value.strip():
        raise _unfit("the value is missing", "값이 없습니다")
    normal = value.strip()
    if source["kind"] == "drand":
        normal = normal.lower()
        if len(normal) != 64 or any(sign not in "0123456789abcdef" for sign in normal):
            raise _unfit("drand's randomness has 64 hexadecimal digits", "drand 값은 16진수 64자리입니다")
    if source["kind"] == "lottery":
        numbers = normal.replace(",", " ").split()
        if not all(number.isascii() and number.isdigit() and len(number) < 10 for number in numbers):
            raise _unfit("a lottery result is a list of whole numbers", "당첨 번호는 정수여야 합니다")
        normal = " ".join(str(int(number)) for number in numbers)
    return normal


def _check_signature(record: Record, value: str | Mapping[str, str]) -> None:
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
class Verified:
    """What running a record again showed: `checked` with what is false and what could not be checked."""

    checked: Checked
    findings: Findings
    decided: bool

    @property
    def problems(self) -> tuple[str, ...]:
        """What is false, in English."""
        return tuple(problem.en for problem in self.checked.problems)


def verify(document: object, *, value: str = "", commitment: str = "") -> Verified:
    """Check a record from nothing but itself: hash, source, panel picked, lawfulness and certificate.

    `value` and `commitment` are what whoever checks knows from elsewhere: the source's published value, and the hash
    that was published before the source spoke. Refuses what is not a record.
    """
    record, unknown = _as_record(document)
    findings = check(record["statement"])
    problems = list(_committed(record, commitment))
    unchecked = [
        Words("'{at}' 항목은 확인하지 않았습니다.", "Nothing here checks what {at} says.").filled(at=at[:80])
        for at in unknown
        if not at.startswith("statement.")
    ]
    decided = record["value"] is not None
    if record["format"] == FORMAT and "order" not in record["statement"]:
        problems.append(Words("순서(order)가 없습니다.", "The statement has no order."))
    elif not findings.checked.problems:
        outcome = _decided(record, value) if decided else _waiting(record, value)
        problems += outcome.problems
        unchecked += outcome.unchecked
    checked = Checked((*problems, *findings.checked.problems), (*findings.checked.unchecked, *unchecked))
    return Verified(checked, findings, decided)


def as_record(document: object) -> Record:
    """Return what a file held as a record. Refuses what is not one."""
    return _as_record(document)[0]


def _as_record(document: object) -> tuple[Record, tuple[str, ...]]:
    """Return a record, and the places in it that nobody here knows."""
    if not isinstance(document, Mapping) or document.get("format") not in (FORMAT, EARLIER):
        raise Refused("not_a_record", ko="추첨 기록이 아닙니다.", en=f"This is not a {FORMAT!r}.")
    unknown = check_shape(document, RECORD)
    return cast("Record", document), unknown


def _committed(record: Record, known: str) -> Iterator[Words]:
    """Check the hash over everything, and that the source is one that could not be chosen afterwards."""
    source = record["source"]
    if _commitment(record["format"], record["statement"], source) != record["commitment"]:
        yield Words(
            "공표한 뒤에 내용이나 추첨 근거가 바뀌었습니다.",
            "The statement or the source was changed after the commitment.",
        )
    if known and known.strip().lower() != record["commitment"]:
        yield Words(
            "기록의 해시가 미리 공표된 것과 다릅니다.",
            "The record's commitment is not the one that was published.",
        )
    try:
        Source(source["kind"], source["name"], tuple(source.get("seals", {}).items()))
    except Refused as no:
        yield no.words


def _waiting(record: Record, value: str) -> Checked:
    """Check that nothing is decided before the source has spoken."""
    problems = []
    if record["selected"] is not None or "alternates" in record or "signature" in record:
        problems.append(
            Words(
                "추첨 값이 없는데 뽑힌 사람이 적혀 있습니다.",
                "A panel is named although the source has not spoken.",
            )
        )
    if value:
        problems.append(
            Words(
                "기록에는 아직 추첨 값이 없습니다.",
                "The record does not hold the value yet; pick with it first.",
            )
        )
    return Checked(tuple(problems))


def _decided(record: Record, known: str) -> Checked:
    """Check the value, the panel it picks and the alternates; name a value that nobody here can know."""
    try:
        value = _normal(record["source"], record["value"] or "")
        if "signature" in record:
            _check_signature(record, value)
        if known and record["source"]["kind"] != "sealed" and _normal(record["source"], known) != value:
            raise _unfit("it is not the one that was published", "공표된 값이 아닙니다")
    except Refused as no:
        return Checked((no.words,))
    return Checked(tuple(_outcome(record, value)), tuple(_on_trust(record["source"]["kind"], known, record)))


def _outcome(record: Record, value: str | dict[str, str]) -> Iterator[Words]:
    statement = record["statement"]
    index = _index(key_of(record), value, statement["weights"])
    if record["value"] != value or list(statement["panels"][index]) != record["selected"]:
        yield Words(
            "추첨 값이 고르는 구성안은 {number}번인데 기록은 다릅니다.",
            "The value picks panel {number}, not the one that the record names.",
        ).filled(number=index + 1)
        return
    stated_alternates = record.get("alternates")
    if "alternates" not in statement:
        if stated_alternates is not None:
            yield Words(
                "예비후보를 뽑기로 한 기록이 아닙니다.",
                "The record names alternates that nobody was to choose.",
            )
        return
    try:
        true = _alternates(record, value)
    except Refused as no:
        yield no.words
        return
    if stated_alternates is None or stated_alternates["rows"] != true["rows"]:
        yield Words(
            "추첨 값이 고르는 예비후보가 기록과 다릅니다.",
            "The value chooses other alternates than the record names.",
        )
    elif any(
        abs(stated - found) > DIGITS
        for stated, found in zip(_effect(stated_alternates), _effect(true), strict=True)
    ):
        yield Words(
            "예비후보의 효과가 적힌 것과 다릅니다.",
            "What the alternates are said to mend is not what they mend.",
        )


def _effect(alternates: AlternateRows) -> tuple[float, float, int]:
    """Return what alternates are said to mend."""
    return alternates["breach_without"], alternates["breach_with"], alternates["samples"]


def _on_trust(kind: str, known: str, record: Record) -> Iterator[Words]:
    """Name a value that was not compared with its source."""
    if kind == "seed":
        yield Words(
            "씨앗값은 뽑는 사람이 고를 수 있습니다: 연습일 뿐입니다.",
            "The seed could be chosen by whoever drew: this is a rehearsal.",
        )
    elif kind == "lottery" and not known:
        yield Words(
            "추첨 값({name})을 공표된 결과와 견주지 않았습니다. --value로 알려 주세요.",
            "The value was not compared with what {name} published; give that with --value.",
        ).filled(name=record["source"]["name"])
    elif kind == "drand" and not known and "signature" not in record:
        yield Words(
            "drand 값에 서명이 없습니다. 중계 서버의 값을 --value로 알려 주세요.",
            "The value has no signature; give a relay's with --value to compare it.",
        )
