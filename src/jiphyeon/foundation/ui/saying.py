"""How a value becomes text on a page: in the reader's language, escaped, numbers and days as people write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from fractions import Fraction
from html import escape as escape_text
from typing import TypeVar

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

from jiphyeon.foundation.organisation.instruments import law_words
from jiphyeon.kernel import Citation, Words, day_words, in_words, particles
from jiphyeon.kernel.days import day_mark_words
from jiphyeon.kernel.numbers import number_words, of_one

NOTHING = "–"
T = TypeVar("T")


def language() -> str:
    """Return the reader's language: "ko" or "en"."""
    return "en" if (get_language() or "ko").startswith("en") else "ko"


def localized(value: object) -> str:
    """Return a value as plain text; Words and the law in the reader's language, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, Citation):
        value = law_words(value)
    if isinstance(value, Words):
        return value.text(language())
    return str(value)


def filled(sentence: str, **values: object) -> str:
    """Return a sentence with its slots filled; where it is Korean, its particles fit what came in."""
    return particles.filled(sentence, {name: localized(value) for name, value in values.items()})


def spoken(lines: Iterable[T], speech: str) -> Iterator[T]:
    """Yield lines each made in a language: a file that is sent line by line is made after its page has been left."""
    made = iter(lines)
    while True:
        with override(speech):
            try:
                line = next(made)
            except StopIteration:
                return
        yield line


def escaped(value: object) -> str:
    """Return a value as text that is safe between tags and in quoted attributes.

    Only what carries `__html__` (Django's SafeString) passes as it is.
    """
    if hasattr(value, "__html__"):
        return str(value.__html__())
    return escape_text(localized(value))


def html(text: str) -> SafeString:
    """Mark text built here, from escaped parts only, as safe. The one door to mark_safe in this room."""
    return mark_safe(text)  # noqa: S308 -- every caller escapes its parts; tests feed each of them <script>


def attributes(**pairs: object) -> str:
    """Return ` name="value"` for every pair that is neither None nor False; True gives the bare name.

    Underscores become dashes; a trailing one is dropped (`for_` → `for`).
    """
    parts = []
    for name, value in pairs.items():
        if value is None or value is False:
            continue
        shown = name.rstrip("_").replace("_", "-")
        parts.append(f" {shown}" if value is True else f' {shown}="{escaped(value)}"')
    return "".join(parts)


def number(value: object) -> str:
    """Return a number with thousands separated; what is unknown shows as a dash, never as 0."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, Fraction):
        return number_words(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return localized(value)
    return f"{value:,}"


def won(value: object) -> str:
    """Return whole won exactly: 1,200,000원, or 1,200,000 won in English."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool) or not isinstance(value, int):
        return localized(value)
    return f"{int(value):,} won" if language() == "en" else f"{int(value):,}원"


def won_words(value: object) -> str:
    """Return whole won as people say it, exactly: 1억 2,000만 원; 120 million won."""
    if isinstance(value, bool) or not isinstance(value, int):
        return won(value)
    if language() == "ko":
        return in_words(value)
    for size, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if abs(value) >= size and value % (size // 100) == 0:
            return f"{f'{value / size:,.2f}'.rstrip('0').rstrip('.')} {name} won"
    return won(value)


def day(value: object) -> str:
    """Return a day as 2024. 3. 2.(토), or Sat 2 March 2024 in English."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if not isinstance(value, date):
        return localized(value)
    return day_words(value).text(language())


def moment(value: object) -> str:
    """Return a moment as a day with its time: 2024. 3. 2.(토) 14:05."""
    if not isinstance(value, datetime):
        return day(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local.date())} {local:%H:%M}"


def day_short(value: date) -> str:
    """Return a day where there is little room: 2024. 3. 2., or 2 Mar 2024 in English."""
    return day_mark_words(value).text(language())


def unit_of(unit: object, value: object) -> str:
    """Return what is counted as it is said of this number: 1 person, 2 people; in Korean it is one word for both.

    The English of a unit is its plural, the noun first.
    """
    word = localized(unit).strip()
    if language() == "ko" or value not in {1, -1}:
        return word
    return of_one(word)


def unit_beside(unit: object, value: object, name: object) -> str:
    """Return the unit of a number that stands before its name, or nothing where the English name has it: 182 Notices sent."""
    is_in_name = (
        language() != "ko" and localized(unit).strip().casefold() in localized(name).casefold().split()
    )
    return "" if is_in_name else unit_of(unit, value)


def counted(value: object, unit: object) -> str:
    """Return a number with what it counts: 1,234명; 1,234 people, 1 person in English; 45%."""
    word = unit_of(unit, value)
    apart = " " if language() == "en" and word[:1].isalpha() else ""
    return f"{number(value)}{apart}{word}"


def day_mark(value: object) -> str:
    """Return a day inside <time datetime>, as HTML."""
    if isinstance(value, date):
        return f'<time datetime="{value.isoformat()}">{escape_text(day(value))}</time>'
    return escape_text(day(value))
