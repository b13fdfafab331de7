"""How a value becomes text on a page: in the reader's language, escaped, numbers and days as people write them."""

from __future__ import annotations

from datetime import date, datetime
from html import escape as escape_text

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiphyeon.kernel import Words, in_words

NOTHING = "–"
_KOREAN_DAYS = "월화수목금토일"
_ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def language() -> str:
    """Return the reader's language: "ko" or "en"."""
    return "en" if (get_language() or "ko").startswith("en") else "ko"


def said(value: object) -> str:
    """Return a value as plain text; Words in the reader's language, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, Words):
        return value.said(language())
    return str(value)


def escaped(value: object) -> str:
    """Return a value as text that is safe between tags and in quoted attributes.

    Only what carries `__html__` (Django's SafeString) passes as it is.
    """
    if hasattr(value, "__html__"):
        return str(value.__html__())
    return escape_text(said(value))


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
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return said(value)
    return f"{value:,}"


def won(value: object) -> str:
    """Return whole won exactly: 1,200,000원, or 1,200,000 won in English."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool) or not isinstance(value, int):
        return said(value)
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
        return said(value)
    if language() == "en":
        return f"{_ENGLISH_DAYS[value.weekday()]} {value.day} {_ENGLISH_MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}. {value.month}. {value.day}.({_KOREAN_DAYS[value.weekday()]})"


def day_mark(value: object) -> str:
    """Return a day inside <time datetime>, as HTML."""
    if isinstance(value, date):
        return f'<time datetime="{value.isoformat()}">{escape_text(day(value))}</time>'
    return escape_text(day(value))


def yes_no(value: object) -> str:
    """Return 예 or 아니요; what is not known says so."""
    if value is None:
        return _("아직 모름")
    return _("예") if value else _("아니요")
