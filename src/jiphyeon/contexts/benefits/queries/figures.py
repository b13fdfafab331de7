"""The figures this room gives to the plan: counted from the rows on a day, never kept beside them."""

from __future__ import annotations

from datetime import date

from django.db.models import Sum

from jiphyeon.contexts.benefits.enums import CaseState, PaymentState, Verdict
from jiphyeon.contexts.benefits.models import Case, Decision, Payment


def of_programme(programme: str, on: date) -> dict[str, int]:
    """Return what had been applied for, decided, promised and paid by the end of a day, in cases and whole won.

    `receiving` is who receives now: a state keeps no history of its own.
    """
    cases = Case.objects.filter(programme=programme)
    decided = Decision.objects.filter(case__programme=programme, decided_on__lte=on)
    payments = Payment.objects.filter(case__programme=programme)
    paid = payments.filter(state__in=[PaymentState.PAID, PaymentState.OVERPAID], paid_on__lte=on)
    promised = payments.exclude(state=PaymentState.CANCELLED).filter(case__in=decided.values("case"))
    return {
        "applied": cases.beyond_draft().filter(applied_on__lte=on).count(),
        "decided": decided.values("case").distinct().count(),
        "granted": decided.filter(verdict=Verdict.APPROVE).values("case").distinct().count(),
        "receiving": cases.filter(state=CaseState.APPROVED).count(),
        "promised": promised.aggregate(total=Sum("amount"))["total"] or 0,
        "paid": paid.aggregate(total=Sum("amount"))["total"] or 0,
    }
