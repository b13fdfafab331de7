"""Several programmes in sum: entitlements added up, money kept apart by how often it is paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

COUNTED = ("due_before", "due_after", "winners", "losers", "unknown")
PER_ORDER = ("month", "year", "once", "use")


@dataclass(frozen=True, slots=True)
class Money:
    """What programmes paid at one rhythm come to: before, after; how many are due, and of how many the amount is open."""

    per: str
    before: int
    after: int
    due: int
    open: int

    @property
    def net(self) -> int:
        """Return what is paid more (below zero: less)."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Sum:
    """One scenario over all programmes. Counts are entitlements: someone due in two programmes counts twice."""

    name: str
    counts: Mapping[str, int]
    money: tuple[Money, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        money = {
            one.per: {
                "cost_before": one.before,
                "cost_after": one.after,
                "net_cost": one.net,
                "amount_open": one.open,
            }
            for one in self.money
        }
        return {"scenario": self.name, **self.counts, "money": money}


def added(results: Sequence[Mapping[str, Any]]) -> list[Sum]:
    """Return each scenario added up over the programmes; money of different rhythms is never added."""
    found = []
    for place, first in enumerate(results[0]["scenarios"]):
        scenarios = [(one, one["scenarios"][place]) for one in results]
        counts = {key: sum(scenario[key] for _one, scenario in scenarios) for key in COUNTED}
        money = []
        for per in PER_ORDER:
            paying = [(one, scenario) for one, scenario in scenarios if one["per"] == per]
            if paying:
                money.append(
                    Money(
                        per,
                        sum(scenario["cost_before"] for _one, scenario in paying),
                        sum(scenario["cost_after"] for _one, scenario in paying),
                        sum(max(scenario["due_before"], scenario["due_after"]) for _one, scenario in paying),
                        sum(open_amounts(scenario, one) for one, scenario in paying),
                    )
                )
        found.append(Sum(first["scenario"]["name"], counts, tuple(money)))
    return found


def open_amounts(one: Mapping[str, Any], result: Mapping[str, Any]) -> int:
    """Return for how many people due, before or after, the amount hangs on an unknown fact."""
    before: int = result["before"]["amount_open"]
    return max(int(one.get("amount_open", 0)), before)
