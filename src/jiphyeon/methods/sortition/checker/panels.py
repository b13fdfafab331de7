"""Of a statement: whether its lists fit one another, and whether every panel is one that was asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import fsum
from typing import Any

from jiphyeon.methods.sortition.checker.ceilings import GRID
from jiphyeon.methods.sortition.checker.findings import DIGITS, Found
from jiphyeon.methods.sortition.checker.published import QuotaRow, Statement


def is_sound(statement: Statement, found: Found) -> bool:
    """Check that rows, categories and lists fit one another, so that everything after can rely on it."""
    people, categories = statement["people"], statement["categories"]
    count = len(people)
    rows = list(range(1, count + 1))
    quotas = [*statement["quotas"], *statement.get("asked", ()), *statement.get("body", {}).get("quotas", ())]
    sitting = statement.get("body", {}).get("sitting", ())
    lists = [
        *statement["panels"],
        *(tie["members"] for tie in statement["relations"]),
        *statement["certificate"].get("profiles", ()),
        *statement["certificate"].get("lottery", {}).get("panels", ()),
        *(shut["rows"] for shut in statement.get("never", ())),
    ]
    claims = (
        (
            len(set(categories)) < len(categories)
            or any(quota["category"] not in categories for quota in quotas),
            "구분(categories)이 할당과 맞지 않습니다.",
            "The categories do not fit the quotas.",
        ),
        (
            any(len(person) != len(categories) for person in [*people, *sitting]),
            "사람마다 구분의 수가 같아야 합니다.",
            "Somebody has more or fewer features than there are categories.",
        ),
        (
            any(row > count for one in lists for row in one)
            or any(len(set(one)) < len(one) for one in lists),
            "없는 행이나 두 번 적힌 행이 있습니다.",
            "A row is named that is not there, or twice.",
        ),
        (
            sorted(statement.get("order", rows)) != rows,
            "순서(order)에 모든 행이 한 번씩 있어야 합니다.",
            "The order does not hold every row once.",
        ),
        (
            len(statement["probabilities"]) != count,
            "확률의 수가 사람 수와 다릅니다.",
            "There are not as many chances as people.",
        ),
        (
            not is_lottery(statement["panels"], statement["weights"]),
            "가중치가 구성안의 추첨이 되지 않습니다.",
            "The weights are not a lottery over the panels.",
        ),
    )
    for is_wrong, ko, en in claims:
        if is_wrong:
            found.false(ko, en)
    spare = statement.get("alternates")
    if spare and (len(spare["rates"]) != count or not all(0 <= rate < 1 for rate in spare["rates"])):
        found.false("이탈률이 사람마다 있어야 합니다.", "There is not one drop-out rate for each person.")
    return not found.problems


def is_lottery(panels: Sequence[Any], weights: Sequence[float]) -> bool:
    return len(weights) == len(panels) and min(weights) >= 0 and abs(fsum(weights) - 1) <= DIGITS


def check_panels(statement: Statement, panels: Sequence[Sequence[int]], found: Found) -> None:
    """Check size, quotas and relations of every panel."""
    categories, quotas, relations = statement["categories"], statement["quotas"], statement["relations"]
    counts_for: dict[tuple[int, str], list[int]] = {}
    for number, quota in enumerate(quotas):
        key = (categories.index(quota["category"]), quota["feature"])
        counts_for.setdefault(key, []).append(number)
    counted = [
        [number for pair in enumerate(person) for number in counts_for.get(pair, ())]
        for person in statement["people"]
    ]
    tied = ties_of(statement)
    for number, panel in enumerate(panels, start=1):
        if len(panel) != statement["seats"]:
            found.false(
                "구성안 {number}은(는) {seats}명이 아닙니다.",
                "Panel {number} does not have {seats} different people.",
                number=number,
                seats=statement["seats"],
            )
            continue
        have = Counter(quota for row in panel for quota in counted[row - 1])
        for place, quota in enumerate(quotas):
            if not quota["minimum"] <= have[place] <= quota["maximum"]:
                found.false(
                    "구성안 {number}에 {category} = {feature}이(가) {have}명입니다.",
                    "Panel {number} has {have} with {category} = {feature}.",
                    number=number,
                    have=have[place],
                    category=quota["category"],
                    feature=quota["feature"],
                )
        together = Counter(tie for row in panel for tie in tied[row - 1])
        for tie, count in together.items():
            if count > relations[tie]["limit"]:
                found.false(
                    "구성안 {number}에 함께 앉을 수 없는 사람이 있습니다({kind}).",
                    "Panel {number} seats two people who may not sit together ({kind}).",
                    number=number,
                    kind=relations[tie]["kind"],
                )


def ties_of(statement: Statement) -> list[list[int]]:
    ties: list[list[int]] = [[] for _ in statement["people"]]
    for number, relation in enumerate(statement["relations"]):
        for row in relation["members"]:
            ties[row - 1].append(number)
    return ties


def check_body(statement: Statement, found: Found) -> None:
    """Check that quotas and seats are what was asked, less the members who sit already; name what was relaxed."""
    asked = statement.get("asked", statement["quotas"])
    changes = [change for change in _changes(asked, statement["quotas"]) if change]
    if "asked" in statement and changes != list(statement.get("relaxed", ())):
        found.false("완화된 할당이 적힌 것과 다릅니다.", "The quotas were relaxed otherwise than is stated.")
    for change in statement.get("relaxed", ()):
        found.open(
            "요청한 할당을 지키지 않고 완화했습니다: {change}.",
            "A quota that was asked for was relaxed: {change}.",
            change=change,
        )
    body = statement.get("body")
    if body is None:
        return
    if statement["seats"] != body["size"] - len(body["sitting"]):
        found.false(
            "뽑을 자리가 정원에서 현재 위원을 뺀 수가 아닙니다.",
            "The seats are not those of the body less the sitting members.",
        )
    if [quota_name(quota) for quota in body["quotas"]] != [quota_name(quota) for quota in asked]:
        found.false(
            "정원의 할당과 추첨의 할당이 다릅니다.", "The quotas of the body are not those of the draw."
        )
        return
    excused: tuple[str, ...] = ()
    if "asked" not in statement:  # records of before 0.3.0 tell a relaxation in words alone
        excused = tuple(change.split(": ")[0] for change in statement.get("relaxed", ()))
    for whole, left in zip(body["quotas"], asked, strict=True):
        place = statement["categories"].index(whole["category"])
        have = sum(member[place] == whole["feature"] for member in body["sitting"])
        expected = (max(0, whole["minimum"] - have), whole["maximum"] - have)
        if (left["minimum"], left["maximum"]) != expected and quota_name(whole) not in excused:
            found.false(
                "{quota}의 할당이 현재 위원을 뺀 것과 다릅니다.",
                "The quota of {quota} is not what the sitting members leave.",
                quota=quota_name(whole),
            )


def quota_name(quota: QuotaRow) -> str:
    return f"{quota['category']} = {quota['feature']}"


def _changes(asked: Sequence[QuotaRow], given: Sequence[QuotaRow]) -> Iterator[str]:
    """Say for each quota what was changed; the words are those of the statement."""
    if [quota_name(quota) for quota in asked] != [quota_name(quota) for quota in given]:
        yield "other quotas"
        return
    for before, after in zip(asked, given, strict=True):
        bounds = (
            ("minimum", before["minimum"], after["minimum"]),
            ("maximum", before["maximum"], after["maximum"]),
        )
        bounds_changed = [f"{bound} {had} → {has}" for bound, had, has in bounds if had != has]
        yield f"{quota_name(before)}: {', '.join(bounds_changed)}" if bounds_changed else ""


def chances_given(panels: Sequence[Sequence[int]], weights: Sequence[float], people: int) -> list[int]:
    """Return each person's chance as the panels give it, in units, rounded down."""
    parts = [weight.as_integer_ratio() for weight in weights]
    common = max(below for _, below in parts)
    held = [0] * people
    whole = 0
    for panel, (above, below) in zip(panels, parts, strict=True):
        part = above * (common // below)
        whole += part
        for row in panel:
            held[row - 1] += part
    return [part * GRID // whole for part in held]


def even_chance(statement: Statement) -> Fraction:
    """Return the chance that all would have if all had the same."""
    return Fraction(statement["seats"], len(statement["people"]))
