"""A change written before as the fields of a new one, so that nobody types twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jiphyeon.contexts.programmes.api import BEYOND, Change, Written
from jiphyeon.contexts.reforms.forms.conditions import DROP, ROWS
from jiphyeon.contexts.reforms.forms.reforms import SHARED

_COMPARED = re.compile(r"(?P<fact>\w+) (?P<how><=|<|>=|>|==|!=) (?P<value>.+)")
_TRUTH = re.compile(r"(?P<no>not )?(?P<fact>\w+)")
_TRUTHS = {"true": "yes", "false": "no"}


def initial(change: Change) -> dict[str, Any]:
    """Return a change as the form's fields; a condition no field can say stays empty."""
    found: dict[str, Any] = {"name": change.name, "first": change.first}
    found["programmes"] = [key for key, part in change.parts.items() if part]
    scopes = [(SHARED, change.shared), *((key, part.parameters) for key, part in change.parts.items())]
    for scope, values in scopes:
        for name, written in values.items():
            found.update(_cells(f"{scope}.{name}", written))
    for key, part in change.parts.items():
        for row, (clause, text) in zip(ROWS, part.clauses.items(), strict=False):
            found.update({f"{key}.{row}.{name}": value for name, value in _condition(clause, text).items()})
    return found


def _cells(name: str, written: Written) -> Iterator[tuple[str, str]]:
    if isinstance(written, str):
        yield name, _TRUTHS.get(written, written)
        return
    for key, text in written.get("rows", {}).items():
        yield f"{name}.{key}", text
    if "beyond" in written:
        yield f"{name}.{BEYOND}", written["beyond"]
    for place, (end, value) in enumerate(written.get("steps", ()), 1):
        if end is not None:
            yield f"{name}.{place}.end", end
        yield f"{name}.{place}.value", value


def _condition(clause: str, text: str | None) -> dict[str, str]:
    if text is None:
        return {"clause": clause, "how": DROP}
    if (found := _COMPARED.fullmatch(text)) is not None:
        value = found["value"].strip("'")
        return {"clause": clause, "fact": found["fact"], "how": found["how"], "value": value}
    if (found := _TRUTH.fullmatch(text)) is not None:
        return {"clause": clause, "fact": found["fact"], "how": "!=" if found["no"] else "==", "value": "예"}
    return {}
