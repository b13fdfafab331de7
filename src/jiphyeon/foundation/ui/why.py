"""Why: a result opened into its clauses, for the citizen, the officer and the auditor.

A clause is an object or a dict with: id, kind, result ("pass", "fail", "unknown"), sentence, facts (triples of
label, value, source), threshold, citation, change (what would change it, or nothing).
Failed ones stand first, those that something would change before the others; then unknown, then passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.saying import NOTHING, as_written, escaped
from jiphyeon.foundation.ui.shapes import shape

_RANK = {"fail": 0, "unknown": 1, "pass": 2}


@dataclass(frozen=True, slots=True)
class _Clause:
    id: object
    kind: object
    result: str
    sentence: object
    facts: Sequence[tuple[object, object, object]]
    threshold: object
    citation: object
    change: object


def _read(given: Any) -> _Clause:
    def get(name: str, otherwise: Any = "") -> Any:
        value = given.get(name) if isinstance(given, dict) else getattr(given, name, None)
        return otherwise if value is None else value

    return _Clause(
        get("id"), get("kind"), str(get("result", "unknown")), get("sentence"), get("facts", ()),
        get("threshold"), get("citation"), get("change"),
    )  # fmt: skip


def in_order(clauses: Iterable[Any]) -> list[_Clause]:
    """Return clauses as they are read: what failed and could change, what failed, unknown, passed."""
    return sorted(map(_read, clauses), key=lambda clause: (_RANK.get(clause.result, 1), not clause.change))


def _badge(result: str) -> Badge:
    return {
        "pass": Badge(_("맞음"), "good"),
        "fail": Badge(_("맞지 않음"), "bad"),
    }.get(result, Badge(_("아직 모름"), "warn"))


def why(clauses: Iterable[Any], density: str = "citizen") -> str:
    """Return the clauses as cards (citizen), a table (officer), or a table with every value (auditor)."""
    ordered = in_order(clauses)
    if density == "citizen":
        return f'<ol class="jip-why">{"".join(map(_card, ordered))}</ol>'
    if density not in {"officer", "auditor"}:
        raise ValueError(f"The density is citizen, officer or auditor, not {density!r}.")
    return _table(ordered, full=density == "auditor")


def _card(clause: _Clause) -> str:
    facts = "".join(
        f"<div><dt>{escaped(label)}</dt><dd>{escaped(value)}"
        f"{f'<span class={chr(34)}jip-source{chr(34)}>{as_written(source)}</span>' if source else ''}</dd></div>"
        for label, value, source in clause.facts
    )
    if clause.threshold:
        facts += f"<div><dt>{escaped(_('그날의 기준'))}</dt><dd>{escaped(clause.threshold)}</dd></div>"
    if clause.citation:
        facts += f"<div><dt>{escaped(_('근거'))}</dt><dd>{escaped(clause.citation)}</dd></div>"
    change = (
        f'<p class="jip-change">{shape("lamp")}<span>{escaped(clause.change)}</span></p>'
        if clause.change
        else ""
    )
    known = clause.result if clause.result in _RANK else "unknown"
    return (
        f'<li class="jip-clause jip-clause-{known}">{_badge(clause.result).html()}'
        f'<p class="jip-clause-sentence">{escaped(clause.sentence)}</p>{change}'
        f'<dl class="jip-facts jip-facts-small">{facts}</dl></li>'
    )


def _facts(clause: _Clause, *, sources: bool) -> str:
    lines = [
        f'<span class="jip-fact">{escaped(label)} <b>{escaped(value)}</b>'
        f"{f' <span class={chr(34)}jip-source{chr(34)}>{as_written(source)}</span>' if source and sources else ''}</span>"
        for label, value, source in clause.facts
    ]
    return "".join(lines) or NOTHING


def _table(clauses: list[_Clause], *, full: bool) -> str:
    heads = [_("결과"), _("조건"), _("사실과 출처"), _("그날의 기준"), _("근거")]
    heads = [*heads, _("종류"), _("조항 이름")] if full else heads
    rows = []
    for clause in clauses:
        change = (
            f'<p class="jip-change">{shape("lamp")}<span>{escaped(clause.change)}</span></p>'
            if clause.change
            else ""
        )
        cells = (
            f'<td role="cell">{_badge(clause.result).html()}</td>'
            f'<th scope="row" role="rowheader">{escaped(clause.sentence)}{change}</th>'
        )
        values = [
            ("", f"<div>{_facts(clause, sources=True)}</div>"),
            ("", escaped(clause.threshold) or NOTHING),
            ("", escaped(clause.citation) or NOTHING),
        ]
        if full:
            values += [
                (' class="jip-short"', escaped(clause.kind)),
                (' class="jip-short"', f"<code>{escaped(clause.id)}</code>"),
            ]
        cells += "".join(
            f'<td{classes} role="cell" data-label="{escaped(head)}">{value}</td>'
            for head, (classes, value) in zip(heads[2:], values, strict=True)
        )
        rows.append(f'<tr role="row">{cells}</tr>')
    caption = escaped(_("조건별 판단"))
    head = "".join(f'<th scope="col">{escaped(word)}</th>' for word in heads)
    return (
        f'<div class="jip-table-wrap" role="region" tabindex="0" aria-label="{caption}">'
        f'<table class="jip-table jip-why-table jip-cards" role="table">'
        f'<caption class="jip-unseen">{caption}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(rows)}</tbody></table></div>'
    )
