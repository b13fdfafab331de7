"""The published rows that a certificate is proved by: quotas, seats and relations, then cuts; and who they shut out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from jiphyeon.methods.sortition.checker.ceilings import Rows, proves
from jiphyeon.methods.sortition.checker.findings import Found
from jiphyeon.methods.sortition.checker.panels import quota_name, ties_of
from jiphyeon.methods.sortition.checker.published import CutRow, Statement


def are_profiles(statement: Statement, found: Found) -> bool:
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


def rows_of(statement: Statement) -> Rows:
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


def mixed_profiles(statement: Statement) -> set[int]:
    """Return the profiles of people whose ties differ: what holds for their mean holds for each only many times weaker."""
    ties = ties_of(statement)
    return {
        number
        for number, members in enumerate(statement["certificate"]["profiles"])
        if len({tuple(ties[row - 1]) for row in members}) > 1
    }


def check_cuts(rows: Rows, cuts: Sequence[CutRow], found: Found) -> int:
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


def check_never(statement: Statement, rows: Rows, chances: list[int], found: Found) -> None:
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
        return f"{how} {bound} with {quota_name(quota)}{supply}{law}"
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
