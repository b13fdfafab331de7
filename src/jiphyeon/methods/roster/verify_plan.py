"""Whether a published plan says what is so: every figure of it is computed again, or named as not checked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence

from jiphyeon.kernel import Checked, Words
from jiphyeon.methods.roster.files import aims_json, standing_json
from jiphyeon.methods.roster.judge import check
from jiphyeon.methods.roster.law import Rulebook
from jiphyeon.methods.roster.plan import Appointment, Plan, lawful_in
from jiphyeon.methods.roster.planning import standing_of
from jiphyeon.methods.roster.portfolio import Calendar, Kind, Portfolio

CLAIMS = frozenset(
    {"proven", "unnamed", "aims", "appointments", "days", "lawful_today", "lawful", "standings", "conflicts"}
)
AIM = frozenset({"key", "ko", "en", "attained", "bound", "proven"})


def verify(
    document: Mapping[str, object],
    appointments: Sequence[Appointment],
    portfolio: Portfolio,
    rules: Rulebook,
    calendar: Calendar,
    best: Plan | None = None,
) -> Checked:
    """Hold a plan's document against the files.

    `appointments` are its own, as read; a document may say nothing else. `best` is a plan made anew from the same
    files: only with it can "nothing better exists" be more than a claim.
    """
    verdict = check(appointments, portfolio, rules, calendar)
    if verdict.findings:
        return Checked(tuple(finding.words for finding in verdict.findings))
    standing = standing_json(standing_of(tuple(sorted(appointments)), portfolio, rules, calendar))
    problems = [
        Words(
            "계획의 {key}이(가) 다시 계산한 것과 다릅니다.",
            "{key} of the plan differs from what was computed anew.",
        ).filled(key=key)
        for key, value in standing.items()
        if key in document and not _same(document[key], value)
    ]
    problems += [
        Words(f"모르는 항목입니다: {key}", f"The plan claims something nobody here knows: {key}.")
        for key in sorted(document.keys() - CLAIMS)
    ]
    if document.keys() & {"aims", "proven", "unnamed"}:
        attained = aims_of(appointments, portfolio, calendar, lawful_in(verdict.lawful))
        problems += _aim_problems(document, attained, best)
    return Checked(tuple(problems), () if problems else _unproven(document, best))


def aims_of(
    appointments: Sequence[Appointment], portfolio: Portfolio, calendar: Calendar, lawful: int
) -> dict[str, int]:
    """Return what appointments attain of each aim, counted from the files."""
    days = [calendar.day(t) for t in range(calendar.quarters)]
    keys = {committee.key for committee in portfolio.committees}
    seats: Counter[str] = Counter(
        seat.holder
        for committee in portfolio.committees
        for seat in committee.seats
        if seat.kind is Kind.APPOINTED and seat.holder
    )
    for person in portfolio.people.values():
        elsewhere = [one.period for one in person.memberships if one.committee not in keys]
        seats[person.key] += sum(any(day in period for day in days) for period in elsewhere)
    repeats = wishes = 0
    new = [one for one in appointments if not one.renewal]
    for one in new:
        repeats += seats[one.person]
        seats[one.person] += 1
        wishes += one.committee in portfolio.people[one.person].wishes
    return {
        "lawful": lawful,
        "filled": sum(one.start <= day <= one.end for one in appointments for day in days),
        "changes": len(new),
        "repeats": repeats,
        "wishes": wishes,
    }


def _same(stated: object, found: object) -> bool:
    """Return whether two documents are the same; true is not 1 and 1 is not 1.0."""
    return json.dumps(stated, sort_keys=True) == json.dumps(found, sort_keys=True)


def _aim_problems(
    document: Mapping[str, object], attained: Mapping[str, int], best: Plan | None
) -> list[Words]:
    aims = document.get("aims")
    problem = Words(
        "계획의 목표가 다시 계산한 것과 다릅니다.", "The aims of the plan differ from what was computed anew."
    )
    if not isinstance(aims, list) or not all(isinstance(one, dict) and one.keys() == AIM for one in aims):
        return [problem]
    if not _same([[one["key"], one["attained"]] for one in aims], [list(one) for one in attained.items()]):
        return [problem]
    if any(one["proven"] is not (one["attained"] == one["bound"]) for one in aims):
        return [problem]
    if document.get("proven") is not all(one["proven"] for one in aims if one["key"] != "wishes"):
        return [problem]
    if best is None or not _contradicts(aims, best):
        return []
    return [
        Words(
            "계획이 말하는 한계가 다시 세운 계획의 한계와 다릅니다.",
            "The bounds that the plan states differ from those of the plan made anew.",
        )
    ]


def _contradicts(aims: Sequence[Mapping[str, object]], best: Plan) -> bool:
    """Return whether an aim's words or bound are others than those found anew, as far as both rest on the same."""
    for one, found in zip(aims, aims_json(best), strict=True):
        if (one["key"], one["ko"], one["en"]) != (found["key"], found["ko"], found["en"]):
            return True
        if one["bound"] is not None and found["bound"] is not None and one["bound"] != found["bound"]:
            return True
        if one["attained"] != found["attained"]:
            return False  # what follows supposes this aim attained
    return False


def _unproven(document: Mapping[str, object], best: Plan | None) -> tuple[Words, ...]:
    """Return what a plan claims and nobody computed again, and what it does not attain."""
    aims = document.get("aims")
    if not isinstance(aims, list) or not aims:
        return ()
    if best is None:
        words = Words(
            "더 나은 계획이 없는지는 다시 계산하지 않았습니다.",
            "Whether nothing better exists was not computed again.",
        )
        return (words,)
    unproven = [
        one for one, found in zip(aims, best.aims, strict=True) if not (one["proven"] and found.proven)
    ]
    found = [
        Words(
            f"{one['ko']}: {one['attained']:,}보다 나은 것이 없다는 증명이 없습니다.",
            f"{one['en']}: it is not proven that nothing better than {one['attained']:,} exists.",
        )
        for one in unproven
    ]
    if document.get("unnamed") != best.unnamed:
        found.append(
            Words(
                "이름을 찾지 못한 자리 수는 다시 계산하지 못했습니다.",
                "The number of seats without a name could not be computed again.",
            )
        )
    return tuple(found)
