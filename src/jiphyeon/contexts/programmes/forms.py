"""For which day a programme is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiphyeon.foundation.clock.asked import day_field


class DayForm(forms.Form):
    """The day, in the address. What was typed wrongly stays beside its error, and today is shown."""

    on = day_field(_("기준일"))

    def __init__(self, asked: Mapping[str, Any], *, today: date) -> None:
        super().__init__({"on": asked.get("on") or today.isoformat()})
        self.today = today

    @property
    def day(self) -> date:
        """Return the day to show."""
        found: date | None = self.cleaned_data["on"] if self.is_valid() else None
        return found or self.today
