"""How a value of each type is written in a data file, and in which unit.

A percentage is a type of its own in files, `type: percent`: its values carry the sign, `0.9%` or `90%`, and never stand
bare. Inside it is the exact share of one, with the unit `%`.
"""

from __future__ import annotations

from collections.abc import Callable

from jiphyeon.kernel import Words, source
from jiphyeon.kernel.source import Block, Scalar
from jiphyeon.methods.rules.model.tree import Type, Value

VALUE_OF: dict[Type, Callable[[Scalar], Value]] = {
    Type.BOOLEAN: source.truth_of,
    Type.INTEGER: source.whole_of,
    Type.WON: source.won_of,
    Type.FRACTION: source.fraction_of,
    Type.DATE: source.day_of,
    Type.CHOICE: source.text_of,
    Type.CODE: source.text_of,
}
PERCENT = "percent"
SIGN = Words("%", "%")
WRITABLE = [*(kind.value for kind in VALUE_OF), PERCENT]


def is_percent(unit: Words | None) -> bool:
    """Return whether values of this unit are shares written with a percent sign."""
    return unit is not None and unit.ko == SIGN.ko


def type_and_unit(entry: Block, what: str, unit: Words | None) -> tuple[Type, Words | None]:
    """Return the type and the unit an entry says. Refuses a percentage that is not called one, and the other way round."""
    written = entry.scalar("type", what)
    word = source.choice_of(written, WRITABLE, "type")
    if word == PERCENT:
        if unit is not None and not is_percent(unit):
            written.stop(
                "percent_with_unit",
                "{what} is a percentage; it has no other unit.",
                "백분율에는 다른 단위를 적지 않습니다. unit을 지워 주세요.",
                what=what,
            )
        return Type.FRACTION, SIGN
    if is_percent(unit):
        written.stop(
            "percent_type",
            "{what} is shown with a percent sign: write “type: percent”.",
            "%를 붙여 보이는 값입니다. ‘type: percent’라고 적어 주세요.",
            what=what,
        )
    return Type(word), unit


def read_value(one: Scalar, kind: Type, unit: Words | None) -> Value:
    """Return a written value of a type and unit: a percentage needs its sign, any other measure has none."""
    signed = one.text.endswith("%")
    # A quotient (1/50) can only be the share itself: so changes approved earlier are kept.
    plain = signed or one.text.strip() == "0" or source.QUOTIENT.match(one.text)
    if kind is Type.FRACTION and is_percent(unit) and not plain:
        one.stop(
            "percent_without_sign",
            "{text!r} is no percentage: write {text}% if that is meant, or {times} for the share {text} of one.",
            "‘{text}’은(는) 백분율이 아닙니다. {text}%라는 뜻이면 {text}%로, 1의 {text}이라는 뜻이면 {times}(으)로 적어 주세요.",
            text=one.text,
            times=_as_percent(one),
        )
    if signed and unit is not None and not is_percent(unit):
        one.stop(
            "percent_of_unit",
            "{text!r} is a percentage, not a number of {unit}.",
            "‘{text}’은(는) 백분율입니다. 단위에 맞는 수로 적어 주세요.",
            text=one.text,
            unit=unit.en,
        )
    return VALUE_OF[kind](one)


def _as_percent(one: Scalar) -> str:
    share = source.fraction_of(one) * 100
    return f"{share.numerator}%" if share.denominator == 1 else f"{float(share):g}%"
