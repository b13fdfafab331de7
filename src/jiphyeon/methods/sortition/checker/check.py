"""An independent check of a draw: lawful panels, honest chances, and a bound no lottery can pass.

This module reads only the published statement (plain lists and numbers, as in the JSON output) and shares no code
with the solver; it needs nothing but sums and comparisons of whole numbers (`ceilings`). Every figure of a statement is
reckoned again here, or stands in `unchecked`. It is one file on purpose: whoever doubts a draw reads it from top to bottom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, fsum, inf, log
from typing import Any

from jiphyeon.kernel import Checked, Verdict, Words
from jiphyeon.methods.sortition.checker.ceilings import (
    GRID,
    Had,
    Rows,
    goldilocks_gap,
    leximin_gap,
    maximin_gap,
    nash_gap,
    proves,
    shut_out,
    units,
)
from jiphyeon.methods.sortition.checker.published import Certificate, CutRow, QuotaRow, Statement
from jiphyeon.methods.sortition.checker.shape import STATEMENT, check_shape

TOLERANCE = Fraction(1, 100_000)
"""An optimum is proved to within this part of an even chance (seats ÷ people); for Nash and Goldilocks, of the objective."""
DIGITS = 1e-9
"""A stated figure agrees with the reckoned one to within this; a chance, to within this part of an even chance."""
ALGORITHMS = ("jiphyeon sortition 1", "jiphyeon sortition 2")
NEEDED = {
    "leximin": ("profiles", "chances", "stages", "cuts"),
    "maximin": ("profiles", "chances", "stages", "cuts"),
    "nash": ("profiles", "chances", "stages", "cuts", "prices"),
    "goldilocks": ("profiles", "chances", "stages", "cuts", "prices", "below", "above"),
}
"""The parts of a certificate, by objective."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the check found: `checked` holds what is false and what could not be checked.

    `residual`: the largest difference between a stated chance and what the panels give, per person.
    `loss`: the largest difference between a chance and the certified one (what rounding to equal panels cost).
    `gap`: by how much the objective could still be better at most than by the certified lottery, by the prices given;
    where panels are rounded, that is the lottery before rounding.
    `trusted`: cuts that rest on the integer solver's word because its reasoning was too long to write down.
    """

    checked: Checked
    residual: float = inf
    loss: float = inf
    gap: float = inf
    trusted: int = 0

    @property
    def passed(self) -> bool:
        """Whether everything stated was reckoned again and is so."""
        return self.checked.verdict is Verdict.TRUE

    @property
    def problems(self) -> tuple[str, ...]:
        """What is false, in English."""
        return tuple(problem.en for problem in self.checked.problems)


class _Found:
    """Reasons as they are found; many of one kind are cut short."""

    MOST = 50

    def __init__(self) -> None:
        self.problems: list[Words] = []
        self.unchecked: list[Words] = []

    def false(self, ko: str, en: str, **values: object) -> None:
        if len(self.problems) < self.MOST:
            self.problems.append(Words(ko, en).filled(**values))

    def open(self, ko: str, en: str, **values: object) -> None:
        if len(self.unchecked) < self.MOST:
            self.unchecked.append(Words(ko, en).filled(**values))

    def findings(self, **figures: Any) -> Findings:
        return Findings(Checked(tuple(self.problems), tuple(self.unchecked)), **figures)


def check(statement: Statement) -> Findings:
    """Check a published statement. Refuses what has not the shape of one; for a wrong claim it never raises."""
    found = _Found()
    for at in check_shape(statement, STATEMENT, "statement"):
        found.open("'{at}' 항목은 확인하지 않았습니다.", "Nothing here checks what {at} says.", at=at[:80])
    if not _sound(statement, found):
        return found.findings()
    _panels(statement, statement["panels"], found)
    _body(statement, found)
    if found.problems:
        return found.findings()
    chances = _given(statement["panels"], statement["weights"], len(statement["people"]))
    residual = _figures(statement, chances, found)
    loss, gap, trusted = _certificate(statement, chances, found)
    return found.findings(residual=residual, loss=loss, gap=gap, trusted=trusted)


def _sound(statement: Statement, found: _Found) -> bool:
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
            not _is_lottery(statement["panels"], statement["weights"]),
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


def _is_lottery(panels: Sequence[Any], weights: Sequence[float]) -> bool:
    return len(weights) == len(panels) and min(weights) >= 0 and abs(fsum(weights) - 1) <= DIGITS


def _panels(statement: Statement, panels: Sequence[Sequence[int]], found: _Found) -> None:
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
    tied = _ties(statement)
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


def _ties(statement: Statement) -> list[list[int]]:
    ties: list[list[int]] = [[] for _ in statement["people"]]
    for number, relation in enumerate(statement["relations"]):
        for row in relation["members"]:
            ties[row - 1].append(number)
    return ties


def _body(statement: Statement, found: _Found) -> None:
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
    if [_name(quota) for quota in body["quotas"]] != [_name(quota) for quota in asked]:
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
        if (left["minimum"], left["maximum"]) != expected and _name(whole) not in excused:
            found.false(
                "{quota}의 할당이 현재 위원을 뺀 것과 다릅니다.",
                "The quota of {quota} is not what the sitting members leave.",
                quota=_name(whole),
            )


def _name(quota: QuotaRow) -> str:
    return f"{quota['category']} = {quota['feature']}"


def _changes(asked: Sequence[QuotaRow], given: Sequence[QuotaRow]) -> Iterator[str]:
    """Say for each quota what was changed; the words are those of the statement."""
    if [_name(quota) for quota in asked] != [_name(quota) for quota in given]:
        yield "other quotas"
        return
    for before, after in zip(asked, given, strict=True):
        bounds = (
            ("minimum", before["minimum"], after["minimum"]),
            ("maximum", before["maximum"], after["maximum"]),
        )
        bounds_changed = [f"{bound} {had} → {has}" for bound, had, has in bounds if had != has]
        yield f"{_name(before)}: {', '.join(bounds_changed)}" if bounds_changed else ""


def _given(panels: Sequence[Sequence[int]], weights: Sequence[float], people: int) -> list[int]:
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


def _even(statement: Statement) -> Fraction:
    """Return the chance that all would have if all had the same."""
    return Fraction(statement["seats"], len(statement["people"]))


def _figures(statement: Statement, chances: list[int], found: _Found) -> float:
    """Reckon every stated figure again; return the largest difference of a stated chance."""
    close = DIGITS * float(_even(statement))
    residual = max(
        abs(units(chance) - have) for chance, have in zip(statement["probabilities"], chances, strict=True)
    )
    if residual > close * GRID:
        found.false(
            "구성안이 주는 확률이 적힌 확률과 최대 {residual:.2e} 다릅니다.",
            "The panels give chances that differ from the stated ones by up to {residual:.2e}.",
            residual=residual / GRID,
        )
    truth = (
        ("minimum", statement["minimum"], min(chances) / GRID, close),
        ("maximum", statement["maximum"], max(chances) / GRID, close),
        ("gini", statement["gini"], _gini(chances), DIGITS),
        ("geometric_mean", statement["geometric_mean"], _geometric_mean(chances), close),
    )
    for name, stated, true, tolerance in truth:
        _compare(name, stated, true, tolerance, found)
    return residual / GRID


def _compare(name: str, stated: float, true: float, tolerance: float, found: _Found) -> None:
    if abs(stated - true) > tolerance:
        found.false(
            "{name}은(는) {stated}이(가) 아니라 {true:.9g}입니다.",
            "{name} is stated as {stated}; it is {true:.9g}.",
            name=name,
            stated=stated,
            true=true,
        )


def _gini(chances: list[int]) -> float:
    ordered, count, total = sorted(chances), len(chances), sum(chances)
    return float(
        Fraction(
            sum((2 * rank - count - 1) * one for rank, one in enumerate(ordered, start=1)), count * total
        )
    )


def _geometric_mean(chances: list[int]) -> float:
    if min(chances) <= 0:
        return 0.0
    return exp(fsum(log(chance / GRID) for chance in chances) / len(chances))


def _certificate(statement: Statement, chances: list[int], found: _Found) -> tuple[float, float, int]:
    """Check that no lottery does better by the objective; return loss, gap and how many cuts are taken on trust."""
    certificate = statement["certificate"]
    if certificate["objective"] != statement["objective"]:
        found.false("증명서의 목적함수가 다릅니다.", "The certificate is for another objective.")
        return inf, inf, 0
    if certificate["algorithm"] not in ALGORITHMS:
        found.open(
            "알 수 없는 방식입니다: {name}.",
            "The algorithm is not one that is known here: {name}.",
            name=certificate["algorithm"][:80],
        )
    if certificate["objective"] == "legacy":
        found.open(
            "탐욕 방식은 누구의 확률도 공정하다고 보증하지 않습니다.",
            "The greedy draw proves nothing about anybody's chance.",
        )
        _only(certificate, ("optimal",), found)
        return inf, inf, 0
    parts = NEEDED.get(certificate["objective"])
    if parts is None or any(part not in certificate for part in parts):
        found.false("증명서가 온전하지 않습니다.", "The certificate is not whole.")
        return inf, inf, 0
    _only(certificate, (*parts, "lottery", "residual"), found)
    if not _profiles(statement, found):
        return inf, inf, 0
    rows = _rows(statement)
    trusted = _cuts(rows, certificate["cuts"], found)
    _never(statement, rows, chances, found)
    before = _before(statement, chances, found)
    if before is None:
        return inf, inf, trusted
    per_profile = [[before[row - 1] for row in members] for members in certificate["profiles"]]
    had = Had([min(one) for one in per_profile], [max(one) for one in per_profile])
    off = _off(statement, had, found)
    loss = max(off, _moved(statement, before, chances, found))
    gap = _gap(statement, rows, had, found)
    return loss, gap, trusted


def _only(certificate: Certificate, parts: Sequence[str], found: _Found) -> None:
    """Name the parts of a certificate that its objective does not use."""
    for name in certificate.keys() - {"algorithm", "objective", *parts}:
        found.open(
            "증명서의 '{name}'은(는) 이 목적함수에 쓰이지 않아 확인하지 않았습니다.",
            "The certificate's {name} is no part of this objective's proof and was not checked.",
            name=name[:80],
        )


def _profiles(statement: Statement, found: _Found) -> bool:
    """Check that the profiles split the pool into people who are alike for the draw."""
    profiles = statement["certificate"]["profiles"]
    if sorted(row for members in profiles for row in members) != list(range(1, len(statement["people"]) + 1)):
        found.false("묶음이 후보자 전체를 나누지 않습니다.", "The profiles do not split the pool.")
        return False
    if len(statement["certificate"]["chances"]) != len(profiles):
        found.false("묶음마다 확률이 있어야 합니다.", "There is not one chance for each profile.")
        return False
    for number, members in enumerate(profiles):
        if len({tuple(statement["people"][row - 1]) for row in members}) > 1:
            found.false(
                "묶음 {number}에 서로 다른 사람이 섞여 있습니다.",
                "Profile {number} mixes people who are not alike.",
                number=number,
            )
            return False
    return True


def _rows(statement: Statement) -> Rows:
    """Write down the rows in their published order: quotas, seats, relations; cuts follow as they are proved."""
    profiles = statement["certificate"]["profiles"]
    kinds = [statement["people"][members[0] - 1] for members in profiles]
    rows = Rows([len(members) for members in profiles])
    for quota in statement["quotas"]:
        place = statement["categories"].index(quota["category"])
        alike = {n: 1 for n, kind in enumerate(kinds) if kind[place] == quota["feature"]}
        rows.add(alike, quota["minimum"], quota["maximum"])
    rows.add(dict.fromkeys(range(len(profiles)), 1), statement["seats"], statement["seats"])
    number_of = {row: number for number, members in enumerate(profiles) for row in members}
    for relation in statement["relations"]:
        tied = Counter(number_of[row] for row in relation["members"])
        # Where only some of a profile are tied, their count is not the profile's: such a row has no bound to price.
        whole = all(count == rows.sizes[profile] for profile, count in tied.items())
        rows.add(dict.fromkeys(tied, 1), 0, relation["limit"] if whole else None)
    return rows


def _mixed(statement: Statement) -> set[int]:
    """Return the profiles of people whose ties differ: what holds for their mean holds for each only many times weaker."""
    ties = _ties(statement)
    return {
        number
        for number, members in enumerate(statement["certificate"]["profiles"])
        if len({tuple(ties[row - 1]) for row in members}) > 1
    }


def _cuts(rows: Rows, cuts: Sequence[CutRow], found: _Found) -> int:
    """Check each cut by its leaves with the rows before it, then add it to them; return how many have no leaves."""
    trusted = 0
    for number, cut in enumerate(cuts, start=1):
        coefficients = {int(name): value for name, value in cut["coefficients"].items()}
        if any(profile >= len(rows.sizes) for profile in coefficients):
            found.false(
                "절단 {number}이(가) 없는 묶음을 가리킵니다.",
                "Cut {number} names a profile that is not there.",
                number=number,
            )
            return trusted
        if not cut["leaves"]:
            trusted += 1
        elif problem := proves(rows, coefficients, cut["bound"], cut["leaves"]):
            found.false(
                "절단 {number}의 증명이 맞지 않습니다.",
                "The proof of cut {number} {wrong}.",
                number=number,
                wrong=problem,
            )
        rows.add(coefficients, None, cut["bound"])
    if trusted:
        found.open(
            "절단 {trusted}개는 증명 없이 정수 해법의 말만 있습니다.",
            "{trusted} of {all} cuts in the proof are on the integer solver's word alone.",
            trusted=trusted,
            all=len(cuts),
        )
    return trusted


def _never(statement: Statement, rows: Rows, chances: list[int], found: _Found) -> None:
    """Check who is said to be on no panel, and that the demands named keep them off."""
    profiles = {tuple(sorted(members)): n for n, members in enumerate(statement["certificate"]["profiles"])}
    for shut in statement.get("never", ()):
        profile = profiles.get(tuple(sorted(shut["rows"])))
        named = ", ".join(str(row) for row in shut["rows"][:5])
        if profile is None or any(chances[row - 1] for row in shut["rows"]):
            found.false(
                "{rows}행이 어느 구성안에도 들 수 없다는 말이 맞지 않습니다.",
                "Rows {rows} are said to be on no panel, and are not such people.",
                rows=named,
            )
            continue
        sides = [tuple(side) for side in shut.get("sides", ())]
        words = [_demand(statement, rows, side) for side in sides]
        if not sides or not shut.get("leaves"):
            found.open(
                "{rows}행이 왜 뽑힐 수 없는지는 확인하지 않았습니다.",
                "Why rows {rows} are on no panel was not reckoned again.",
                rows=named,
            )
        elif words != list(shut["because"]) or proves(
            rows.only([(int(row), how == "at least") for row, how in sides]), {profile: 1}, 0, shut["leaves"]
        ):
            found.false(
                "{rows}행이 뽑힐 수 없는 까닭이 적힌 것과 다릅니다.",
                "Rows {rows} are not kept off by what is stated.",
                rows=named,
            )


def _demand(statement: Statement, rows: Rows, side: tuple[Any, ...]) -> str | None:
    """Say one demand in the words of the statement."""
    row, how = side
    quotas, relations = statement["quotas"], statement["relations"]
    if type(row) is not int or how not in ("at least", "at most"):
        return None
    if row < len(quotas):
        quota = quotas[row]
        bound = quota["minimum" if how == "at least" else "maximum"]
        have = sum(rows.sizes[profile] for profile in rows.counts[row])
        supply = f", of whom the pool has {have}" if how == "at least" and have < bound else ""
        law = f" ({quota['law']})" if quota.get("law") else ""
        return f"{how} {bound} with {_name(quota)}{supply}{law}"
    if row == len(quotas):
        return (
            f"{statement['seats']} seats to fill"
            if how == "at least"
            else f"no more than {statement['seats']} seats"
        )
    if row <= len(quotas) + len(relations) and how == "at most":
        tie = relations[row - len(quotas) - 1]
        members = ", ".join(str(member) for member in tie["members"])
        who = f"at most {tie['limit']}" if tie["limit"] else "nobody"
        return f"{who} of rows {members} ({tie['kind']})"
    return None


def _before(statement: Statement, chances: list[int], found: _Found) -> list[int] | None:
    """Return each person's chance in the certified lottery: that before rounding, else that of the panels."""
    lottery = statement["certificate"].get("lottery")
    if lottery is None:
        if "rounding" not in statement:
            return chances
        found.open(
            "반올림 전의 추첨이 없어, 최선이라는 확률을 얻을 수 있는지 확인하지 못했습니다.",
            "The lottery before rounding is not in the certificate, so nothing shows that the best chances can be had.",
        )
        return None
    if not _is_lottery(lottery["panels"], lottery["weights"]):
        found.false("반올림 전의 추첨이 맞지 않습니다.", "The lottery before rounding is none.")
        return None
    _panels(statement, lottery["panels"], found)
    return _given(lottery["panels"], lottery["weights"], len(chances))


def _off(statement: Statement, had: Had, found: _Found) -> float:
    """Check that the certified lottery gives the certified chances; return the largest difference."""
    certificate, tolerance = statement["certificate"], TOLERANCE * _even(statement)
    off = max(
        max(abs(least - units(best)), abs(most - units(best)))
        for least, most, best in zip(had.least, had.most, certificate["chances"], strict=True)
    )
    if off > tolerance * GRID:
        found.false(
            "확률이 증명된 확률과 최대 {off:.2e} 다릅니다.",
            "The chances fall short of the certified ones by up to {off:.2e}.",
            off=off / GRID,
        )
    if "residual" in certificate and off / GRID > certificate["residual"] + float(tolerance):
        found.false("증명서의 residual이 맞지 않습니다.", "The certificate states too small a residual.")
    return off / GRID


def _moved(statement: Statement, before: list[int], after: list[int], found: _Found) -> float:
    """Check what rounding to equal panels is said to have cost; return by how much it moved a chance at most.

    The certificate speaks of the lottery before rounding alone, so panels that differ from it must say that they do.
    """
    moved = max(abs(one - other) for one, other in zip(before, after, strict=True))
    close = DIGITS * float(_even(statement))
    rounding = statement.get("rounding")
    if rounding is None:
        if moved > close * GRID:
            found.false(
                "구성안의 확률이 증명된 추첨과 최대 {moved:.2e} 다른데, 반올림했다는 말이 없습니다.",
                "The panels' chances differ from the certified lottery's by up to {moved:.2e}, and no rounding is stated.",
                moved=moved / GRID,
            )
        return moved / GRID
    weights = statement["weights"]
    if rounding["panels"] != len(weights) or max(weights) - min(weights) > DIGITS / len(weights):
        found.false(
            "구성안의 확률이 같다고 했으나 같지 않습니다.",
            "The panels are said to be equally likely and are not.",
        )
    smallest, left = min(before) / GRID, min(after) / GRID
    for name, stated, true in (
        ("largest_change", rounding["largest_change"], moved / GRID),
        ("minimum_before", rounding["minimum_before"], smallest),
        ("minimum_after", rounding["minimum_after"], left),
        ("lost_minimum", rounding["lost_minimum"], smallest - left),
    ):
        _compare(f"rounding.{name}", stated, true, close, found)
    return moved / GRID


def _gap(statement: Statement, rows: Rows, had: Had, found: _Found) -> float:
    """Return how much better the objective could still be, by the certificate's own prices."""
    certificate, objective = statement["certificate"], statement["objective"]
    stages = certificate["stages"]
    gap: Fraction | str
    if objective in ("leximin", "maximin"):
        gap = (
            leximin_gap(rows, stages, had, _mixed(statement))
            if objective == "leximin"
            else maximin_gap(rows, stages, had)
        )
        most = TOLERANCE * _even(statement)
    else:
        most = TOLERANCE
        out = shut_out(rows, stages)
        if isinstance(out, str):
            gap = out
        elif objective == "nash":
            per_person = dict.fromkeys(range(1, len(statement["people"]) + 1), 0)
            for members, least in zip(certificate["profiles"], had.least, strict=True):
                per_person.update(dict.fromkeys(members, least))
            gap = nash_gap(rows, certificate, [per_person[row] for row in sorted(per_person)], out)
        else:
            gap = goldilocks_gap(rows, certificate, statement["seats"], had, out)
    if isinstance(gap, str):
        found.false("증명이 성립하지 않습니다.", "{why}", why=gap)
        return inf
    if gap > most:
        found.false(
            "증명이 {gap:.2e}만큼 더 나은 추첨을 배제하지 못합니다.",
            "The bound leaves a gap of {gap:.2e}.",
            gap=float(gap),
        )
    return max(0.0, float(gap))
