"""Changing terms on forms: every value checked against its type and said back in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiphyeon.contexts.benefits.queries import wordings
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused
from jiphyeon.methods.rules import Fact, Parameter, Version

WHOLE = {"integer", "won"}
NUMBERS = {*WHOLE, "fraction"}
ROWS = ("c1", "c2")
DROP, KEEP = "drop", "keep"
COMPARISONS = ("<=", "<", ">=", ">", "==", "!=")


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def written(text: str, kind: str, unit: str = "") -> str:
    """Return what a person typed as the data files write it. Raises ValidationError in words for anything else."""
    plain = text.strip().replace(",", "").replace(" ", "").replace("원", "")
    if kind in WHOLE:
        return str(_whole(plain))
    if kind == "fraction":
        return _share(plain, percent=unit == "%")
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
    if not text.isascii() or not text.lstrip("-").isdigit() or len(text) > 18:
        raise forms.ValidationError(_("숫자로 적어 주세요. 예: 34, 120,000,000, 1억 2000만"))
    return int(text)


def _share(plain: str, *, percent: bool) -> str:
    bare = plain.removesuffix("%")
    try:
        Fraction(bare)
    except (ValueError, ZeroDivisionError):
        raise forms.ValidationError(_("숫자로 적어 주세요. 예: 150%, 85, 59.5")) from None
    if "/" in bare or "e" in bare.lower():
        raise forms.ValidationError(_("숫자로 적어 주세요. 예: 150%, 85, 59.5"))
    return f"{bare}%" if percent else plain


def changeable(version: Version) -> dict[str, Parameter]:
    """Return the single values a programme's terms name, in the order of its clauses; tables are left to the files."""
    names = [name for clause in version.clauses for name in sorted(clause.parameters)]
    names += [name for name in (version.pays.times if version.pays else None, version.places) if name]
    return {
        name: version.parameters[name]
        for name in dict.fromkeys(names)
        if version.parameters[name].shape == "scalar"
    }


def comparable(version: Version) -> dict[str, Fact]:
    """Return the facts a condition may compare."""
    return {
        name: fact
        for name, fact in version.facts.items()
        if (fact.askable or fact.worked_out) and str(fact.type) in {*NUMBERS, "boolean", "choice"}
    }


class ReformForm(forms.Form):
    """A named change of one programme: values, and up to two conditions said anew."""

    name = forms.CharField(label=gettext_lazy("개정안 이름"), max_length=80)
    first = _day(gettext_lazy("시행일"), gettext_lazy("이날부터 새 기준을 씁니다."))

    def __init__(self, version: Version, day: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        self.changeable, self.comparable = changeable(version), comparable(version)
        for name, parameter in self.changeable.items():
            self.fields[f"p_{name}"] = _value_field(parameter, day)
        for row in ROWS:
            self._add_row(row)

    def _add_row(self, row: str) -> None:
        speech = language()
        clauses = [
            (clause.id, wordings.clause_words(self.version, clause).said(speech) or clause.id)
            for clause in self.version.clauses
            if str(clause.kind) in {"gate", "exclusion"}
        ]
        signs = {
            "<=": _("이하"), "<": _("미만"), ">=": _("이상"), ">": _("초과"), "==": _("같음"), "!=": _("다름"),
        }  # fmt: skip
        facts = [(name, fact.label.said(speech)) for name, fact in self.comparable.items()]
        self.fields[f"{row}_clause"] = forms.ChoiceField(
            label=_("바꿀 조건"), choices=[("", _("바꾸지 않음")), *clauses], required=False
        )
        self.fields[f"{row}_fact"] = forms.ChoiceField(
            label=_("무엇을"), choices=[("", "–"), *facts], required=False
        )
        self.fields[f"{row}_how"] = forms.ChoiceField(
            label=_("어떻게"), choices=[("", "–"), *signs.items(), (DROP, _("조건을 없앰"))], required=False
        )
        self.fields[f"{row}_value"] = forms.CharField(
            label=_("값"), required=False, max_length=40, help_text=_("숫자, 또는 ‘예’·‘아니요’")
        )

    @property
    def values(self) -> list[forms.BoundField]:
        """Return the fields of values."""
        return [self[f"p_{name}"] for name in self.changeable]

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """Return the fields of each condition."""
        return [[self[f"{row}_{part}"] for part in ("clause", "fact", "how", "value")] for row in ROWS]

    def clean(self) -> dict[str, Any]:
        """Read every value as its type, and every condition as an expression."""
        super().clean()
        self.cleaned_data["parameters"] = self._parameters()
        self.cleaned_data["clauses"] = self._clauses()
        if not self.errors and not self.cleaned_data["parameters"] and not self.cleaned_data["clauses"]:
            raise forms.ValidationError(_("바꾼 값이 없습니다. 기준값이나 조건을 하나 이상 바꿔 주세요."))
        return self.cleaned_data

    def _parameters(self) -> dict[str, str]:
        found = {}
        for name, parameter in self.changeable.items():
            typed = self.cleaned_data.get(f"p_{name}", "")
            if not typed:
                continue
            try:
                found[name] = written(typed, str(parameter.type), parameter.unit.ko if parameter.unit else "")
            except forms.ValidationError as wrong:
                self.add_error(f"p_{name}", wrong)
        return found

    def _clauses(self) -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        for row in ROWS:
            clause, how = self.cleaned_data.get(f"{row}_clause", ""), self.cleaned_data.get(f"{row}_how", "")
            if not clause:
                continue
            if clause in found:
                self.add_error(f"{row}_clause", _("같은 조건을 두 번 바꿀 수 없습니다."))
            elif not how:
                self.add_error(f"{row}_how", _("어떻게 바꿀지 골라 주세요."))
            elif how == DROP:
                found[clause] = None
            else:
                self._compared(row, clause, how, found)
        return found

    def _compared(self, row: str, clause: str, how: str, found: dict[str, str | None]) -> None:
        fact = self.comparable.get(self.cleaned_data.get(f"{row}_fact", ""))
        typed = self.cleaned_data.get(f"{row}_value", "")
        if fact is None or not typed:
            self.add_error(f"{row}_value", _("무엇과 값을 모두 적어 주세요."))
            return
        try:
            found[clause] = _expression(fact, how, typed)
        except forms.ValidationError as wrong:
            self.add_error(f"{row}_value", wrong)


def _value_field(parameter: Parameter, day: date) -> forms.Field:
    speech = language()
    try:
        now = wordings.content_words(parameter.on(day).content, parameter).said(speech)
    except Refused:
        now = "–"
    said = _("지금 {value}. 비워 두면 그대로입니다.").format(value=now)
    label = parameter.label.said(speech)
    if str(parameter.type) == "boolean":
        choices = [("", _("그대로")), ("yes", _("예")), ("no", _("아니요"))]
        return forms.ChoiceField(label=label, help_text=said, choices=choices, required=False)
    attrs = {"inputmode": "numeric"} if str(parameter.type) in WHOLE else {}
    return forms.CharField(
        label=label, help_text=said, max_length=40, required=False, widget=forms.TextInput(attrs=attrs)
    )


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
            said: name for name, words in fact.options.items() for said in (name, words.ko, words.en)
        }
        if typed.strip() not in names:
            raise forms.ValidationError(_("이 가운데 적어 주세요: {words}").format(words=", ".join(names)))
        return f"{fact.name} {how} '{names[typed.strip()]}'"
    return f"{fact.name} {how} {written(typed, kind, fact.unit.ko if fact.unit else '')}"


class ProposalForm(forms.Form):
    """What a proposal stands on."""

    authority = forms.CharField(
        label=gettext_lazy("근거"),
        max_length=200,
        help_text=gettext_lazy("조례·공고 이름과 조항을 적어 주세요."),
    )
    reason = forms.CharField(
        label=gettext_lazy("까닭"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class RefusalForm(forms.Form):
    """Why a proposal is turned down."""

    reason = forms.CharField(
        label=gettext_lazy("승인하지 않는 까닭"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class RunForm(forms.Form):
    """Which changes are tried on whom, and on which day."""

    as_of = _day(gettext_lazy("기준일"), gettext_lazy("이날 모든 개정안이 시행 중인 것으로 보고 견줍니다."))

    def __init__(
        self,
        *args: Any,
        reforms: list[tuple[str, str]],
        populations: list[tuple[str, str]],
        curves: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reforms"] = forms.MultipleChoiceField(
            label=_("견줄 개정안"), choices=reforms, widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("개정안을 하나 이상 골라 주세요.")},
        )  # fmt: skip
        self.fields["population"] = forms.ChoiceField(label=_("누구에게"), choices=populations)
        self.fields["curve"] = forms.ChoiceField(
            label=_("값을 조금씩 바꿔 볼 기준"), choices=[("", _("바꿔 보지 않음")), *curves], required=False
        )
        self.fields["curve_values"] = forms.CharField(
            label=_("바꿔 볼 값"),
            required=False,
            max_length=200,
            help_text=_("쉼표로 나누어 적어 주세요. 예: 34, 36, 39, 45"),
        )
        self.order_fields(["reforms", "population", "as_of", "curve", "curve_values"])

    def curve_of(self, version: Version) -> str:
        """Return the curve as the engine takes it: "age_limit=34,36,39"; empty where none is wanted."""
        name = self.cleaned_data["curve"]
        if not name:
            return ""
        parameter = version.parameters[name]
        # A comma divides values here; within a value it would be a thousands mark, so those are written without.
        parts = [part for part in self.cleaned_data["curve_values"].split(",") if part.strip()]
        unit = parameter.unit.ko if parameter.unit else ""
        return (
            f"{name}={','.join(written(part, str(parameter.type), unit) for part in parts)}" if parts else ""
        )

    def clean(self) -> dict[str, Any]:
        """Ask for values where a curve is wanted."""
        found = super().clean() or {}
        if found.get("curve") and not found.get("curve_values", "").strip():
            self.add_error("curve_values", _("바꿔 볼 값을 적어 주세요."))
        return found
