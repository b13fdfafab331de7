"""For which day a programme's rules are read, and as known on which."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy

from jiphyeon.foundation.clock.asked import day_field


class RuleDaysForm(forms.Form):
    """The two days, both in the address. What was typed wrongly stays beside its error."""

    as_of = day_field(gettext_lazy("어느 날의 기준"))
    known_on = day_field(gettext_lazy("언제까지 알려진 대로"))

    def __init__(self, asked: dict[str, str], *, today: date) -> None:
        super().__init__(
            {"as_of": asked.get("as_of") or today.isoformat(), "known_on": asked.get("known_on", "")}
        )
        self.today = today
        self.fields["known_on"].required = False

    @property
    def days(self) -> tuple[date, date | None]:
        """Return the days to show: today for one that cannot be read, and all that is known where no day is given."""
        self.is_valid()
        return self.cleaned_data.get("as_of") or self.today, self.cleaned_data.get("known_on")
