"""New values of the law as a change keeps them, read into what the rules hold.

One value is kept as the data files write it: "34", "150%". Of a table only the rows that change are kept, so that the
others stay what they are on each day: {"rows": {"2": "3700000"}, "beyond": "910000"}. A bracket is kept whole, as its
steps hang on one another: {"steps": [["100000000", "1%"], [null, "2%"]]}.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TypedDict

from jiphyeon.kernel import Refused
from jiphyeon.kernel.source import Scalar
from jiphyeon.methods.rules import Content, Parameter, Rows, Steps, Type


class WrittenTable(TypedDict, total=False):
    """Rows of a table that change, what holds beyond its last, or the steps of a bracket: end and value."""

    rows: Mapping[str, str]
    beyond: str
    steps: Sequence[tuple[str | None, str]]


Written = str | WrittenTable
BEYOND = "beyond"


def content_of(parameter: Parameter, written: Written, day: date) -> Content:
    """Return the parameter's content on a day with what is written laid over it. Refused for what does not fit."""
    if parameter.shape == "scalar":
        if not isinstance(written, str):
            raise _misfit(parameter)
        single: Content = parameter.read(_written(parameter, written))
        return single
    if isinstance(written, str):
        raise _misfit(parameter)
    now = parameter.on(day).content
    if isinstance(now, Rows):
        return _rows(parameter, now, written, day)
    return _steps(parameter, written)


def rows_of(parameter: Parameter, written: Written) -> frozenset[int | str]:
    """Return the keys of the rows of a table that are written anew; none for a single value or a bracket."""
    if isinstance(written, str) or parameter.shape != "table":
        return frozenset()
    return frozenset(_key(parameter, key) for key in written.get("rows", {}))


def _rows(parameter: Parameter, now: Rows, written: WrittenTable, day: date) -> Rows:
    rows = dict(now.rows)
    for text, value in written.get("rows", {}).items():
        key = _key(parameter, text)
        if key not in rows:
            raise _no_row(parameter, text, rows, day)
        rows[key] = _number(parameter, value)
    beyond = now.beyond
    if "beyond" in written:
        if beyond is None:
            raise _no_row(parameter, BEYOND, rows, day)
        beyond = _number(parameter, written["beyond"])
    return Rows(rows, beyond)


def _steps(parameter: Parameter, written: WrittenTable) -> Steps:
    steps: list[tuple[int | Fraction | None, int | Fraction]] = []
    for end, value in written.get("steps", ()):
        up_to = None if end is None else parameter.read_end(_written(parameter, end))
        if steps and (steps[-1][0] is None or (up_to is not None and up_to <= steps[-1][0])):
            raise Refused(
                "steps_out_of_order",
                ko="{label}: 구간의 끝은 앞 구간보다 커야 합니다.",
                en="{label}: each step must end above the one before it.",
                label=parameter.label.ko,
            )
        steps.append((up_to, _number(parameter, value)))
    if not steps:
        raise _misfit(parameter)
    return Steps(tuple(steps))


def _number(parameter: Parameter, text: str) -> int | Fraction:
    return parameter.read_number(_written(parameter, text))


def _written(parameter: Parameter, text: str) -> Scalar:
    return Scalar(text.strip(), parameter.name, 1, quoted=False)


def _key(parameter: Parameter, text: str) -> int | str:
    if parameter.key_type is not Type.INTEGER:
        return text
    return int(text) if text.isascii() and text.isdigit() else text


def _no_row(parameter: Parameter, row: str, rows: Iterable[int | str], day: date) -> Refused:
    return Refused(
        "unknown_row",
        ko="{label}: {day}의 표에 ‘{row}’ 줄이 없습니다. 있는 줄: {rows}",
        en="{name} has no row {row!r} on {day}. It has: {rows}.",
        label=parameter.label.ko,
        name=parameter.name,
        row=row,
        rows=", ".join(str(one) for one in rows),
        day=day,
    )


def _misfit(parameter: Parameter) -> Refused:
    return Refused(
        "value_of_another_shape",
        ko="{label}에 적은 값의 모양이 다릅니다. 개정안을 다시 만들어 주세요.",
        en="What is written for {name} is not {shape}. Write the change anew.",
        label=parameter.label.ko,
        name=parameter.name,
        shape={"scalar": "a single value", "table": "rows of a table", "bracket": "steps"}[parameter.shape],
    )
