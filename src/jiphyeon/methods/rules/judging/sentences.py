"""Putting facts and thresholds into a clause's sentence, the way each language writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from string import Formatter
from typing import Any

from jiphyeon.kernel import Words
from jiphyeon.methods.rules.judging.ranges import Range
from jiphyeon.methods.rules.model.tree import Type

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


Write = Callable[[Any], str]
Template = list[str | tuple[Callable[[dict[str, Any]], Any], Write]]


def writer(look: Look, language: str) -> Write:
    """Return the function that writes a value of this look: 120,000,000원, 2024. 3. 4., 150%, 84.98, 예.

    >>> writer(Look(Type.WON), "en")(120_000_000), writer(Look(Type.FRACTION, percent=True), "ko")(Fraction(3, 2))
    ('120,000,000 won', '150%')
    """
    english = language.startswith("en")
    unknown = NOT_KNOWN.text(language)
    write = _writers(look, english=english)[look.type]

    def written(value: Any) -> str:
        return unknown if value is None or value.__class__ is Range else write(value)

    return written


def shown(value: Any, look: Look, language: str) -> str:
    """Write one value."""
    return writer(look, language)(value)


def _writers(look: Look, *, english: bool) -> dict[Type, Write]:
    won = " won" if english else "원"
    labels = {name: words.en if english else words.ko for name, words in (look.options or {}).items()}
    truths = (NO.en, YES.en) if english else (NO.ko, YES.ko)
    percent = look.percent

    def share(value: Any) -> str:
        return _number(value * 100) + "%" if percent else _number(value)

    def money(value: Any) -> str:
        return f"{value:,}{won}" if value.__class__ is int else _number(value) + won

    def day(value: Any) -> str:
        if english:
            return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
        return f"{value.year}. {value.month}. {value.day}."

    return {
        Type.WON: money,
        Type.EXACT_WON: money,
        Type.INTEGER: share,
        Type.FRACTION: share,
        Type.DATE: day,
        Type.BOOLEAN: lambda value: truths[value],
        Type.CHOICE: lambda value: labels.get(value) or str(value),
        Type.CODE: lambda value: labels.get(value) or str(value),
    }


def _number(value: int | Fraction) -> str:
    if isinstance(value, int) or value.denominator == 1:
        return f"{int(value):,}"
    rest, places = value.denominator, 0
    for prime in (2, 5):
        times = 0
        while rest % prime == 0:
            rest //= prime
            times += 1
        places = max(places, times)
    if rest != 1:
        return f"{value.numerator:,}/{value.denominator:,}"
    whole, part = divmod(abs(value.numerator) * 10**places // value.denominator, 10**places)
    return f"{'-' if value < 0 else ''}{whole:,}.{part:0{places}d}"


def slots(template: str) -> list[str]:
    """Return the names in braces, in order. Raises ValueError for broken braces."""
    if "{" not in template and "}" not in template:
        return []
    return [name for _, name, _, _ in Formatter().parse(template) if name is not None]


def made(
    template: str,
    slot: Callable[[str], str | tuple[Callable[[dict[str, Any]], Any], Write]],
) -> Template:
    """Return the template cut at its slots; `slot` gives a name's fixed text, or how to find and write its value."""
    parts: Template = []
    for text, name, _, _ in Formatter().parse(template):
        for one in (text, *((slot(name),) if name is not None else ())):
            if isinstance(one, str) and parts and isinstance(parts[-1], str):
                parts[-1] += one
            elif one:
                parts.append(one)
    return parts


def filler(template: Template) -> Callable[[dict[str, Any]], str]:
    """Return the function that writes the sentence for what is known; most sentences have two slots or fewer."""
    pattern = "".join(one.replace("%", "%%") if isinstance(one, str) else "%s" for one in template)
    slot = [_slot(*one) for one in template if not isinstance(one, str)]
    if not slot:
        whole = pattern % ()
        return lambda _own: whole
    if len(slot) == 1:
        only = slot[0]
        return lambda own: pattern % only(own)
    if len(slot) == 2:
        one, other = slot
        return lambda own: pattern % (one(own), other(own))
    return lambda own: pattern % tuple([each(own) for each in slot])


def _slot(value_of: Callable[[dict[str, Any]], Any], write: Write) -> Callable[[dict[str, Any]], str]:
    return lambda own: write(value_of(own))


# How a Korean sentence ends that asks for something or about something, and how an English one begins.
_ASKED = {
    "ko": (
        "세요",
        "십시오",
        "십시요",
        "바랍니다",
        "나요",
        "가요",
        "까요",
        "까",
        "해 줘",
        "는지",
        "은지",
        "인지",
    ),
    "en": (
        "tell us",
        "tell me",
        "please",
        "let us know",
        "give us",
        "enter ",
        "say ",
        "apply ",
        "show ",
        "bring ",
    ),
}


def asks(text: str, language: str) -> str:
    """Return the sentence of a text that asks instead of stating; nothing where all of it states.

    >>> asks("보증금이 1억 원 이하여야 합니다. 보증금을 알려 주세요.", "ko"), asks("보증금이 1억 원 이하여야 합니다.", "ko")
    ('보증금을 알려 주세요', '')
    """
    words, lowered = _ASKED[language], text.lower()
    if "?" not in text and not any(word in lowered for word in words):
        return ""
    for part in text.replace("?", "?.").replace("!", ".").split("."):
        one = part.strip(" \"'“”‘’()")
        asked = one.endswith(words) if language == "ko" else one.lower().startswith(words)
        if one and (asked or one.endswith("?")):
            return one
    return ""
