"""What an officer writes, and the values a text is tried with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiphyeon.contexts.wordings.enums import Purpose, Variant
from jiphyeon.contexts.wordings.queries import unit_names
from jiphyeon.contexts.wordings.rules.texts import WordingText, problems
from jiphyeon.foundation.messages.api import office
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused
from jiphyeon.methods.wording import Channel, Placeholder, Value

LONGEST = 5_000
MOST_TRIED = 40  # gaps with a field of their own; a text with more is shown by their names
_WRITTEN = ("name", "law", "subject", "body", "easy_body", "english_subject", "english_body")


class TextForm(forms.Form):
    """A text as it is written."""

    needed_at_times: ClassVar = ("law", "subject", "english_subject")

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=10**9)
    name = forms.CharField(
        label=gettext_lazy("이름"),
        max_length=80,
        help_text=gettext_lazy("담당자끼리 부르는 이름입니다. 받는 사람에게는 보이지 않습니다."),
        error_messages={"required": gettext_lazy("무슨 문구인지 알 수 있게 이름을 적어 주세요.")},
    )
    channel = forms.ChoiceField(label=gettext_lazy("보내는 길"))
    purpose = forms.ChoiceField(label=gettext_lazy("쓰임"))
    law = forms.CharField(
        label=gettext_lazy("근거"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("법적 고지이면 법령과 조를 적어 주세요. 예: 질서위반행위규제법 제16조"),
    )
    unit = forms.ChoiceField(label=gettext_lazy("부서"))
    subject = forms.CharField(
        label=gettext_lazy("제목"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("이메일과 우편에 있습니다. 문자와 알림톡이면 비워 두세요."),
    )
    body = forms.CharField(
        label=gettext_lazy("본문"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "빈칸은 ((이름)), 날짜는 ((기한:날짜)), 금액은 ((과태료:금액)), 조건은 ((연체??연체료가 붙습니다))처럼 적습니다. 조사는 ((이름))은(는)처럼 둘 다 적으면 맞는 것만 남습니다."
        ),
        error_messages={"required": gettext_lazy("보낼 말을 적어 주세요.")},
    )
    easy_body = forms.CharField(
        label=gettext_lazy("쉬운 말 본문"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("짧은 문장과 쉬운 낱말로 적습니다. 빈칸 이름은 본문과 같아야 합니다."),
    )
    english_subject = forms.CharField(label=gettext_lazy("영어 제목"), max_length=200, required=False)
    english_body = forms.CharField(
        label=gettext_lazy("영어 본문"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    buttons = forms.CharField(
        label=gettext_lazy("알림톡 버튼"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("한 줄에 하나씩, 다섯 개까지 적어 주세요."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        speech = language()
        for name, found in (
            ("channel", [(one.value, one.words) for one in Channel]),
            ("purpose", [(one.value, one.words) for one in Purpose]),
            ("unit", list(unit_names().items())),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
            field.choices = [(value, words.text(speech)) for value, words in found]

    @classmethod
    def begun_with(cls, content: WordingText, version: int) -> TextForm:
        """Return the form as it stands for a text."""
        filled = {name: getattr(content, name) for name in _WRITTEN}
        chosen = {"channel": content.channel.value, "purpose": content.purpose.value, "unit": content.unit}
        return cls(initial={**filled, **chosen, "buttons": "\n".join(content.buttons), "version": version})

    def clean(self) -> dict[str, Any]:
        """Say beside each field what may not even be stored."""
        filled = super().clean() or {}
        if not self.errors:
            for problem in problems(self.content, office().domains):
                if problem.is_refused:
                    self.add_error(problem.field, problem.words.text(language()))
        return filled

    @property
    def content(self) -> WordingText:
        """Return what was written; only of a form whose fields are right."""
        filled = self.cleaned_data
        lines = [line.strip() for line in filled["buttons"].splitlines()]
        return WordingText(
            **{name: filled[name].replace("\r\n", "\n") for name in _WRITTEN},
            channel=Channel(filled["channel"]),
            purpose=Purpose(filled["purpose"]),
            unit=filled["unit"],
            buttons=tuple(line for line in lines if line),
        )


class TryForm(forms.Form):
    """Values for a text's gaps; nothing written here is kept. Several lines in a field are a list."""

    def __init__(self, content: WordingText, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        speech = language()
        self.placeholders = _asked_for(content)
        self.fields["variant"] = forms.ChoiceField(
            label=_("말"),
            choices=[(one.value, one.words.text(speech)) for one in content.variants],
            required=False,
        )
        if content.channel is Channel.PAPER:
            self.fields["large"] = forms.BooleanField(label=_("큰 글씨로 인쇄"), required=False)
        for at, placeholder in enumerate(self.placeholders):
            self.fields[f"value{at}"] = _field(placeholder, speech)

    @property
    def variant(self) -> Variant:
        """Return which variant is to be read."""
        chosen = self.cleaned_data.get("variant") if self.is_bound else ""
        return Variant(chosen) if chosen else Variant.STANDARD

    @property
    def is_large(self) -> bool:
        """Return whether it is printed large."""
        return bool(self.is_bound and self.cleaned_data.get("large"))

    @property
    def values(self) -> dict[str, Value]:
        """Return the values written, by the names of the gaps."""
        return dict(self._values())

    def _values(self) -> Iterator[tuple[str, Value]]:
        for at, placeholder in enumerate(self.placeholders if self.is_bound else ()):
            lines = str(self.cleaned_data.get(f"value{at}") or "").split("\n")
            found = [line.strip() for line in lines if line.strip()]
            if found:
                yield placeholder.name, found if len(found) > 1 else found[0]


def _asked_for(content: WordingText) -> Sequence[Placeholder]:
    try:
        return content.compiled(Variant.STANDARD).fields[:MOST_TRIED]
    except Refused:
        return ()


def _field(placeholder: Placeholder, speech: str) -> forms.Field:
    if placeholder.is_condition and not placeholder.kinds:
        choices = [("yes", _("보이기")), ("no", _("숨기기"))]
        return forms.ChoiceField(label=placeholder.name, choices=choices, required=False)
    kinds = ", ".join(kind.words.text(speech) for kind in placeholder.kinds)
    return forms.CharField(
        label=f"{placeholder.name} ({kinds})" if kinds else placeholder.name,
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 1}),
    )
