"""What people type, as the data files write it: 1억 2,000만 원, 150%, a day."""

from __future__ import annotations

from fractions import Fraction

from django import forms
from django.utils.translation import gettext as _

from jiphyeon.foundation.clock.asked import asked_day
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused

WHOLE = {"integer", "won"}
NUMBERS = {*WHOLE, "fraction"}
MOST_DIGITS = 18


def written(text: str, kind: str, unit: str = "") -> str:
    """Return what a person typed as the data files write it. Raises ValidationError in words for anything else."""
    plain = text.strip().replace(",", "").replace(" ", "").removesuffix(unit or "원").removesuffix("원")
    if kind in WHOLE:
        return str(_whole(plain))
    if kind == "fraction":
        return _share(plain.removesuffix("%"), percent=unit == "%")
    if kind == "boolean":
        return {"yes": "true", "no": "false"}.get(plain, plain)
    if kind == "date":
        try:
            return asked_day(plain).isoformat()
        except Refused as no:
            raise forms.ValidationError(no.text(language())) from None
    return text.strip()


def _whole(plain: str) -> int:
    total, rest = 0, plain
    # People write 1억 2000만; the file holds 120000000.
    for unit, size in (("억", 10**8), ("만", 10**4)):
        head, found, tail = rest.partition(unit)
        if found:
            total, rest = total + _digits(head) * size, tail
    return total + (_digits(rest) if rest or not total else 0)


def _digits(text: str) -> int:
    if not text.isascii() or not text.removeprefix("-").isdigit() or len(text) > MOST_DIGITS:
        raise forms.ValidationError(_("숫자로 적어 주세요. 예: 34, 120,000,000, 1억 2000만"))
    return int(text)


def _share(bare: str, *, percent: bool) -> str:
    # The signs are looked at first: 1e999999999 would be worked out before anybody could refuse it.
    plain = set(bare) <= set("-.0123456789") and len(bare) <= MOST_DIGITS
    try:
        Fraction(bare if plain else "")
    except ValueError:
        raise forms.ValidationError(_("숫자로 적어 주세요. 예: 150%, 85, 59.5")) from None
    return f"{bare}%" if percent else bare
