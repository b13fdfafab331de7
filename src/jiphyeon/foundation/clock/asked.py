"""A day as somebody asks for it, in an address or a form: one that exists, in years that can be counted from."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from jiphyeon.foundation.clock import now
from jiphyeon.kernel import Refused
from jiphyeon.kernel.days import countable, day_of, written_day


def asked_day(text: str) -> date:
    """Return the day written `2024-03-04`. Refused for no day, another spelling, and a year nothing can be counted from."""
    try:
        day = day_of(text)
    except ValueError:
        raise Refused(
            "no_such_day",
            ko="있는 날짜를 2024-03-04처럼 적어 주세요.",
            en="Write a day that exists, such as 2024-03-04.",
        ) from None
    return countable(day)


class AskedDayField(forms.DateField):
    """A form's field for a day in those years, written in any way that people write one."""

    def to_python(self, value: Any) -> date | None:
        """Return the day. Raises ValidationError, with the years, for one that nothing can be counted from."""
        if isinstance(value, str) and value.strip():
            try:
                value = written_day(value, now.civil_today)
            except ValueError:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        day = super().to_python(value)
        try:
            return countable(day) if day is not None else None
        except Refused as no:
            raise ValidationError(no.text(get_language() or "ko")) from None


def day_field(label: Any, help_text: Any = "", **more: Any) -> AskedDayField:
    """Return a field for a day, drawn by the browser's own calendar."""
    return AskedDayField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **more,
    )
