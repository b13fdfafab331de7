"""Putting facts and thresholds into a clause's sentence, the way each language writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from string import Formatter

from jiphyeon.kernel import Words
from jiphyeon.methods.rules.ranges import Range
from jiphyeon.methods.rules.tree import MONEY, Type

NOT_KNOWN = Words("아직 모름", "not yet known")
YES, NO = Words("예", "yes"), Words("아니요", "no")
MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a name is written in a sentence: its type, its options' labels, and whether it is a share."""

    type: Type
    options: Mapping[str, Words] | None = None
    percent: bool = False


def shown(value: object, look: Look, language: str) -> str:
    """Write a value: 120,000,000원, 2024. 3. 4., 150%, 84.98, 예.

    >>> shown(120_000_000, Look(Type.WON), "en"), shown(Fraction(3, 2), Look(Type.FRACTION, percent=True), "ko")
    ('120,000,000 won', '150%')
    """
    if value is None or value.__class__ is Range:
        return NOT_KNOWN.said(language)
    if isinstance(value, bool):
        return (YES if value else NO).said(language)
    if isinstance(value, date):
        if language.startswith("en"):
            return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
        return f"{value.year}. {value.month}. {value.day}."
    if isinstance(value, str):
        label = (look.options or {}).get(value)
        return label.said(language) if label else value
    if isinstance(value, int | Fraction):
        number = _number(value * 100) + "%" if look.percent else _number(value)
        return (
            number + {True: "원", False: " won"}[not language.startswith("en")]
            if look.type in MONEY
            else number
        )
    return str(value)


def _number(value: int | Fraction) -> str:
    if isinstance(value, int) or value.denominator == 1:
        return f"{int(value):,}"
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{value.numerator:,}/{value.denominator:,}"
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    whole, part = divmod(abs(int(value * 10**places)), 10**places)
    return f"{'-' if value < 0 else ''}{whole:,}.{part:0{places}d}"


def slots(template: str) -> list[str]:
    """Return the names in braces, in order. Raises ValueError for broken braces."""
    return [name for _, name, _, _ in Formatter().parse(template) if name is not None]


def filled(template: str, value_of: Callable[[str], tuple[object, Look]], language: str) -> str:
    """Return the template with every slot written out."""
    if "{" not in template:
        return template
    parts = []
    for text, name, _, _ in Formatter().parse(template):
        parts.append(text)
        if name is not None:
            value, look = value_of(name)
            parts.append(shown(value, look, language))
    return "".join(parts)
