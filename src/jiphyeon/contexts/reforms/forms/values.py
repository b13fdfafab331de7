"""One value of the law on a form, with what it is now beside it: a single value, rows of a table, steps of a bracket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.api import BEYOND, Written, WrittenTable
from jiphyeon.contexts.reforms.forms.typed import WHOLE, written
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused, Words
from jiphyeon.methods.rules import Content, Parameter, Rows, Steps

MOST_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """One place to write: the field's name, how it is called, its type, what stands there now."""

    field: str
    label: Words
    kind: str
    unit: Words | None
    now: Any


class Value:
    """A parameter within a scope (a programme, or all that share it) as fields, and what was written there."""

    def __init__(
        self, scope: str, parameter: Parameter, day: date, *, users: str = "", apart: bool = False
    ) -> None:
        self.parameter, self.day, self.users, self.apart = parameter, day, users, apart
        self.name = f"{scope}.{parameter.name}"
        try:
            self.now: Content | None = parameter.on(day).content
        except Refused:
            self.now = None
        self.cells = self._cells()

    @property
    def label(self) -> str:
        """Return how the value is called, in the reader's language; a shared one set apart says so."""
        label = self.parameter.label.text(language())
        return _("{label}, 이 지원만").format(label=label) if self.apart else label

    @property
    def is_single(self) -> bool:
        """Return whether there is one place to write."""
        return self.parameter.shape == "scalar"

    def fields(self) -> dict[str, forms.Field]:
        """Return the fields by name."""
        return {cell.field: self._field(cell) for cell in self.cells}

    def bound(self, form: forms.Form) -> list[BoundField]:
        """Return the fields as the form holds them."""
        return [form[cell.field] for cell in self.cells]

    def read(self, form: forms.Form) -> Written | None:
        """Return what was written, None for nothing; what is wrong is said beside its field."""
        typed: dict[str, str] = {}
        for cell in self.cells:
            text = form.cleaned_data.get(cell.field, "")
            if not text:
                continue
            try:
                typed[cell.field] = self._typed(cell, text)
            except forms.ValidationError as error:
                form.add_error(cell.field, error)
        if not typed or any(cell.field in form.errors for cell in self.cells):
            return None
        found = self._written(typed)
        try:
            if programmes.content_of(self.parameter, found, self.day) == self.now and not self._overrules():
                form.add_error(next(iter(typed)), _same())
                return None
        except Refused as no:
            form.add_error(next(reversed(typed)), no.text(language()))
            return None
        return found

    def _cells(self) -> list[Cell]:
        parameter, kind = self.parameter, str(self.parameter.type)
        if self.is_single:
            return [Cell(self.name, parameter.label, kind, parameter.unit, self.now)]
        if isinstance(self.now, Rows):
            rows = [
                Cell(
                    f"{self.name}.{key}", self._named(programmes.row_words(key)), kind, parameter.unit, value
                )
                for key, value in self.now.rows.items()
            ]
            beyond = Cell(
                f"{self.name}.{BEYOND}",
                self._named(programmes.BEYOND_WORDS),
                kind,
                parameter.unit,
                self.now.beyond,
            )
            return rows if self.now.beyond is None else [*rows, beyond]
        if isinstance(self.now, Steps):
            return [cell for place, step in enumerate(self.now.steps, 1) for cell in self._step(place, *step)]
        return []

    def _named(self, row: Words) -> Words:
        """Return how a row or step is called, so that the summary of errors says of which table it is."""
        label = self.parameter.label
        return Words(f"{label.ko} {row.ko}", f"{label.en}, {row.en}")

    def _step(self, place: int, end: Any, value: Any) -> list[Cell]:
        parameter = self.parameter
        upto = self._named(Words(f"{place}구간 끝", f"step {place}, up to"))
        cells = (
            []
            if end is None
            else [Cell(f"{self.name}.{place}.end", upto, str(parameter.key_type), None, end)]
        )
        label = self._named(Words(f"{place}구간 값", f"step {place}, value"))
        return [*cells, Cell(f"{self.name}.{place}.value", label, str(parameter.type), parameter.unit, value)]

    def _written(self, typed: Mapping[str, str]) -> Written:
        if self.is_single:
            return typed[self.name]
        if isinstance(self.now, Steps):
            # A bracket is kept whole: what was left empty stays as it is.
            steps = [
                (None if end is None else typed.get(f"{self.name}.{place}.end", str(end)),
                 typed.get(f"{self.name}.{place}.value", str(value)))
                for place, (end, value) in enumerate(self.now.steps, 1)
            ]  # fmt: skip
            return {"steps": steps}
        keys = {field.removeprefix(f"{self.name}."): text for field, text in typed.items()}
        rows = {key: text for key, text in keys.items() if key != BEYOND}
        found = WrittenTable(rows=rows)
        if BEYOND in keys:
            found["beyond"] = keys[BEYOND]
        return found

    def _typed(self, cell: Cell, text: str) -> str:
        found = written(text, cell.kind, cell.unit.ko if cell.unit else "")
        if cell.kind in WHOLE or cell.kind == "fraction":
            number = Fraction(found.removesuffix("%")) / (100 if found.endswith("%") else 1)
            if number < 0 and (cell.now is None or cell.now >= 0):
                raise forms.ValidationError(_("0보다 작은 값은 쓸 수 없습니다."))
            if number == cell.now and not isinstance(self.now, Steps) and not self._overrules():
                raise forms.ValidationError(_same())
        return found

    def _overrules(self) -> bool:
        """Return whether other values are already set for later days: writing today's then still changes those."""
        return any(value.first > self.day for value in self.parameter.known(None))

    def _field(self, cell: Cell) -> forms.Field:
        speech = language()
        now = "–" if cell.now is None else programmes.value_words(cell.now, cell.kind, cell.unit).text(speech)
        label = self.label if self.is_single else cell.label.text(speech)
        if cell.kind == "boolean":
            choices = [("", _("그대로")), ("yes", _("예")), ("no", _("아니요"))]
            hint = _("지금 {value}").format(value=now)
            return forms.ChoiceField(label=label, help_text=hint, choices=choices, required=False)
        hint = " · ".join(
            filter(
                None,
                [
                    _("지금 {value}").format(value=now),
                    self.users and _("쓰는 지원: {names}").format(names=self.users),
                ],
            )
        )
        attrs = (
            {"inputmode": "numeric", "autocomplete": "off"} if cell.kind in WHOLE else {"autocomplete": "off"}
        )
        return forms.CharField(
            label=label, help_text=hint if self.is_single else _("지금 {value}").format(value=now),
            max_length=MOST_CHARACTERS, required=False, widget=forms.TextInput(attrs=attrs),
        )  # fmt: skip


def _same() -> str:
    return _("지금과 같은 값입니다. 그대로 두려면 비워 주세요.")
