"""A plan as files and as words: JSON for programs, appointments as CSV, a table and a plot for people."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jiphyeon.kernel import Citation, Place, Refused, Words
from jiphyeon.methods.roster.plan import Appointment, Conflict, Plan

COLUMNS = ("quarter", "committee", "seat", "person", "start", "end", "renewal")


def as_json(plan: Plan) -> dict[str, Any]:
    """Return the plan as plain values, ready for JSON."""
    return {
        "proven": plan.proven,
        "unnamed": plan.unnamed,
        "days": [day.isoformat() for day in plan.days],
        "aims": [
            {"key": a.key, "ko": a.words.ko, "en": a.words.en, "attained": a.attained, "bound": a.bound, "proven": a.proven}
            for a in plan.aims
        ],
        "lawful_today": list(plan.today),
        "lawful": {key: list(line) for key, line in zip(plan.committees, plan.lawful, strict=True)},
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
        "standings": [
            {
                "committee": s.committee, "quarter": s.quarter, "rule": s.rule, "counts": s.name,
                "counted": s.counted, "members": s.members,
                "share": ("≥" if s.floor else "≤") + f" {s.ratio.numerator}/{s.ratio.denominator}",
                "holds": s.holds, "binding": s.binding, "citation": str(s.citation), "verified": s.citation.verified,
            }
            for s in plan.standings
        ],
        "conflicts": [_conflict(one, plan) for one in plan.conflicts],
    }  # fmt: skip


def _conflict(conflict: Conflict, plan: Plan) -> dict[str, Any]:
    return {
        "committee": conflict.committee,
        "from": plan.days[conflict.first].isoformat(),
        "to": plan.days[conflict.last].isoformat(),
        "conditions": [_said(one.key, one.words, one.citation) for one in conflict.conditions],
        "releases": [_said(one.key, one.words, one.citation) for one in conflict.releases],
    }


def _said(key: str, words: Words, citation: Citation | None) -> dict[str, Any]:
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


def read_appointments(path: Path) -> tuple[Appointment, ...]:
    """Read appointments from a plan in JSON. Raises Refused naming the entry that is not one."""
    file = path.name
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        entries = data["appointments"]
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise Refused(
            "plan_unreadable",
            ko="계획(JSON)으로 읽을 수 없습니다.",
            en="this is not a plan in JSON.",
            place=Place(file),
        ) from wrong
    found = []
    for number, entry in enumerate(entries, 1):
        try:
            found.append(
                Appointment(
                    int(entry["quarter"]),
                    str(entry["committee"]),
                    str(entry["seat"]),
                    str(entry["person"]),
                    date.fromisoformat(entry["start"]),
                    date.fromisoformat(entry["end"]),
                    bool(entry["renewal"]),
                )
            )
        except (KeyError, ValueError, TypeError) as wrong:
            raise Refused(
                "appointment_unreadable",
                ko="{number}번째 위촉을 읽을 수 없습니다.",
                en="appointment {number} cannot be read.",
                place=Place(file),
                number=number,
            ) from wrong
    return tuple(found)
