"""Tables and brackets with other values: one row or step changed, or the whole written anew.

A row is named by its key, a step by its end as the data file writes it (`up_to`); `above` names a last step without an
end, `beyond` what each further row adds. A table whose further rows follow its last two goes on following them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from jiphyeon.kernel import Refused, source
from jiphyeon.kernel.source import Block, Listing, Scalar
from jiphyeon.kernel.spelling import did_you_mean, perhaps
from jiphyeon.methods.rules.model.parameters import Content, Parameter
from jiphyeon.methods.rules.model.tree import Rows, Steps, Type

BEYOND, ABOVE, LAST_DIFFERENCE = "beyond", "above", "last_difference"
Number = int | Fraction


def with_one(parameter: Parameter, now: Content, key: Scalar, value: Scalar) -> Rows | Steps:
    """Return a table with one row, or a bracket with one step, at another value.

    Raises Refused for a single value, a key that is no row or step (naming the nearest), a value of another type.
    """
    if isinstance(now, Rows):
        if key.text.strip() == BEYOND and now.beyond is not None:
            return _beyond(now, parameter, value)
        row = _row_key(parameter, now, key)
        return _followed(replace(now, rows={**now.rows, row: parameter.read_number(value)}))
    if isinstance(now, Steps):
        place = _step_place(parameter, now, key)
        steps = list(now.steps)
        steps[place] = (steps[place][0], parameter.read_number(value))
        return Steps(tuple(steps))
    raise Refused(
        "setting_not_a_table",
        ko="{name}은(는) 값이 하나입니다. [{key}] 없이 적어 주세요.",
        en="{name} is one value; write it without [{key}].",
        name=parameter.name,
        key=key.text,
        place=key.place,
    )


def whole(parameter: Parameter, now: Content, block: Block) -> Rows | Steps:
    """Return a table or bracket written anew as `key: value`.

    A table must say every row it has now (and may go on past its last); a bracket's steps may end elsewhere. Raises
    Refused for a single value, a row left out, a word that is no row, rows with a gap, a bracket that lost its last
    step.
    """
    if isinstance(now, Rows):
        return _rows(parameter, now, block)
    if not isinstance(now, Steps):
        block.stop(
            "not_one_value",
            "{name} takes one value.",
            "‘{name}’에는 값 하나만 적어 주세요.",
            name=parameter.name,
        )
    return _steps(parameter, now, block)


def first_key(now: Content) -> str:
    """Return the key of a table's first row or a bracket's first step, as it is written."""
    if isinstance(now, Rows):
        return str(next(iter(now.rows)))
    end = now.steps[0][0] if isinstance(now, Steps) else None
    return ABOVE if end is None else str(end)


def _rows(parameter: Parameter, now: Rows, block: Block) -> Rows:
    found: dict[int | str, Number] = {}
    beyond: Scalar | None = None
    for written, value in block.entries.items():
        one = _single(parameter, value)
        if written == BEYOND and now.beyond is not None:
            beyond = one
            continue
        key = Scalar(written, value.file, value.line, quoted=False)
        # A whole table may go on past its last row; words that no condition asks for would only be misspelt ones.
        grows = parameter.key_type is Type.INTEGER and source.WHOLE.match(written)
        row = source.whole_of(key) if grows else _row_key(parameter, now, key)
        if row in found:
            key.stop(
                "repeated_key",
                "{key!r} stands here twice.",
                "‘{key}’이(가) 두 번 있습니다. 하나만 남겨 주세요.",
                key=written,
            )
        found[row] = parameter.read_number(one)
    _require_all_rows(parameter, [str(row) for row in now.rows if row not in found], block)
    numbers = [one for one in found if isinstance(one, int)]
    if numbers and sorted(numbers) != list(range(min(numbers), max(numbers) + 1)):
        block.stop(
            "rows_with_gaps",
            "The rows of {name} must follow one another without a gap.",
            "‘{name}’의 행은 빠진 데 없이 이어 적어 주세요.",
            name=parameter.name,
        )
    ordered = dict(sorted(found.items())) if numbers else found
    made = _followed(Rows(ordered, now.beyond, last_difference=now.last_difference))
    return made if beyond is None else _beyond(made, parameter, beyond)


def _steps(parameter: Parameter, now: Steps, block: Block) -> Steps:
    found: dict[Number | None, Number] = {}
    for written, value in block.entries.items():
        key = Scalar(written, value.file, value.line, quoted=False)
        end = None if written == ABOVE else parameter.read_end(key)
        if end in found:
            key.stop(
                "repeated_key",
                "{key!r} stands here twice.",
                "‘{key}’이(가) 두 번 있습니다. 하나만 남겨 주세요.",
                key=written,
            )
        found[end] = parameter.read_number(_single(parameter, value))
    if now.steps[-1][0] is None and None not in found:
        block.stop(
            "step_left_out",
            "{name} has a last step without an end; say it as {above}: value.",
            "‘{name}’의 마지막 구간에는 끝이 없습니다. ‘{above}: 값’으로 적어 주세요.",
            name=parameter.name,
            above=ABOVE,
        )
    ends = sorted(end for end in found if end is not None)
    return Steps(tuple((end, found[end]) for end in [*ends, *([None] if None in found else [])]))


def _row_key(parameter: Parameter, now: Rows, key: Scalar) -> int | str:
    text = key.text.strip()
    known: Mapping[str, int | str] = {str(row): row for row in now.rows}
    plain = str(int(text)) if parameter.key_type is Type.INTEGER and source.WHOLE.match(text) else text
    if plain in known:
        return known[plain]
    names = [*known, *([BEYOND] if now.beyond is not None else [])]
    raise _unknown("unknown_row", "행", "row", parameter, key, names)


def _step_place(parameter: Parameter, now: Steps, key: Scalar) -> int:
    ends = [end for end, _ in now.steps]
    text = key.text.strip()
    if text == ABOVE and None in ends:
        return ends.index(None)
    if source.EXACT.match(text):
        end = source.exact(text.replace("_", ""))
        if end in ends:
            return ends.index(end)
    raise _unknown(
        "unknown_step", "구간", "step", parameter, key, [ABOVE if end is None else str(end) for end in ends]
    )


def _unknown(code: str, ko: str, en: str, parameter: Parameter, key: Scalar, names: list[str]) -> Refused:
    text = key.text.strip()
    near = _nearest_number(text, names)
    return Refused(
        code,
        ko="{name}에는 {key} {what_ko}이(가) 없습니다.{perhaps} 있는 것: {known}",
        en="{name} has no {what} {key}{hint} It has: {known}.",
        place=key.place,
        name=parameter.name,
        key=text or "''",
        what=en,
        what_ko=ko,
        known=", ".join(names),
        hint=f"; the nearest is {near}." if near else did_you_mean(text, names),
        perhaps=f" 가장 가까운 것은 {near}입니다." if near else perhaps(text, names),
    )


def _nearest_number(text: str, names: list[str]) -> str | None:
    """Return the row or step nearest in size; None where either is no number."""
    if not source.EXACT.match(text):
        return None
    wanted = source.exact(text.replace("_", ""))
    numbers = [name for name in names if name not in {BEYOND, ABOVE}]
    if not numbers or not all(source.EXACT.match(name) or "/" in name for name in numbers):
        return None
    return min(numbers, key=lambda name: abs(Fraction(name) - wanted))


def _require_all_rows(parameter: Parameter, left_out: list[str], block: Block) -> None:
    if left_out:
        block.stop(
            "rows_left_out",
            "A whole table says every row; {name} lacks {rows}. To change one row write {name}[{first}]: value.",
            "표를 통째로 쓸 때는 행을 모두 적습니다. ‘{name}’에 없는 행: {rows}. 한 행만 바꾸려면 ‘{name}[{first}]: 값’으로 적어 주세요.",
            name=parameter.name,
            rows=", ".join(left_out),
            first=left_out[0],
        )


def _beyond(rows: Rows, parameter: Parameter, value: Scalar) -> Rows:
    if value.text == LAST_DIFFERENCE:
        return _followed(replace(rows, last_difference=True))
    return replace(rows, beyond=parameter.read_number(value), last_difference=False)


def _followed(rows: Rows) -> Rows:
    """Return the rows with `beyond` worked out anew where it is the difference of the last two."""
    numbers = sorted(one for one in rows.rows if isinstance(one, int))
    if not rows.last_difference or len(numbers) < 2:
        return rows
    return replace(rows, beyond=rows.rows[numbers[-1]] - rows.rows[numbers[-2]])


def _single(parameter: Parameter, value: Scalar | Listing | Block) -> Scalar:
    if not isinstance(value, Scalar):
        value.stop(
            "not_one_value",
            "A row of {name} must be one value.",
            "‘{name}’의 행에는 값 하나만 적어 주세요.",
            name=parameter.name,
        )
    return value
