"""What people type, as the data files write it: 1억 2,000만 원, 150%, a day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _

WHOLE = {"integer", "won"}
NUMBERS = {*WHOLE, "fraction"}
MOST_DIGITS = 18


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    """Return a field for a day, drawn by the browser's own calendar."""
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


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
            return date.fromisoformat(plain).isoformat()
        except ValueError:
            raise forms.ValidationError(_("날짜를 2024-03-04처럼 적어 주세요.")) from None
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
    try:
        Fraction(bare)
    except (ValueError, ZeroDivisionError):
        raise forms.ValidationError(_("숫자로 적어 주세요. 예: 150%, 85, 59.5")) from None
    if not set(bare) <= set("-.0123456789") or len(bare) > MOST_DIGITS:
        raise forms.ValidationError(_("숫자로 적어 주세요. 예: 150%, 85, 59.5"))
    return f"{bare}%" if percent else bare
