"""Read the pool, the quotas, the ties and the sitting members from the files that offices have."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jiphyeon.kernel import Place, Refused, Table, clean, did_you_mean, perhaps, read_table
from jiphyeon.kernel import identifier as named
from jiphyeon.methods.sortition.checker.published import Body
from jiphyeon.methods.sortition.pool import Pool, Quota, Relation, Task, residual

IDENTIFIERS = ("id", "person", "person_id", "nationbuilder_id", "번호", "식별번호")
"""Columns that name a person where the caller names none; the first one of these that is present is used."""

KINDS = ("kind", "관계", "관계 종류")
"""Columns of a file of ties that say what tie it is, and name nobody."""

MOST = 10_000_000
"""No body and no pool has more people than this: a larger number is a slip of the keys."""

_RATE = re.compile(r"0(\.[0-9]{1,15})?\Z")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the files say: the task, and where members sit already, the whole body as the record tells it."""

    task: Task
    table: Table
    body: Body | None = None


def read_task(
    people: Path,
    quotas: Path,
    size: int,
    *,
    identifier: str | None = None,
    same_address: str | None = None,
    same_organisation: str | None = None,
    relations: Path | None = None,
    sitting: Path | None = None,
) -> Reading:
    """Read everything a draw needs. `size` is that of the whole body; sitting members count towards it.

    Refuses with file, line, row and column whatever cannot be used.
    """
    table, wanted = read_table(people), read_quotas(quotas)
    wanted = tuple(sorted(wanted, key=lambda quota: (quota.category, quota.feature)))
    column = _naming(table, identifier)
    names = check_people(table, wanted, identifier)
    columns = {
        kind: column_name and clean(column_name)
        for kind, column_name in (("same address", same_address), ("same organisation", same_organisation))
    }
    ties = [tie for kind, column in columns.items() if column for tie in shared(table, column, kind)]
    if relations is not None:
        ties.extend(read_relations(relations, names))
    identifying = names if column else ()
    if sitting is None:
        return Reading(Task(Pool(table.rows, tuple(ties), identifying), wanted, size), table)
    stay = read_table(sitting)
    check_people(stay, wanted, column if column in stay.columns else None)
    if column in stay.columns:
        _refuse_sitting(table, stay, column)
    categories = tuple(dict.fromkeys(quota.category for quota in wanted))
    left, seats = residual(wanted, size, [{c: member[c] for c in categories} for member in stay.rows])
    for kind, column in columns.items():
        if column:
            stay.need(column)
            ties.extend(_barred(table, stay, column, kind))
    body: Body = {
        "size": size,
        "quotas": [
            {"category": q.category, "feature": q.feature, "minimum": q.minimum, "maximum": q.maximum}
            for q in wanted
        ],
        "sitting": sorted([member[category] for category in categories] for member in stay.rows),
    }
    return Reading(Task(Pool(table.rows, tuple(ties), identifying), left, seats), table, body)


def read_rates(table: Table, rates: str) -> list[float]:
    """Return everybody's drop-out rate by row: one number for all, or a column of numbers."""
    rates = clean(rates)
    if rates not in table.columns and rates[:1].isdigit():
        return [_rate(rates, Place("--drop-out"))] * len(table.rows)
    table.need(rates)
    return [_rate(person[rates], table.place(row, rates)) for row, person in enumerate(table.rows)]


def _rate(text: str, place: Place) -> float:
    if not _RATE.match(text):
        raise Refused(
            "not_a_rate",
            ko="이탈률은 0.1처럼 0 이상 1 미만으로 씁니다: {text!r}",
            en="A drop-out rate is written like 0.1 and lies below 1, not {text!r}.",
            place=place,
            text=_short(text),
        )
    return float(text)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


def _refuse_sitting(table: Table, stay: Table, column: str) -> None:
    """Refuse a person of the pool who sits already: they would count twice."""
    sits = {member[column] for member in stay.rows}
    for row, person in enumerate(table.rows):
        if person[column] in sits:
            raise Refused(
                "person_sits",
                ko="'{person}'은(는) 이미 위원입니다. 후보자 명단에서 빼 주세요.",
                en="{person!r} sits already; leave them out of the pool.",
                place=table.place(row, column),
                person=person[column],
            )


def _barred(table: Table, stay: Table, column: str, kind: str) -> list[Relation]:
    """Return the people who share an address or organisation with a sitting member."""
    taken = {_plain(member[column]) for member in stay.rows} - {""}
    rows = tuple(row for row, person in enumerate(table.rows) if _plain(person[column]) in taken)
    return [Relation(f"{kind} as a sitting member", column, rows, limit=0)] if rows else []


def _plain(text: str) -> str:
    """Return an address or a name of an organisation as it is compared: wide digits and blanks make no other place."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def read_quotas(path: Path) -> tuple[Quota, ...]:
    """Read category, feature, min, max and, where present, min_flex, max_flex and law.

    Refuses a missing column, a bound that is not a whole number, bounds that cross, and a feature named twice.
    """
    table = read_table(path)
    for column in ("category", "feature", "min", "max"):
        table.need(column)
    seen: dict[tuple[str, str], int] = {}
    quotas = []
    for row, fields in enumerate(table.rows):
        quota = _quota(table, row, fields)
        first = seen.setdefault((quota.category, quota.feature), row)
        if first != row:
            raise Refused(
                "quota_twice",
                ko="'{quota}'은(는) {first}행에 이미 있습니다.",
                en="{quota} already stands in row {first}.",
                place=table.place(row, "feature"),
                quota=str(quota),
                first=first + 1,
            )
        quotas.append(quota)
    if not quotas:
        raise Refused(
            "no_quota",
            ko="할당이 한 줄도 없습니다.",
            en="There is no quota under the header.",
            place=Place(table.file, line=2),
        )
    return tuple(quotas)


def _quota(table: Table, row: int, fields: Mapping[str, str]) -> Quota:
    for column in ("category", "feature"):
        if not fields[column]:
            raise _blank(table, row, column)
    minimum, maximum = _whole(table, row, "min"), _whole(table, row, "max")
    lowest = _whole(table, row, "min_flex") if fields.get("min_flex") else None
    highest = _whole(table, row, "max_flex") if fields.get("max_flex") else None
    for column, small, large, words in (
        ("max", minimum, maximum, "the minimum {small} exceeds the maximum {large}"),
        ("min_flex", lowest, minimum, "min_flex {small} exceeds min {large}"),
        ("max_flex", maximum, highest, "max {small} exceeds max_flex {large}"),
    ):
        if small is not None and large is not None and small > large:
            raise Refused(
                "bounds_cross",
                ko="하한과 상한이 엇갈립니다: {small} > {large}",
                en=f"The bounds cross: {words}.",
                place=table.place(row, column),
                small=small,
                large=large,
            )
    return Quota(
        fields["category"], fields["feature"], minimum, maximum, lowest, highest, fields.get("law", "")
    )


def _whole(table: Table, row: int, column: str) -> int:
    text = table.rows[row][column]
    if not text:
        raise _blank(table, row, column)
    if not (text.isascii() and text.isdigit()):
        raise Refused(
            "not_whole",
            ko="0 이상의 정수여야 합니다: {text!r}",
            en="A whole number of people is needed, not {text!r}.",
            place=table.place(row, column),
            text=_short(text),
        )
    if len(text.lstrip("0")) >= len(str(MOST)):
        raise Refused(
            "number_too_large",
            ko="{most:,}보다 작아야 합니다: {text!r}",
            en="A number of people below {most:,} is needed, not {text!r}.",
            place=table.place(row, column),
            most=MOST,
            text=_short(text),
        )
    return int(text)


def _blank(table: Table, row: int, column: str) -> Refused:
    return Refused(
        "value_missing",
        ko="값이 비어 있습니다.",
        en="The value is missing.",
        place=table.place(row, column),
    )


def check_people(table: Table, quotas: Sequence[Quota], identifier: str | None = None) -> tuple[str, ...]:
    """Return the identifier of each person (the row number where the file has none).

    Refuses a missing column, a missing value, a feature that no quota knows, and a person entered twice.
    """
    features: dict[str, set[str]] = defaultdict(set)
    for quota in quotas:
        features[quota.category].add(quota.feature)
    for category in features:
        table.need(category)
    for row, person in enumerate(table.rows):
        for category, known in features.items():
            if not person[category]:
                raise _blank(table, row, category)
            if person[category] not in known:
                raise Refused(
                    "feature_unknown",
                    ko="'{value}'에 대한 할당이 없습니다.{perhaps} 있는 값: {known}",
                    en="No quota speaks of {value!r}{hint} Known are: {known}.",
                    place=table.place(row, category),
                    value=person[category],
                    known=", ".join(sorted(known)),
                    hint=did_you_mean(person[category], known),
                    perhaps=perhaps(person[category], known),
                )
    return _identifiers(table, identifier)


def _naming(table: Table, column: str | None) -> str | None:
    """Return the column that names a person: the one told, or the first that offices call so, or none."""
    if column is not None:
        table.need(clean(column))
        return clean(column)
    called = {name.lower(): name for name in sorted(table.columns)}
    return next((called[name] for name in IDENTIFIERS if name in called), None)


def _identifiers(table: Table, wanted: str | None) -> tuple[str, ...]:
    column = _naming(table, wanted)
    if column is None:
        return tuple(str(row + 1) for row in range(len(table.rows)))
    seen: dict[str, int] = {}
    for row, person in enumerate(table.rows):
        if not person[column]:
            raise _blank(table, row, column)
        first = seen.setdefault(named(person[column], table.place(row, column)), row)
        if first != row:
            raise Refused(
                "person_twice",
                ko="'{person}'은(는) {first}행에 이미 있는 사람입니다.",
                en="{person!r} is entered twice; the first time in row {first}.",
                place=table.place(row, column),
                person=person[column],
                first=first + 1,
            )
    return tuple(seen)


def shared(table: Table, column: str, kind: str) -> tuple[Relation, ...]:
    """Return one relation for each value of `column` that two or more people share; a blank is shared by nobody."""
    column = clean(column)
    table.need(column)
    holders: dict[str, list[int]] = defaultdict(list)
    for row, person in enumerate(table.rows):
        value = _plain(person[column])
        if value:
            holders[value].append(row)
    return tuple(Relation(kind, name, tuple(rows)) for name, rows in holders.items() if len(rows) > 1)


def read_relations(path: Path, identifiers: Sequence[str]) -> tuple[Relation, ...]:
    """Read declared ties: two columns naming two people, and perhaps one with the kind of tie (`kind`, or the third).

    Refuses a person not in the pool, a tie of a person with themself, and a tie declared twice.
    """
    table = read_table(path)
    kinds = [column for column in table.columns if column.lower() in KINDS] or list(table.columns[2:3])
    pairs = [column for column in table.columns if column not in kinds][:2]
    if len(pairs) < 2:
        table.need("person_b")
    rows = {identifier: row for row, identifier in enumerate(identifiers)}
    seen: dict[tuple[int, ...], int] = {}
    relations = []
    for row, fields in enumerate(table.rows):
        pair = [_known(table, row, column, rows) for column in pairs]
        if pair[0] == pair[1]:
            raise Refused(
                "relation_with_self",
                ko="같은 사람끼리의 관계입니다.",
                en="A person is declared to be related to themself.",
                place=table.place(row, pairs[1]),
            )
        key = tuple(sorted(pair))
        first = seen.setdefault(key, row)
        if first != row:
            raise _declared_before(table, row, first, kinds)
        kind = fields[kinds[0]] if kinds else ""
        relations.append(Relation("declared", kind or "declared", key))
    return tuple(relations)


def _declared_before(table: Table, row: int, first: int, kinds: Sequence[str]) -> Refused:
    before, now = (table.rows[number][kinds[0]] if kinds else "" for number in (first, row))
    if before != now:
        return Refused(
            "relations_contradict",
            ko="{first}행에서는 같은 두 사람의 관계를 '{before}'(이)라고 했습니다.",
            en="Row {first} declares the same two people as {before!r}.",
            place=table.place(row, kinds[0]),
            first=first + 1,
            before=before,
        )
    return Refused(
        "relation_twice",
        ko="{first}행에 이미 있는 관계입니다.",
        en="This tie is already declared in row {first}.",
        place=table.place(row),
        first=first + 1,
    )


def _known(table: Table, row: int, column: str, rows: Mapping[str, int]) -> int:
    if not table.rows[row][column]:
        raise _blank(table, row, column)
    name = named(table.rows[row][column], table.place(row, column))
    if name not in rows:
        raise Refused(
            "person_unknown",
            ko="후보자 명단에 '{name}'이(가) 없습니다.{perhaps}",
            en="{name!r} is not in the pool{hint}",
            place=table.place(row, column),
            name=name,
            hint=did_you_mean(name, rows),
            perhaps=perhaps(name, rows),
        )
    return rows[name]
