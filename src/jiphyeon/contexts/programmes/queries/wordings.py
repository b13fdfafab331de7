"""Values of the law in plain words, both languages: one value, a row of a table, steps of a bracket."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from jiphyeon.contexts.programmes.queries import rulebook
from jiphyeon.kernel import Words
from jiphyeon.kernel.numbers import number_words, of_one
from jiphyeon.methods.rules import Content, Parameter, tree

BEYOND_WORDS = Words("그 위로 한 명마다", "each person beyond")
CLOSE = {"%", "세", "명", "번", "개월", "㎡", "점"}


def value_words(
    value: tree.Value, kind: str, unit: Words | None, options: dict[str, Words] | None = None
) -> Words:
    """Return one value: 100,000,000원 / 100,000,000 won, 150%, 39세 / 39 years, 1 year."""
    if isinstance(value, bool):
        return Words("예", "yes") if value else Words("아니요", "no")
    if isinstance(value, date):
        return Words(f"{value.year}. {value.month}. {value.day}.", f"{value.day} {value:%B %Y}")
    if isinstance(value, str):
        return (options or {}).get(value, Words(value, value))
    if kind in {"won", "exact_won"}:
        return Words(f"{int(value):,}원", f"{int(value):,} won")
    exact = Fraction(value)
    if unit is not None and unit.ko == "%":
        exact *= 100
    text = number_words(exact)
    if unit is None:
        return Words(text, text)
    english = of_one(unit.en) if exact == 1 else unit.en
    return Words(
        text + ("" if unit.ko in CLOSE else " ") + unit.ko,
        text + ("" if unit.en in CLOSE else " ") + english,
    )


def content_words(content: Content, parameter: Parameter) -> Words:
    """Return a parameter's value, a table or steps row by row."""
    kind = str(parameter.type)
    if isinstance(content, tree.Rows):
        rows = [
            (row_words(key), value_words(value, kind, parameter.unit)) for key, value in content.rows.items()
        ]
        return Words(
            " · ".join(f"{key.ko} {value.ko}" for key, value in rows),
            " · ".join(f"{key.en}: {value.en}" for key, value in rows),
        )
    if isinstance(content, tree.Steps):
        steps = [(end, value_words(value, kind, parameter.unit)) for end, value in content.steps]
        return Words.joined(
            " · ",
            (
                value if end is None else Words(f"≤ {end:,} {value.ko}", f"≤ {end:,} {value.en}")
                for end, value in steps
            ),
        )
    return value_words(content, kind, parameter.unit)


def row_words(key: int | str) -> Words:
    """Return how a row of a table is called: 2인, or a qualification by its name."""
    if isinstance(key, int):
        return Words(f"{key}인", f"{key} person" if key == 1 else f"{key} people")
    return rulebook.policy().qualification_words(key)
