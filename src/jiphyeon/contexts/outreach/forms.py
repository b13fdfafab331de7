"""What an officer confirms: that the people whom the preview showed are told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from jiphyeon.kernel import uuid_of


class _People(forms.TypedMultipleChoiceField):
    """Keys of persons. Who may be among them is the deed's to say, which makes the list again."""

    widget = forms.MultipleHiddenInput

    def valid_value(self, value: Any) -> bool:
        """Return whether it is a key at all."""
        return uuid_of(value) is not None


class SendForm(forms.Form):
    """The digest of the list that was seen, and who is told. None of it is typed: it is drawn hidden."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=100)
    selected = _People(coerce=UUID)
