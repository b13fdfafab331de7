"""A named change on a form: values that programmes share, and values and conditions of the programmes chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.api import Change, Part
from jiphyeon.contexts.reforms.forms.conditions import Conditions
from jiphyeon.contexts.reforms.forms.values import Value
from jiphyeon.foundation.clock.asked import day_field
from jiphyeon.foundation.ui.saying import day as day_text
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused, Words

SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Terms:
    """One chosen programme on the form: values of its own, shared values it may have otherwise, conditions."""

    id: str
    names: Words
    own: tuple[Value, ...]
    apart: tuple[Value, ...]
    conditions: Conditions


class ReformForm(forms.Form):
    """A named change from a day on. `day` is the day whose values stand beside the fields."""

    name = forms.CharField(label=gettext_lazy("개정안 이름"), max_length=80)
    first = day_field(gettext_lazy("시행일"), gettext_lazy("이날부터 새 기준을 씁니다."))

    def __init__(self, day: date, chosen: Sequence[str], *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.day = today, day
        speech = language()
        offered = [(key, programmes.programme(key).names.text(speech)) for key in programmes.offered()]
        self.fields["programmes"] = forms.MultipleChoiceField(
            label=_("어느 지원의 값과 조건을 바꾸나요?"), choices=offered, required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("함께 쓰는 값만 바꾼다면 고르지 않아도 됩니다."),
        )  # fmt: skip
        self.shared = shared_values(day)
        self.terms = [_terms(key, day) for key, _name in offered if key in chosen]
        for one in [*self.shared, *(value for terms in self.terms for value in (*terms.own, *terms.apart))]:
            self.fields.update(one.fields())
        for terms in self.terms:
            self.fields.update(terms.conditions.fields())

    @property
    def shared_fields(self) -> list[tuple[Value, list[BoundField], bool]]:
        """Return the shared values with their fields, and whether something is written or wrong there."""
        return self._fields(self.shared)

    def _fields(self, values: Iterable[Value]) -> list[tuple[Value, list[BoundField], bool]]:
        return [(value, bound := value.bound(self), _written(bound)) for value in values]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Return each chosen programme with its fields; a folded part stands open where something is written there."""
        return [
            {
                "id": terms.id,
                "names": terms.names,
                "own": self._fields(terms.own),
                "apart": self._fields(terms.apart),
                "apart_open": any(_written(value.bound(self)) for value in terms.apart),
                "conditions": (rows := terms.conditions.bound(self)),
                "conditions_open": any(_written(row) for row in rows),
            }
            for terms in self.terms
        ]

    def clean_first(self) -> date:
        """Ask for a day to come: new terms do not reach back."""
        first: date = self.cleaned_data["first"]
        if first <= self.today:
            raise forms.ValidationError(
                _("시행일은 오늘({today})보다 뒤여야 합니다.").format(today=day_text(self.today))
            )
        return first

    def clean(self) -> dict[str, Any]:
        """Read every value as its type and every condition as an expression, into one change."""
        super().clean()
        shared = {
            value.parameter.name: found for value in self.shared if (found := value.read(self)) is not None
        }
        parts = {terms.id: self._part(terms, set(shared)) for terms in self.terms}
        if not self.errors:
            change = Change(
                self.cleaned_data["name"],
                self.cleaned_data["first"],
                shared,
                {key: part for key, part in parts.items() if part},
            )
            try:
                programmes.check_change(programmes.pack(), change)
            except Refused as no:
                self.add_error(self._beside(no), no.text(language()))
            self.cleaned_data["change"] = change
        return self.cleaned_data

    def _beside(self, no: Refused) -> str | None:
        """Return the field a refusal speaks of: where that value was written."""
        name = no.place.column if no.place is not None else None
        values = [*self.shared, *(value for terms in self.terms for value in (*terms.own, *terms.apart))]
        written = (
            cell.field
            for value in values
            if value.parameter.name == name
            for cell in value.cells
            if self.cleaned_data.get(cell.field)
        )
        return next(written, None)

    def _part(self, terms: Terms, shared: set[str]) -> Part:
        parameters = {
            value.parameter.name: found
            for value in (*terms.own, *terms.apart)
            if (found := value.read(self)) is not None
        }
        for value in terms.apart:
            if value.parameter.name in shared and value.parameter.name in parameters:
                self.add_error(
                    value.cells[0].field, _("위에서 모든 지원에 바꾼 값입니다. 한 곳에만 적어 주세요.")
                )
        return Part(parameters, terms.conditions.read(self))


def _written(bounds: Iterable[BoundField]) -> bool:
    return any(bound.value() or bound.errors for bound in bounds)


def shared_values(day: date) -> list[Value]:
    """Return the shared values that a programme's terms speak of from a day on, each with who uses it."""
    speech, pack = language(), programmes.pack()
    used = {key: programmes.used_from(pack.programme(key), day) for key in programmes.offered()}
    found = []
    for name, parameter in pack.parameters.items():
        users = [pack.programme(key).names.text(speech) for key, names in used.items() if name in names]
        if users:
            every = len(users) == len(used) > 1
            users_shown = _("{count}가지 모두").format(count=len(users)) if every else " · ".join(users)
            found.append(Value(SHARED, parameter, day, users=users_shown))
    return found


def _terms(key: str, day: date) -> Terms:
    programme = programmes.programme(key)
    version = programme.version_on(programmes.first_day(programme, day))
    named = programmes.named_in(version)
    # A programme that begins later shows its first day's values.
    shown = max(day, version.effective.first)
    values = {
        name: Value(key, version.parameters[name], shown, apart=name not in programme.local) for name in named
    }
    return Terms(
        key,
        programme.names,
        tuple(values[name] for name in named if name in programme.local),
        tuple(values[name] for name in named if name not in programme.local),
        Conditions(key, version),
    )
