"""Conditions said anew on a form: up to two of a programme, each a fact compared with a value, or left out."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.reforms.forms.typed import NUMBERS, written
from jiphyeon.foundation.ui.saying import language
from jiphyeon.methods.rules import Fact, Version

ROWS = ("c1", "c2")
PARTS = ("clause", "fact", "how", "value")
DROP = "drop"


def comparable(version: Version) -> dict[str, Fact]:
    """Return the facts a condition may compare."""
    return {
        name: fact
        for name, fact in version.facts.items()
        if (fact.askable or fact.worked_out) and str(fact.type) in {*NUMBERS, "boolean", "choice"}
    }


class Conditions:
    """The conditions of one programme as fields, and what was written there."""

    def __init__(self, scope: str, version: Version) -> None:
        self.scope, self.version = scope, version
        self.facts = comparable(version)

    def name(self, row: str, part: str) -> str:
        """Return a field's name."""
        return f"{self.scope}.{row}.{part}"

    def fields(self) -> dict[str, forms.Field]:
        """Return the fields by name."""
        return {name: field for row in ROWS for name, field in self._row(row).items()}

    def bound(self, form: forms.Form) -> list[list[BoundField]]:
        """Return the fields of each condition as the form holds them."""
        return [[form[self.name(row, part)] for part in PARTS] for row in ROWS]

    def read(self, form: forms.Form) -> dict[str, str | None]:
        """Return the conditions said anew by id, None for one left out; what is wrong is said beside its field."""
        found: dict[str, str | None] = {}
        for row in ROWS:
            cells = {part: form.cleaned_data.get(self.name(row, part), "") for part in PARTS}
            clause, how = cells["clause"], cells["how"]
            if not clause:
                if cells["fact"] or how or cells["value"]:
                    form.add_error(self.name(row, "clause"), _("바꿀 조건을 골라 주세요."))
            elif clause in found:
                form.add_error(self.name(row, "clause"), _("같은 조건을 두 번 바꿀 수 없습니다."))
            elif not how:
                form.add_error(self.name(row, "how"), _("어떻게 바꿀지 골라 주세요."))
            elif how == DROP:
                found[clause] = None
            else:
                self._compared(form, row, cells, found)
        return found

    def _compared(
        self, form: forms.Form, row: str, cells: Mapping[str, str], found: dict[str, str | None]
    ) -> None:
        fact = self.facts.get(cells["fact"])
        if fact is None:
            form.add_error(self.name(row, "fact"), _("무엇을 볼지 골라 주세요."))
        elif not cells["value"]:
            form.add_error(self.name(row, "value"), _("값을 적어 주세요."))
        else:
            try:
                found[cells["clause"]] = _expression(fact, cells["how"], cells["value"])
            except forms.ValidationError as error:
                form.add_error(self.name(row, "value"), error)

    def _row(self, row: str) -> dict[str, forms.Field]:
        speech = language()
        clauses = [
            (clause.id, programmes.clause_words(self.version, clause).text(speech) or clause.id)
            for clause in self.version.clauses
            if str(clause.kind) in {"gate", "exclusion"}
        ]
        signs = {
            "<=": _("이하"), "<": _("미만"), ">=": _("이상"), ">": _("초과"), "==": _("같음"), "!=": _("다름"),
        }  # fmt: skip
        facts = [(name, fact.label.text(speech)) for name, fact in self.facts.items()]
        return {
            self.name(row, "clause"): forms.ChoiceField(
                label=_("바꿀 조건"), choices=[("", _("바꾸지 않음")), *clauses], required=False
            ),
            self.name(row, "fact"): forms.ChoiceField(
                label=_("무엇을"), choices=[("", "–"), *facts], required=False
            ),
            self.name(row, "how"): forms.ChoiceField(
                label=_("어떻게"),
                choices=[("", "–"), *signs.items(), (DROP, _("조건을 없앰"))],
                required=False,
            ),
            self.name(row, "value"): forms.CharField(
                label=_("값"), required=False, max_length=40, help_text=_("숫자, 또는 ‘예’·‘아니요’")
            ),
        }


def _expression(fact: Fact, how: str, typed: str) -> str:
    kind = str(fact.type)
    if kind == "boolean":
        if how not in {"==", "!="}:
            raise forms.ValidationError(_("예·아니요는 ‘같음’이나 ‘다름’으로만 견줄 수 있습니다."))
        truth = {"예": True, "yes": True, "아니요": False, "no": False}.get(typed.strip().lower())
        if truth is None:
            raise forms.ValidationError(_("‘예’나 ‘아니요’로 적어 주세요."))
        return fact.name if truth is (how == "==") else f"not {fact.name}"
    if kind == "choice":
        names: Mapping[str, str] = {
            spelling: name for name, words in fact.options.items() for spelling in (name, words.ko, words.en)
        }
        if typed.strip() not in names:
            raise forms.ValidationError(_("이 가운데 적어 주세요: {words}").format(words=", ".join(names)))
        return f"{fact.name} {how} '{names[typed.strip()]}'"
    return f"{fact.name} {how} {written(typed, kind, fact.unit.ko if fact.unit else '')}"
