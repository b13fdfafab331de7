"""Money by the month, and how people fared after a stage of the job-support journey."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiphyeon.contexts.benefits.enums import PaymentState, StageResult
from jiphyeon.contexts.benefits.models.case import Case, Decision
from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.kernel import choices


class Payment(models.Model):
    """One instalment. A number and a month are paid once, whatever happens to the case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="payments")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="payments")
    number = models.PositiveSmallIntegerField()
    month = models.DateField()
    pays_on = models.DateField()
    amount = models.BigIntegerField()
    state = EnumField(
        PaymentState, max_length=12, choices=choices(PaymentState), default=PaymentState.PLANNED
    )
    paid_on = models.DateField(null=True, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    paid_to = models.UUIDField(null=True, blank=True)  # the account, by its key; none until version 0.4.0

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_payment_per_number"),
            models.UniqueConstraint(fields=["case", "month"], name="one_payment_per_month"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_pays_something"),
            models.CheckConstraint(
                condition=Q(state__in=[PaymentState.PLANNED, PaymentState.CANCELLED])
                | Q(paid_on__isnull=False),
                name="money_that_moved_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["state", "pays_on"], name="benefits_due_payments")]

    @property
    def is_arrears(self) -> bool:
        """Return whether it makes up what earlier instalments fell short of, after an objection: it follows the last one."""
        return self.number > self.decision.times


class StageOutcome(models.Model):
    """How a person fared so many months after a stage; None until asked."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outcomes")
    months = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    result = EnumField(StageResult, max_length=20, choices=choices(StageResult), blank=True)
    recorded_on = models.DateField(null=True, blank=True)
    recorded_by = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["months"]
        constraints = [models.UniqueConstraint(fields=["case", "months"], name="one_outcome_per_interval")]
