"""Matters and what lies beside them, walked some at a time; how they, and the kinds of their leaves, are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.apps import apps

from jiphyeon.foundation.casework.lifecycle import Kind, Lifecycle, Records
from jiphyeon.foundation.casework.models import Beside, CaseRow
from jiphyeon.foundation.ledger.rows import Leaves
from jiphyeon.kernel import Words

AT_A_TIME = 500


def case_models() -> list[type[CaseRow]]:
    """Return every room's row that has a lifecycle, by the lifecycle's name."""
    found = [model for model in apps.get_models() if issubclass(model, CaseRow)]
    return sorted(found, key=lambda model: model.lifecycle.name)


def leaf_kind(life: Lifecycle, deed: str) -> str:
    """Return the kind of leaf that a deed leaves, or "" where it leaves none."""
    records = life.deed(deed).records
    return f"{life.name}.{records.kind}" if isinstance(records, Records) else ""


def leaf_kinds(life: Lifecycle, *of: Kind) -> list[str]:
    """Return the kinds of leaves of a lifecycle, or of its deeds of some kinds alone."""
    deeds = life.of_kind(*of) if of else life.deeds
    return sorted({leaf_kind(life, str(deed.code)) for deed in deeds} - {""})


def named(row: CaseRow, ko: str = "", en: str = "") -> Words:
    """Return what a matter, or something of it, is called where a difference is named."""
    names, number = row.lifecycle.names, row.number or str(row.key)
    own = Words(f"{names.ko} {number}", f"{names.en} {number}")
    return Words(f"{own.ko}의 {ko}", f"{en} of {own.en}") if ko else own


def is_new(row: CaseRow, leaves: Leaves) -> bool:
    """Return whether a matter was sent since its leaves say everything."""
    first = next(
        (
            kind
            for deed in row.lifecycle.deeds
            if deed.numbers and (kind := leaf_kind(row.lifecycle, str(deed.code)))
        ),
        "",
    )
    recorded = leaves.about(first, str(row.key)) if first else []
    return not recorded or any(leaf.facts is None or "line.by" in leaf.facts for leaf in recorded)


def batches(model: type[CaseRow]) -> Iterator[list[CaseRow]]:
    """Yield all matters of a kind, some at a time, oldest first."""
    kept: list[CaseRow] = []
    for row in model._default_manager.order_by("pk").iterator(AT_A_TIME):  # noqa: SLF001 -- Django's public name for it
        kept.append(row)
        if len(kept) == AT_A_TIME:
            yield kept
            kept = []
    yield kept


def rows_beside(kind: type[Beside], rows: Iterable[CaseRow]) -> dict[UUID, list[Any]]:
    """Return the rows of a kind beside some matters, by the matter's key, in the order they came."""
    by_case: dict[UUID, list[Any]] = defaultdict(list)
    rows = list(rows)
    if rows:
        keys = [row.key for row in rows]
        for one in kind.objects.filter(lifecycle=rows[0].lifecycle.name, case__in=keys).order_by("pk"):
            by_case[one.case].append(one)
    return by_case


def with_beside(model: type[CaseRow], kind: type[Beside]) -> Iterator[tuple[CaseRow, list[Any]]]:
    """Yield each matter with its rows of a kind, in the order they came."""
    for rows in batches(model):
        beside = rows_beside(kind, rows)
        for row in rows:
            yield row, beside[row.key]


def strays(model: type[CaseRow], kind: type[Beside]) -> Iterator[Words]:
    """Yield what lies beside matters that are not there."""
    known = model._default_manager.values("key")  # noqa: SLF001 -- Django's public name for it
    for one in kind.objects.filter(lifecycle=model.lifecycle.name).exclude(case__in=known)[:AT_A_TIME]:
        yield Words(
            "{name} {case}: 딸린 줄은 있는데 건이 없습니다.",
            "{name} {case}: there is a row beside it, and no matter.",
        ).filled(name=model.lifecycle.names, case=str(one.case))
