"""What came of notices sent in a period: opened in how many hours, served how, returned, and what was saved by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Count, F, Q

from jiphyeon.contexts.e_notices.enums import Step, Way
from jiphyeon.contexts.e_notices.models import Notice, service
from jiphyeon.contexts.e_notices.rules.kinds import Tariff
from jiphyeon.contexts.e_notices.rules.money import break_even, saving, unread_for


@dataclass(frozen=True, slots=True)
class Results:
    """Counts of notices, each of one definition: `sent` were approved, `by_phone` the relay took, `opened` were served there."""

    sent: int
    by_phone: int
    opened: int
    opened_in_time: int
    paper: int
    paper_served: int
    public: int
    returned: int
    paid: int
    waived: int

    @property
    def served(self) -> int:
        """Return how many were served, however."""
        return self.opened + self.paper_served + self.public

    @property
    def paper_avoided(self) -> int:
        """Return for how many no letter was needed."""
        return self.sent - self.paper

    @property
    def unread(self) -> Fraction | None:
        """Return the share that went on paper after all; None where nothing was sent."""
        return Fraction(self.paper, self.sent) if self.sent else None


def results(first: date, last: date, hours: int) -> Results:
    """Return what came of the sendings that began in a period, both days included, in one query."""
    found = Notice.objects.filter(
        sending__sent_on__gte=first, sending__sent_on__lte=last, number__isnull=False
    )
    found = found.exclude(state=Step.CANCELLED)
    within = Q(way=Way.PHONE, opened_at__lte=F("sent_at") + timedelta(hours=hours))
    counted = found.aggregate(
        sent=Count("pk"),
        by_phone=Count("pk", filter=Q(sent_at__isnull=False)),
        opened=Count("pk", filter=Q(way=Way.PHONE)),
        opened_in_time=Count("pk", filter=within),
        paper=Count("pk", filter=Q(went_on__isnull=False)),
        paper_served=Count("pk", filter=Q(way=Way.PAPER)),
        public=Count("pk", filter=Q(way=Way.PUBLIC)),
        returned=Count("pk", filter=~Q(returned_for="")),
        paid=Count("pk", filter=Q(state=Step.PAID)),
        waived=Count("pk", filter=Q(state=Step.WAIVED)),
    )
    return Results(**counted)


@dataclass(frozen=True, slots=True)
class Saved:
    """What the phone saved against registered letters to all, by the prices of a day; shares are exact."""

    prices: Tariff
    share: Fraction
    won: Fraction
    break_even: Fraction
    plan: Fraction | None
    unread_for_plan: Fraction | None


def saved(found: Results, prices: Tariff) -> Saved | None:
    """Return what was saved; None where nothing was sent. Every notice costs the phone's price, those on paper a letter too."""
    unread = found.unread
    if unread is None:
        return None
    share = saving(prices.phone, prices.registered, unread)
    plan = service().plan_saving
    return Saved(
        prices,
        share,
        share * prices.registered * found.sent,
        break_even(prices.phone, prices.registered),
        plan,
        unread_for(plan, prices.phone, prices.registered) if plan is not None else None,
    )
