"""What the command line asks of a tally: its options read, checked against each other and against the file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from jiphyeon.kernel import Refused, clean
from jiphyeon.methods import equal_shares as shares
from jiphyeon.methods.equal_shares import Allowed, Engine, Limits, Scoring

MOST_SHOWN = 40  # signs of a wrong value that a refusal repeats


@dataclass(frozen=True)
class Wishes:
    """What the command line asked for; the fields are its options."""

    paths: tuple[Path, ...]
    method: str
    utility: str
    completion: str
    start: str
    ties: str
    scoring: Scoring | None
    allow: tuple[Allowed, ...]
    minimum_votes: int
    incompatible: tuple[str, ...]
    quotas: tuple[str, ...]
    quota_costs: tuple[str, ...]
    mix: str | None
    districts: str | None
    budgets: tuple[str, ...]
    compare: str | None
    explain: tuple[str, ...]
    simulate: bool
    svg: Path | None
    publish: Path | None
    trail: bool | None
    engine: Engine
    validate: bool
    written: Path | None
    language: str
    as_json: bool

    @cached_property
    def rule(self) -> shares.Rule:
        """The rule, without what depends on the projects of a file."""
        return shares.Rule(
            method=shares.Method(self.method),
            utility=shares.Utility(self.utility),
            completion=shares.Completion(self.completion),
            start=shares.Start(self.start),
            lot_seed=shares.with_ties(self.ties),
            minimum_votes=self.minimum_votes,
        )


def check_together(wishes: Wishes) -> None:
    """Refuse an option that would do nothing without another."""
    for given, option, needed, other in (
        (wishes.svg, "--svg", wishes.simulate, "--simulate"),
        (wishes.budgets, "--district-budget", wishes.districts, "--districts"),
    ):
        if given and not needed:
            raise Refused(
                "option_alone",
                ko="{option}은(는) {other}와(과) 함께 씁니다.",
                en="{option} belongs to {other}; give both.",
                option=option,
                other=other,
            )
    if wishes.trail and not (wishes.publish and wishes.completion != "none"):
        raise Refused(
            "trail_of_nothing",
            ko="--trail은 Add1의 단계를 증명합니다. --publish, --completion add1(u)과 함께 쓰십시오.",
            en="--trail proves the steps of Add1; use it with --publish and --completion add1 or add1u.",
        )


def _shape(text: str, option: str, form: str, marks: str) -> None:
    """Refuse an option's value that lacks one of the marks that part it."""
    if any(mark not in text for mark in marks):
        raise Refused(
            "option_form",
            ko="{option}은(는) {form} 꼴로 씁니다. 받은 값: '{text}'",
            en="{option} is written {form}, not '{text}'.",
            option=option,
            form=form,
            text=text[:MOST_SHOWN],
        )


def elections_of(election: shares.Election, wishes: Wishes) -> list[shares.Election]:
    """Return the elections to decide: the one read, mixed where that is asked for, or one for each district."""
    if wishes.mix:
        _shape(wishes.mix, "--mix", "COLUMN=NAME:PART,NAME:PART", "=:")
        column, _, parts = wishes.mix.partition("=")
        named = [part.rpartition(":") for part in parts.split(",")]
        given = _once(((clean(name), _whole(text, "--mix")) for name, _, text in named), "--mix")
        election = shares.mixed(election, _column(column), given)
    if not wishes.districts:
        return [election]
    column = _column(wishes.districts)
    columns = sorted({name for project in election.projects for name in project.attributes})
    if column not in columns:
        raise Refused(
            "no_such_column",
            ko="사업에 {column} 열이 없습니다. 있는 열: {columns}",
            en="Projects have no column {column}; they have {columns}.",
            column=column,
            columns=", ".join(columns) or "-",
        )
    for text in wishes.budgets:
        _shape(text, "--district-budget", "NAME=AMOUNT", "=")
    typed = [text.rpartition("=") for text in wishes.budgets]
    budgets = _once(
        ((clean(name), _amount(text, "--district-budget", election)) for name, _, text in typed),
        "--district-budget",
    )
    split = shares.by_district(election, column, budgets or _budgets_in(election))
    empty = [name for name, district in split.items() if not district.projects]
    if empty:
        raise Refused(
            "district_of_none",
            ko="사업이 하나도 없는 구역에 예산이 있습니다: {names}",
            en="No project stands in {names}, yet a budget is given for it.",
            names=", ".join(empty),
        )
    return [split[name] for name in sorted(split)]


def _column(name: str) -> str:
    """Return the name of a column as the reader keeps it."""
    return clean(name).lower()


def _once(pairs: Iterable[tuple[str, int]], option: str) -> dict[str, int]:
    """Return what an option gives to each name; refuse a name given twice, since the order must not decide."""
    found: dict[str, int] = {}
    for name, number in pairs:
        if name in found:
            raise Refused(
                "name_twice",
                ko="{option}: '{name}'이(가) 두 번 있습니다.",
                en="{option} names '{name}' twice.",
                option=option,
                name=name,
            )
        found[name] = number
    return found


def _budgets_in(election: shares.Election) -> dict[str, int]:
    """Return the budgets a file gives in META beside `neighborhoods` or `districts`."""
    for plural, budget in (
        ("neighborhoods", "budget_per_neighborhood"),
        ("districts", "budget_per_district"),
    ):
        if plural in election.meta and budget in election.meta:
            names, amounts = election.meta[plural].split(","), election.meta[budget].split(",")
            if len(names) != len(amounts):
                raise Refused(
                    "district_budgets_uneven",
                    ko="META의 {plural}은(는) {names}개인데 {budget}은(는) {amounts}개입니다.",
                    en="META names {names} {plural} but gives {amounts} amounts in {budget}.",
                    plural=plural,
                    names=len(names),
                    budget=budget,
                    amounts=len(amounts),
                )
            given = ((clean(n), _amount(a, budget, election)) for n, a in zip(names, amounts, strict=True))
            return _within(_once(given, plural), election, budget)
    return {}


def _within(budgets: dict[str, int], election: shares.Election, where: str) -> dict[str, int]:
    """Refuse budgets of districts that a file gives and that are more together than its own budget."""
    if sum(budgets.values()) > election.budget:
        raise Refused(
            "district_budgets_above",
            ko="META의 {where}을(를) 더하면 예산을 넘습니다.",
            en="The amounts of {where} in META are more together than the budget.",
            where=where,
        )
    return budgets


def _whole(text: str, where: str) -> int:
    if not re.fullmatch("[0-9]{1,15}", text.strip()):
        raise Refused(
            "not_whole",
            ko="{where}: 정수가 아닙니다: '{text}'",
            en="{where}: '{text}' is not a whole number.",
            where=where,
            text=text[:MOST_SHOWN],
        )
    return int(text)


def _amount(text: str, where: str, election: shares.Election) -> int:
    """Return an amount in minor units: with no more decimals than the file's amounts have."""
    read = shares.figure(text.strip())
    if read is None or read.digits < 0 or 10**read.places > election.minor:
        raise Refused(
            "not_amount",
            ko="{where}: '{text}'은(는) 이 파일의 금액 단위로 쓴 금액이 아닙니다.",
            en="{where}: '{text}' is not an amount with the decimals of this file.",
            where=where,
            text=text[:MOST_SHOWN],
        )
    return read.whole(election.minor)


def rule_of(whole: shares.Election, election: shares.Election, wishes: Wishes) -> shares.Rule:
    """Return the rule for one election out of the `whole` that was read: what is said of other districts left out."""
    quotas = [_quota(whole, text, cost=False) for text in wishes.quotas]
    quotas += [_quota(whole, text, cost=True) for text in wishes.quota_costs]
    for text in wishes.incompatible:
        _shape(text, "--incompatible", "ID,ID", ",")
    groups = [tuple(clean(name) for name in text.split(",")) for text in wishes.incompatible]
    alone = next((group for group in groups if len(set(group)) < len(group)), None)
    if alone:
        raise Refused(
            "rivals_alike",
            ko="--incompatible에 같은 사업이 두 번 있습니다: {ids}",
            en="--incompatible names one project twice: {ids}.",
            ids=", ".join(alone),
        )
    rule = replace(wishes.rule, incompatible=tuple(groups), quotas=tuple(quotas))
    if not wishes.districts:
        return rule
    Limits(whole, rule)  # refuses what does not stand anywhere
    here = [tuple(name for name in group if name in election.index) for group in groups]
    apart = [group for group, inside in zip(groups, here, strict=True) if 0 < len(inside) < len(group)]
    if apart:
        raise Refused(
            "rivals_apart",
            ko="서로 다른 구역의 사업은 함께 뽑지 않게 할 수 없습니다: {ids}",
            en="Incompatible projects have to stand in one district: {ids}.",
            ids=", ".join(apart[0]),
        )
    members = [tuple(name for name in quota.members if name in election.index) for quota in quotas]
    return replace(
        rule,
        incompatible=tuple(inside for inside in here if inside),
        quotas=tuple(replace(q, members=inside) for q, inside in zip(quotas, members, strict=True) if inside),
    )


def asked_of(whole: shares.Election, election: shares.Election, wishes: Wishes) -> tuple[str, ...]:
    """Return what of --explain belongs to this election: other districts explain their own projects and voters."""
    asked = tuple(clean(what) for what in wishes.explain)
    if not wishes.districts:
        return asked
    here = set(election.voters.ids)
    return tuple(
        what
        for what in asked
        if what in ("voters", "losers")
        or what in election.index
        or (what not in whole.index and what.removeprefix("voter:") in here)
    )


def check_voters(whole: shares.Election, wishes: Wishes) -> None:
    """Refuse to explain a voter whom no district knows."""
    voters = set(whole.voters.ids) | {"voters", "losers"}
    for what in map(clean, wishes.explain):
        if what not in whole.index and what.removeprefix("voter:") not in voters:
            raise shares.no_such_voter(whole, what.removeprefix("voter:"))


def _quota(election: shares.Election, text: str, *, cost: bool) -> shares.Quota:
    option = "--quota-cost" if cost else "--quota"
    _shape(text, option, f"COLUMN=VALUE:{'AMOUNT' if cost else 'N'}", "=:")
    what, _, most = text.rpartition(":")
    name, _, wanted = what.partition("=")
    column, value = _column(name), clean(wanted)
    members = tuple(project.id for project in election.projects if project.attributes.get(column) == value)
    if not members:
        raise Refused(
            "quota_of_none",
            ko="{what}에 드는 사업이 없습니다.",
            en="No project has {what}; the quota would bind nothing.",
            what=what,
        )
    named = f"{column}={value}"
    if cost:
        return shares.Quota(named, members, cost=_amount(most, option, election))
    return shares.Quota(named, members, projects=_whole(most, option))
