"""A plan as files and as words: JSON for programs, appointments as CSV, a table and a plot for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from jiphyeon.kernel import Citation, Place, Refused, Words, day_of, read_json
from jiphyeon.methods.roster.plan import Appointment, Conflict, Plan

COLUMNS = ("quarter", "committee", "seat", "person", "start", "end", "renewal")


def as_json(plan: Plan) -> dict[str, object]:
    """Return the plan as plain values, ready for JSON."""
    return {
        "proven": plan.proven,
        "unnamed": plan.unnamed,
        "aims": aims_json(plan),
        "appointments": [
            {
                "quarter": one.quarter,
                "committee": one.committee,
                "seat": one.seat,
                "person": one.person,
                "start": one.start.isoformat(),
                "end": one.end.isoformat(),
                "renewal": one.renewal,
            }
            for one in plan.appointments
        ],
        **standing_json(plan),
    }


def aims_json(plan: Plan) -> list[dict[str, object]]:
    """Return what a plan says of its aims."""
    return [
        {"key": a.key, "ko": a.words.ko, "en": a.words.en, "attained": a.attained, "bound": a.bound, "proven": a.proven}
        for a in plan.aims
    ]  # fmt: skip


def standing_json(plan: Plan) -> dict[str, object]:
    """Return what follows from a plan's appointments alone: how every committee stands, and why some are unlawful."""
    return {
        "days": [day.isoformat() for day in plan.days],
        "lawful_today": list(plan.today),
        "lawful": {key: list(line) for key, line in zip(plan.committees, plan.lawful, strict=True)},
        "standings": [
            {
                "committee": s.committee, "quarter": s.quarter, "rule": s.rule, "counts": s.name,
                "counted": s.counted, "members": s.members,
                "share": ("≥" if s.floor else "≤") + f" {s.ratio.numerator}/{s.ratio.denominator}",
                "holds": s.holds if s.members else None, "binding": s.binding, "citation": str(s.citation), "verified": s.citation.verified,
            }
            for s in plan.standings
        ],
        "conflicts": [_conflict(one, plan) for one in plan.conflicts],
    }  # fmt: skip


def _conflict(conflict: Conflict, plan: Plan) -> dict[str, object]:
    return {
        "committee": conflict.committee,
        "from": plan.days[conflict.first].isoformat(),
        "to": plan.days[conflict.last].isoformat(),
        "conditions": [
            {**_reason_json(one.key, one.words, one.citation), "alone": one.alone}
            for one in conflict.conditions
        ],
        "releases": [_reason_json(one.key, one.words, one.citation) for one in conflict.releases],
    }


def _reason_json(key: str, words: Words, citation: Citation | None) -> dict[str, object]:
    law = {"citation": str(citation), "verified": citation.verified} if citation else {}
    return {"key": key, "ko": words.ko, "en": words.en, **law}


def as_csv(rows: Sequence[Sequence[object]]) -> str:
    """Return rows as CSV text that spreadsheet programs open as they are."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def appointments_csv(plan: Plan) -> str:
    """Return the plan's appointments as CSV."""
    lines = [
        (a.quarter, a.committee, a.seat, a.person, a.start, a.end, "yes" if a.renewal else "no")
        for a in plan.appointments
    ]
    return as_csv([COLUMNS, *lines])


def read_plan(path: Path) -> tuple[dict[str, object], tuple[Appointment, ...]]:
    """Read a plan in JSON: the whole document, and its appointments. Raises Refused naming the entry that is not one."""
    document = read_json(path)
    entries = document.get("appointments") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise Refused(
            "plan_unreadable",
            ko="계획(JSON)으로 읽을 수 없습니다. appointments 목록이 없습니다.",
            en="this is not a plan in JSON: it has no list of appointments.",
            place=Place(path.name),
        )
    return document, tuple(_appointment(entry, number, path.name) for number, entry in enumerate(entries, 1))


def _appointment(entry: object, number: int, file: str) -> Appointment:
    kinds = {
        "quarter": int,
        "committee": str,
        "seat": str,
        "person": str,
        "start": str,
        "end": str,
        "renewal": bool,
    }
    try:
        if not isinstance(entry, dict) or entry.keys() != kinds.keys():
            raise TypeError  # noqa: TRY301 -- one refusal for whatever is wrong with the entry
        if any(type(entry[key]) is not kind for key, kind in kinds.items()):
            raise TypeError  # noqa: TRY301 -- one refusal for whatever is wrong with the entry
        days = {key: day_of(entry[key]) for key in ("start", "end")}
        return Appointment(**{**entry, **days})
    except (ValueError, TypeError) as error:
        raise Refused(
            "appointment_unreadable",
            ko="{number}번째 위촉을 읽을 수 없습니다. 다음이 있어야 합니다: {keys}",
            en="appointment {number} cannot be read; it needs exactly: {keys}.",
            place=Place(file),
            number=number,
            keys=", ".join(kinds),
        ) from error
