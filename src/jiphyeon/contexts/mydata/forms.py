"""What a person decides about a consent: which items, by which of its buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiphyeon.foundation.ui.saying import localized
from jiphyeon.kernel import Words


class _Boxes(forms.CheckboxSelectMultiple):
    """A box for each item, described by what the page says about it."""

    def create_option(self, name: str, value: Any, *more: Any, **named: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *more, **named)
        option["attrs"] |= {"id": f"item-{value}", "aria-describedby": f"about-{value}"}
        return option


class ConsentForm(forms.Form):
    """The items a person agrees to. `all` agrees to each of them, `agree` to what is ticked, `refuse` to none."""

    decision = forms.ChoiceField(choices=[(one, one) for one in ("all", "agree", "refuse")])
    item = forms.MultipleChoiceField(label=_("가져올 항목"), required=False, widget=_Boxes)

    def __init__(
        self, data: Mapping[str, Any] | None, *, items: Sequence[tuple[str, Words]], agreed: Sequence[str]
    ) -> None:
        super().__init__(data, initial={"item": list(agreed)})
        boxes = self.fields["item"]
        if isinstance(boxes, forms.MultipleChoiceField):
            boxes.choices = [(code, localized(words)) for code, words in items]
        self.codes = [code for code, _words in items]

    def clean(self) -> dict[str, Any]:
        """Ask for an item, or a plain no, where the ticked ones were agreed to and none is ticked."""
        given = super().clean() or {}
        if given.get("decision") == "agree" and not given.get("item") and "item" not in self.errors:
            words = _(
                "고른 항목이 없습니다. 하나라도 고르시거나, 원하지 않으시면 '동의하지 않기'를 눌러 주세요."
            )
            self.add_error("item", words)
        return given

    @property
    def agreed(self) -> list[str]:
        """Return the codes agreed to, once the form is valid."""
        chosen = {"all": self.codes, "agree": self.cleaned_data["item"], "refuse": []}
        return list(chosen[self.cleaned_data["decision"]])
