"""A form made from facts: one field each, with its question, why it is asked, and "I don't know" as an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiphyeon.foundation.clock.asked import AskedDayField
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused

UNKNOWN = "unknown"
_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_UNITS = (("억", 10**8), ("천만", 10**7), ("백만", 10**6), ("만", 10**4))


def whole_won(text: str) -> int:
    """Read an amount as people write it: 450000, 450,000원, 45만, 1억 2,000만. Refuses anything with parts of a won.

    >>> whole_won("1억 2,000만 원")
    120000000
    """
    rest = re.sub(r"[,\s원₩]|won|KRW", "", text.strip(), flags=re.IGNORECASE)
    total = 0
    for name, size in _UNITS:
        head, found, tail = rest.partition(name)
        if found:
            if not head.isdigit():
                raise ValueError(text)
            total += int(head) * size
            rest = tail
    if rest:
        if not rest.isdigit():
            raise ValueError(text)
        total += int(rest)
    elif not total:
        raise ValueError(text)
    return total


class WonField(forms.CharField):
    """Whole won, written as people write it."""

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value) or "")
        if not text:
            return None
        try:
            return whole_won(text)
        except ValueError:
            raise ValidationError(_("금액을 원 단위로 적어 주세요. 예: 450,000 또는 45만")) from None


class ExactField(forms.CharField):
    """A number with decimals, kept exactly as written."""

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value) or "")
        if not text:
            return None
        plain = text.replace(",", "").strip().rstrip("%㎡ ")
        # Only what people write: 1e999999999 is a few letters and a number too large to hold.
        if not _DECIMAL.fullmatch(plain):
            raise ValidationError(_("숫자로 적어 주세요. 예: 26 또는 84.9"))
        return str(Fraction(plain))


class DayField(AskedDayField):
    """A day that exists."""

    default_error_messages = {"invalid": gettext_lazy("있는 날짜를 적어 주세요. 예: 1996-08-15")}

    def __init__(self, **more: Any) -> None:
        super().__init__(
            widget=forms.TextInput(
                attrs={
                    "inputmode": "numeric",
                    "autocomplete": "off",
                    "placeholder": "1996-08-15",
                    "class": "benefits-short",
                }
            ),
            **more,
        )


_PERCENT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?%")


class PercentField(forms.CharField):
    """A percentage, typed with or without its sign under a label that shows it; told with it, so that 0.9 is 0.9 %."""

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value) or "").replace(",", "").replace(" ", "")
        if not text:
            return None
        signed = f"{text.removesuffix('%')}%"
        if not _PERCENT.fullmatch(signed):
            raise ValidationError(_("숫자로 적어 주세요. 예: 26 또는 84.9"))
        return signed


def field_for(fact: Any, *, required: bool, compact: bool = False) -> forms.Field:
    """Return the field that asks for one fact; `compact` for officers: its name instead of its question, lists to choose from."""
    speech = language()
    label = fact.question.text(speech) if fact.question and not compact else fact.label.text(speech)
    hint = fact.why.text(speech) if fact.why and not compact else ""
    unit = fact.unit.text(speech) if fact.unit else ""
    more: dict[str, Any] = {"label": label, "help_text": hint, "required": required}
    kind = str(fact.type)
    if kind in {"boolean", "choice"}:
        return _choice(fact, speech, compact=compact, more=more)
    if kind == "date":
        return DayField(**more)
    numeric = {"inputmode": "numeric", "autocomplete": "off", "class": "benefits-short"}
    if kind == "won":
        if not compact:
            more["help_text"] = hint + " " + _("원 단위로, 또는 45만처럼 적으셔도 됩니다.")
        return WonField(widget=forms.TextInput(attrs=numeric), **more)
    if unit and compact:
        more["label"] = f"{label} ({unit})"
    elif unit:
        more["help_text"] = f"{hint} ({unit})".strip()
    if kind == "integer":
        return forms.IntegerField(widget=forms.TextInput(attrs=numeric), **more)
    field = PercentField if unit == "%" else ExactField
    return field(widget=forms.TextInput(attrs={**numeric, "inputmode": "decimal"}), **more)


def _choice(fact: Any, speech: str, *, compact: bool, more: dict[str, Any]) -> forms.Field:
    known = (
        [("yes", _("예")), ("no", _("아니요"))]
        if str(fact.type) == "boolean"
        else [(name, words.text(speech)) for name, words in fact.options.items()]
    )
    if compact:
        return forms.ChoiceField(choices=[("", "–"), *known], widget=forms.Select, **more)
    return forms.ChoiceField(choices=[*known, (UNKNOWN, _("모르겠어요"))], widget=forms.RadioSelect, **more)


def plain(value: Any) -> Any:
    """Return a cleaned answer as the rules take it; None where the person does not know."""
    if value in (None, "", UNKNOWN):
        return None
    if value in {"yes", "no"}:
        return value == "yes"
    return value


def shown(value: Any) -> Any:
    """Return a known value as its field shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


class AsksFacts(forms.Form):
    """Any form that asks for facts among other things."""

    facts: Sequence[Any] = ()
    vocabulary: Any
    on: date

    def ask(
        self, facts: Sequence[Any], *, vocabulary: Any, on: date, required: bool, compact: bool = False
    ) -> None:
        """Ask for these, one field each."""
        self.facts, self.vocabulary, self.on = facts, vocabulary, on
        for fact in facts:
            self.fields[fact.name] = field_for(fact, required=required, compact=compact)

    def clean(self) -> dict[str, Any]:
        """Hold every answer against what it can be at all; an impossible one is said beside its field."""
        cleaned = super().clean() or {}
        for fact in self.facts:
            if fact.name not in cleaned:
                continue
            value = plain(cleaned[fact.name])
            try:
                self.vocabulary.know({fact.name: value}, self.on)
            except Refused as no:
                # It begins with what the fact is called, which stands above the field already.
                message = no.text(language())
                self.add_error(
                    fact.name, message.removeprefix(f"{fact.label.ko}: ").removeprefix(f"{fact.name}: ")
                )
        return cleaned

    def answers(self) -> dict[str, Any]:
        """Return what was answered, as the rules take it; unknown ones as None."""
        return {
            fact.name: as_json(plain(self.cleaned_data.get(fact.name)))
            for fact in self.facts
            if fact.name in self.cleaned_data
        }


class FactsForm(AsksFacts):
    """Asks for several facts at once. Every one may be left open: not knowing is an answer."""

    def __init__(
        self,
        facts: Sequence[Any],
        data: Mapping[str, Any] | None = None,
        *,
        on: date,
        vocabulary: Any,
        known: Mapping[str, Any] | None = None,
        required: bool = False,
        compact: bool = False,
    ) -> None:
        initial = {name: shown(value) for name, value in (known or {}).items() if value is not None}
        super().__init__(data, initial=initial, use_required_attribute=not compact)
        self.ask(facts, vocabulary=vocabulary, on=on, required=required, compact=compact)


def as_json(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value
