"""The figures this room gives to the plan: counted from the rows on a day, never kept beside them."""

from __future__ import annotations

from django.db.models import Sum

from jiphyeon.contexts.benefits.enums import PaymentState, State, Verdict
from jiphyeon.contexts.benefits.models import Case, Decision, FeeAnswer, Payment
from jiphyeon.contexts.benefits.queries import rulebook


def of_programme(programme: str) -> dict[str, int]:
    """Return what has been applied for, decided, promised and paid so far, in cases and whole won."""
    cases = Case.objects.filter(programme=programme)
    granted = Decision.objects.filter(case__programme=programme, verdict=Verdict.APPROVE)
    paid = Payment.objects.filter(
        case__programme=programme, state__in=[PaymentState.PAID, PaymentState.OVERPAID]
    ).aggregate(total=Sum("amount"))["total"]
    promised = (
        Payment.objects.filter(case__programme=programme)
        .exclude(state=PaymentState.CANCELLED)
        .aggregate(total=Sum("amount"))["total"]
    )
    return {
        "applied": cases.beyond_draft().count(),
        "decided": Decision.objects.filter(case__programme=programme).values("case").distinct().count(),
        "granted": granted.values("case").distinct().count(),
        "receiving": cases.filter(state=State.APPROVED).count(),
        "promised": promised or 0,
        "paid": paid or 0,
        "checked": FeeAnswer.objects.count() if rulebook.office(programme).kind == "fee" else 0,
    }
