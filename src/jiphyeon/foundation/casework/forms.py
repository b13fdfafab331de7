"""The form of a deed: the words it takes, the day that is given with it, and the ways in which it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework import agents, objections, permissions, undoing
from jiphyeon.foundation.casework.lifecycle import ABOUT_OBJECTIONS, Deed, Kind
from jiphyeon.foundation.casework.models import CaseRow
from jiphyeon.foundation.clock.asked import AskedDayField
from jiphyeon.foundation.clock.deadlines import due_after
from jiphyeon.foundation.replies.gaps import require_filled
from jiphyeon.foundation.ui.saying import day, language, localized
from jiphyeon.kernel import Refused, Words, refusal_of

R = TypeVar("R", bound=CaseRow)


@dataclass(frozen=True, slots=True)
class Asked(Generic[R]):
    """What a deed's form is about: the matter, who would do the deed, on which day."""

    row: R
    by: Actor
    on: date


@dataclass(frozen=True, slots=True)
class Way:
    """One of several ways to do a deed, each a button of its form. `key` presses it; `why_not` says why it cannot be now."""

    code: str
    word: Words
    key: str = ""
    why_not: str = ""


class DeedForm(forms.Form):
    """What is written when a deed is done. A room adds fields by a subclass, and says when there is nothing to do."""

    asks_day: ClassVar[bool] = True
    faults: ClassVar[Mapping[str, str]] = {}
    """Which field a refusal speaks of, by its code; any other stands above the form."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)

    def __init__(self, deed: Deed, asked: Asked[Any], *args: Any, **more: Any) -> None:
        # Several of them stand on one page: each field's id begins with the deed.
        super().__init__(*args, **{"auto_id": f"{deed.code}-%s", **more})
        self.deed, self.asked = deed, asked
        speech = language()
        if self.asks_day and deed.kind is Kind.SUPPLEMENT_ASKED:
            self.fields["until"] = AskedDayField(
                label=_("기한"), widget=forms.DateInput(attrs={"type": "date"})
            )
        if deed.says is not None:
            self.fields["comment"] = forms.CharField(
                label=deed.says.label.text(speech),
                help_text=deed.says.hint.text(speech) if deed.says.hint else "",
                required=deed.says.needed,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def applies(self) -> bool:
        """Return whether there is anything to do: nobody takes what they have, or answers where nobody objected."""
        row, kind = self.asked.row, self.deed.kind
        if kind is Kind.TAKE:
            return bool(row.assigned_to != self.asked.by.user)
        if kind is Kind.OBJECTION_EXTENDED:
            return objections.most_days_to_extend(row, self.asked.on) > 0
        if kind in ABOUT_OBJECTIONS:
            return objections.waiting(row) is not None
        if kind is Kind.AGENT_ENDED:
            return agents.is_there_one(row)
        if kind is Kind.OBJECTION_FILED:
            until = row.object_until()
            return (
                until is not None
                and self.asked.on <= until
                and objections.waiting(row) is None
                and not objections.was_dismissed(row)
            )
        return True

    def obstacle(self) -> Refused | None:
        """Return why the deed cannot be done now, or None."""
        row, deed = self.asked.row, self.deed
        return permissions.obstacle(row, str(deed.code), self.asked.by) or undoing.obstacle(
            row, deed, self.asked.on
        )

    def ways(self) -> Sequence[Way]:
        """Return the ways to do it, where there are several."""
        return ()

    @property
    def takes_replies(self) -> bool:
        """Return whether a saved answer can begin what is written."""
        return self.deed.kind is Kind.SUPPLEMENT_ASKED

    def clean(self) -> dict[str, Any]:
        """Take the way whose button was pressed. Words that go to the person have no open gap."""
        filled = super().clean() or {}
        if self.takes_replies:
            for name in ("comment", "english"):
                no = refusal_of(partial(require_filled, filled.get(name) or "", self.asked.row.gaps))
                if no is not None:
                    self.add_error(name, no.text(language()))
        if ways := self.ways():
            filled["way"] = self.data.get("way", "")
            if filled["way"] not in {way.code for way in ways}:
                self.add_error(None, _("어느 쪽인지 골라 주세요."))
        return filled


class AgentForm(DeedForm):
    """Who acts for the person: their name, what they are to the person, until when, and the paper that shows it."""

    asks_day = False

    agent = forms.CharField(
        label=gettext_lazy("대리인 이름"),
        max_length=100,
        error_messages={"required": gettext_lazy("신분증에 적힌 대리인의 이름을 적어 주세요.")},
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("본인과의 관계와 필요한 서류"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("대리인이 본인과 어떤 관계인지 골라 주세요.")},
    )
    phone = forms.CharField(label=gettext_lazy("대리인 전화번호"), max_length=30, required=False)
    paper = forms.FileField(
        label=gettext_lazy("대리할 수 있음을 보이는 서류"),
        help_text=gettext_lazy("위임장이나 관계를 보이는 서류. PDF나 사진(PNG, JPEG), 20MB까지."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages={"required": gettext_lazy("서류가 없으면 대리인으로 받을 수 없습니다.")},
    )
    until = AskedDayField(
        label=gettext_lazy("언제까지 대리하나요?"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("위임장에 적힌 마지막 날을 적어 주세요.")},
    )

    def __init__(self, deed: Deed, asked: Asked[Any], *args: Any, **more: Any) -> None:
        super().__init__(deed, asked, *args, **more)
        speech, agency = language(), agents.agency()
        field = self.fields["relation"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = [
            (one.code, f"{one.words.text(speech)}: {one.paper.text(speech)} ({localized(one.law)})")
            for one in agency.relations
        ]
        last = day(agents.last_day(asked.on))
        self.fields["until"].help_text = _("{last}까지 적을 수 있습니다.").format(last=last)


class ObjectionForm(DeedForm):
    """What somebody finds wrong with a decision, and by when it is answered."""

    def __init__(self, deed: Deed, asked: Asked[Any], *args: Any, **more: Any) -> None:
        super().__init__(deed, asked, *args, **more)
        until, comment = asked.row.object_until(), self.fields["comment"]
        if until is not None:
            due = day(objections.answer_due(asked.row, asked.on))
            comment.help_text = " ".join(
                [
                    str(comment.help_text),
                    _("결정에 손을 대지 않은 다른 사람이 {due}까지 답해 드립니다.").format(due=due),
                    _("낼 수 있는 마지막 날: {until}").format(until=day(until)),
                ]
            ).strip()


class PutOffForm(DeedForm):
    """By how many days the answer to an objection is put off."""

    def __init__(self, deed: Deed, asked: Asked[Any], *args: Any, **more: Any) -> None:
        super().__init__(deed, asked, *args, **more)
        most = objections.most_days_to_extend(asked.row, asked.on)
        bounds = _("1일부터 {most}일까지 미룰 수 있습니다.").format(most=most)
        self.fields["days"] = forms.IntegerField(
            label=_("며칠 미루나요?"),
            help_text=_("부득이한 때에만 미룰 수 있고, 미룬 까닭을 신청인에게 알립니다.") + " " + bounds,
            min_value=1,
            max_value=most,
            initial=most,
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value", "required"), bounds),
        )

    def clean(self) -> dict[str, Any]:
        """Return the day that so many days lead to, beside what was written."""
        filled, waits = super().clean(), objections.waiting(self.asked.row)
        if waits is not None and filled.get("days"):
            filled["until"] = due_after(waits.due_on, days=filled["days"])
        return filled


FORMS_BY_KIND: Mapping[Kind, type[DeedForm]] = {
    Kind.AGENT_NAMED: AgentForm,
    Kind.OBJECTION_FILED: ObjectionForm,
    Kind.OBJECTION_EXTENDED: PutOffForm,
}


class ByAgentForm(forms.Form):
    """What a form of the counter asks besides: whether an agent came, who is then taken down on the page that follows."""

    by_agent = forms.BooleanField(
        label=gettext_lazy("대리인이 왔습니다. 접수한 다음 화면에서 대리인과 서류를 적습니다"), required=False
    )


class RemarkForm(forms.Form):
    """A line of talk, or an officer's note."""

    body = forms.CharField(
        label=gettext_lazy("내용"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("내용을 적어 주세요.")},
    )


class PaperForm(forms.Form):
    """A paper to lie beside a matter."""

    title = forms.CharField(
        label=gettext_lazy("무슨 서류인가요?"),
        max_length=100,
        error_messages={"required": gettext_lazy("무슨 서류인지 적어 주세요.")},
    )
    paper = forms.FileField(
        label=gettext_lazy("파일"),
        help_text=gettext_lazy("PDF나 사진(PNG, JPEG), 20MB까지."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages={"required": gettext_lazy("올릴 파일을 골라 주세요.")},
    )
