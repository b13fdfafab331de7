"""What is written when something is done to a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jiphyeon.contexts.benefits.actions import handling, signing
from jiphyeon.contexts.benefits.enums import (
    Channel,
    PaymentState,
    StageResult,
    Verdict,
)
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import applications
from jiphyeon.contexts.benefits.queries.reasons import reason_texts
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.accounts.forms import CitizenField
from jiphyeon.foundation.casework.forms import Asked, ByAgentForm, DeedForm, Way
from jiphyeon.foundation.clock.asked import AskedDayField
from jiphyeon.foundation.ui.fact_forms import AsksFacts
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused, Words, uuid_of

_GRANT, _DO_NOT = Words("지원으로 올리기", "Propose to grant"), Words("지원하지 않음", "Do not grant")


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _results() -> list[tuple[str, str]]:
    return [(kind.value, kind.words.text(language())) for kind in StageResult]


def _by_hand() -> list[tuple[str, str]]:
    kinds = (Channel.COUNTER, Channel.PHONE, Channel.PAPER)
    return [(kind.value, kind.words.text(language())) for kind in kinds]


class StartForm(forms.Form):
    """The press that begins an application; the answers given to the finder come along by choice."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=36)
    with_answers = forms.BooleanField(required=False)

    def __init__(self, *args: Any, carried: int, **more: Any) -> None:
        super().__init__(*args, **more)
        words = ngettext(
            "방금 답한 {carried}가지를 신청서에 옮깁니다",
            "방금 답한 {carried}가지를 신청서에 옮깁니다",
            carried,
        )
        self.fields["with_answers"].label = words.format(carried=carried)
        self.fields["with_answers"].help_text = _("옮기신 답은 신청서와 함께 시에 저장됩니다.")
        if not carried:
            del self.fields["with_answers"]

    def clean_token(self) -> UUID:
        """Return the key of this form; a press with another was not made here."""
        token = uuid_of(self.cleaned_data["token"])
        if token is None:
            raise forms.ValidationError(_("화면을 새로 고쳐 다시 시작해 주세요."))
        return token


class DeclarationForm(forms.Form):
    """The last step of an application."""

    declared = forms.BooleanField(
        label=gettext_lazy("적은 내용과 보여 드린 자료가 사실임을 확인합니다."),
        help_text=gettext_lazy("사실과 다르면 지원이 취소되고 받은 돈을 돌려주셔야 할 수 있습니다."),
        error_messages={"required": gettext_lazy("적은 내용이 사실이라는 확인에 표시해 주세요.")},
    )


class ProposeForm(DeedForm):
    """A yes or a no laid before the signer; what cannot be proposed yet says why."""

    faults: ClassVar[Mapping[str, str]] = {"reason_needed": "reason"}
    needed_at_times: ClassVar = ("reason",)

    reason = forms.CharField(
        label=gettext_lazy("이유"),
        help_text=gettext_lazy("준비된 결과와 다르게 올릴 때 적습니다. 신청인이 그대로 읽습니다."),
        widget=_area(),
        max_length=1000,
        required=False,
    )

    def obstacle(self) -> Refused | None:
        no = super().obstacle()
        row = self.asked.row
        either = [
            handling.obstacle_to_proposing(row, verdict) for verdict in (Verdict.APPROVE, Verdict.REFUSE)
        ]
        return no or (either[0] if all(either) else None)

    def ways(self) -> Sequence[Way]:
        return [self._way(Verdict.APPROVE, _GRANT, "a"), self._way(Verdict.REFUSE, _DO_NOT, "r")]

    def _way(self, verdict: Verdict, word: Words, key: str) -> Way:
        no = handling.obstacle_to_proposing(self.asked.row, verdict)
        return Way(verdict.value, word, key, no.text(language()) if no is not None else "")


class SignForm(DeedForm):
    """A signature under what was proposed, and under nothing else."""

    def applies(self) -> bool:
        return signing.SIGNED_AS.get(self.asked.row.proposal) == self.deed.code


class SupplementForm(DeedForm):
    """What an officer asks for; the day follows from the terms."""

    asks_day = False
    english = forms.CharField(
        label=gettext_lazy("영어로(영어로 쓰는 신청인)"), widget=_area(), max_length=1000, required=False
    )
    field_order = ("version", "comment", "english")

    def __init__(self, deed: Any, asked: Asked[Case], *args: Any, **more: Any) -> None:
        super().__init__(deed, asked, *args, **more)
        self.order_fields(self.field_order)
        if not self.is_bound:
            missing = applications.preview(asked.row, asked.on).gaps
            names = [(gap.paper or gap.label).text(language()) for gap in missing]
            self.initial["comment"] = ", ".join(dict.fromkeys(names))


class EstablishForm(DeedForm, AsksFacts):
    """What an officer found a fact to be: those that are missing, or known ones to put right (`correct`)."""

    basis = forms.CharField(
        label=gettext_lazy("무엇을 보고 확인했나요?"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("예: 임대차계약서 사본")}),
    )

    def __init__(
        self,
        deed: Any,
        asked: Asked[Case],
        data: Mapping[str, str] | None = None,
        *,
        names: Sequence[str] = (),
        **more: Any,
    ) -> None:
        super().__init__(deed, asked, data, use_required_attribute=False, **more)
        facts = programmes.pack().facts
        if data is not None:
            names = [name for name in data if name in facts and data[name].strip()]
        elif not names:
            names = [gap.name for gap in applications.preview(asked.row, asked.on).gaps]
        self.ask([facts[name] for name in names], vocabulary=facts, on=asked.on, required=True, compact=True)
        self.order_fields(("version", *names, "basis"))

    def clean(self) -> dict[str, Any]:
        if self.is_bound and not self.facts:
            self.add_error(None, _("확인한 값을 하나라도 적어 주세요."))
        return super().clean() | {"facts": {k: v for k, v in self.answers().items() if v is not None}}


class HoldForm(DeedForm):
    """What was found that makes payments wait."""

    comment = forms.CharField(label=gettext_lazy("확인한 것"), widget=_area(), max_length=1000)

    def applies(self) -> bool:
        return self.asked.row.held_since is None


class ReleaseForm(DeedForm):
    """Why payments that an officer holds are let go."""

    def applies(self) -> bool:
        return self.asked.row.held_by is not None


class StopForm(DeedForm):
    """From when a benefit is not due."""

    not_due_from = AskedDayField(
        label=gettext_lazy("지급하지 않는 첫날"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("지급하지 않는 첫날을 적어 주세요.")},
    )

    def __init__(self, deed: Any, asked: Asked[Case], *args: Any, **more: Any) -> None:
        super().__init__(deed, asked, *args, **more)
        last = asked.row.assessments.last() if not self.is_bound and asked.row.held_since else None
        reasons = [reason_texts(one, language())["text"] for one in (last.reasons if last else [])]
        self.initial.update({"not_due_from": asked.row.held_since, "comment": "\n".join(reasons)})

    def applies(self) -> bool:
        return self.asked.row.held_since is not None


class RecoverForm(DeedForm):
    """Which instalment was paid back."""

    number = forms.TypedChoiceField(label=gettext_lazy("돌려받은 회차"), coerce=int)

    def __init__(self, deed: Any, asked: Asked[Case], *args: Any, **more: Any) -> None:
        super().__init__(deed, asked, *args, **more)
        owed = asked.row.payments.filter(state=PaymentState.OVERPAID)
        self.owed = [(one.number, f"{one.number} · {one.amount:,}") for one in owed]
        field = self.fields["number"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 -- declared above
        field.choices = self.owed

    def applies(self) -> bool:
        return bool(self.owed)


class CorrectForm(DeedForm):
    """Why an objection to what was granted is right, beside what the facts established now come to."""

    def __init__(self, deed: Any, asked: Asked[Case], *args: Any, **more: Any) -> None:
        super().__init__(deed, asked, *args, **more)
        decision = asked.row.decisions.last()
        if decision is not None:
            now = applications.due_by_now(asked.row, asked.on)
            self.fields["comment"].help_text = _(
                "지금 확인된 사실로 계산하면 한 번에 {now}원이고, 결정은 {granted}원입니다. 사실이 다르면 먼저 사실을 확인해 적어 주세요."
            ).format(now=f"{now:,}", granted=f"{decision.amount:,}")

    def applies(self) -> bool:
        return super().applies() and programmes.office(self.asked.row.programme).kind == "money"


class EntryForm(ByAgentForm):
    """Whose application an officer takes at the counter, by phone or from paper."""

    account = CitizenField()
    channel = forms.TypedChoiceField(
        label=gettext_lazy("어떻게 받았나요?"), widget=forms.RadioSelect, coerce=Channel, choices=_by_hand
    )
    basis = forms.CharField(
        label=gettext_lazy("무엇을 보고 적나요?"),
        max_length=200,
        help_text=gettext_lazy("예: 서면 신청서와 임대차계약서 사본"),
    )


class OutcomeForm(forms.Form):
    """How a person fares some months after a stage."""

    result = forms.TypedChoiceField(
        label=gettext_lazy("지금 상태"),
        widget=forms.RadioSelect,
        coerce=StageResult,
        choices=_results,
        error_messages={"required": gettext_lazy("지금 상태를 골라 주세요.")},
    )
