"""What the command line asks of a tally: its options read, checked against each other and against the file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from jiphyeon.kernel import Refused
from jiphyeon.methods import equal_shares as shares
from jiphyeon.methods.equal_shares.election import Scoring
from jiphyeon.methods.equal_shares.engine import Engine
from jiphyeon.methods.equal_shares.rule import Limits


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
            text=text,
        )


def elections_of(election: shares.Election, wishes: Wishes) -> list[shares.Election]:
    """Return the elections to decide: the one read, mixed where that is asked for, or one for each district."""
    if wishes.mix:
        _shape(wishes.mix, "--mix", "COLUMN=NAME:PART,NAME:PART", "=:")
        column, _, parts = wishes.mix.partition("=")
        named = [part.rpartition(":") for part in parts.split(",")]
        election = shares.mixed(election, column, {name: _whole(text, "--mix") for name, _, text in named})
    if not wishes.districts:
        return [election]
    columns = sorted({name for project in election.projects for name in project.attributes})
    if wishes.districts not in columns:
        raise Refused(
            "no_such_column",
            ko="사업에 {column} 열이 없습니다. 있는 열: {columns}",
            en="Projects have no column {column}; they have {columns}.",
            column=wishes.districts,
            columns=", ".join(columns) or "-",
        )
    for text in wishes.budgets:
        _shape(text, "--district-budget", "NAME=AMOUNT", "=")
    given = [text.rpartition("=") for text in wishes.budgets]
    budgets = {name: _whole(text, "--district-budget") * election.minor for name, _, text in given}
    split = shares.by_district(election, wishes.districts, budgets or _budgets_in(election))
    empty = [name for name, district in split.items() if not district.projects]
    if empty:
        raise Refused(
            "district_of_none",
            ko="사업이 하나도 없는 구역에 예산이 있습니다: {names}",
            en="No project stands in {names}, yet a budget is given for it.",
            names=", ".join(empty),
        )
    return list(split.values())


def _budgets_in(election: shares.Election) -> dict[str, int]:
    """Return the budgets a file gives in META beside `neighborhoods` or `districts`."""
    for plural, budget in (
        ("neighborhoods", "budget_per_neighborhood"),
        ("districts", "budget_per_district"),
    ):
        if plural in election.meta and budget in election.meta:
            names, amounts = election.meta[plural].split(","), election.meta[budget].split(",")
            return {
                n.strip(): _whole(a, budget) * election.minor for n, a in zip(names, amounts, strict=False)
            }
    return {}


def _whole(text: str, where: str) -> int:
    if not text.strip().isdigit():
        raise Refused(
            "not_whole",
            ko="{where}: 정수가 아닙니다: '{text}'",
            en="{where}: '{text}' is not a whole number.",
            where=where,
            text=text,
        )
    return int(text)


def rule_of(whole: shares.Election, election: shares.Election, wishes: Wishes) -> shares.Rule:
    """Return the rule for one election out of the `whole` that was read: what is said of other districts left out."""
    quotas = [_quota(whole, text, cost=False) for text in wishes.quotas]
    quotas += [_quota(whole, text, cost=True) for text in wishes.quota_costs]
    for text in wishes.incompatible:
        _shape(text, "--incompatible", "ID,ID", ",")
    groups = [tuple(name.strip() for name in text.split(",")) for text in wishes.incompatible]
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
    if not wishes.districts:
        return wishes.explain
    here, everywhere = set(election.voters.ids), set(whole.voters.ids)
    return tuple(
        what
        for what in wishes.explain
        if what in ("voters", "losers")
        or what in election.index
        or (what not in whole.index and (voter := what.removeprefix("voter:")) in here | {voter} - everywhere)
    )


def _quota(election: shares.Election, text: str, *, cost: bool) -> shares.Quota:
    option = "--quota-cost" if cost else "--quota"
    _shape(text, option, f"COLUMN=VALUE:{'AMOUNT' if cost else 'N'}", "=:")
    what, _, most = text.rpartition(":")
    column, _, value = what.partition("=")
    members = tuple(project.id for project in election.projects if project.attributes.get(column) == value)
    if not members:
        raise Refused(
            "quota_of_none",
            ko="{what}에 드는 사업이 없습니다.",
            en="No project has {what}; the quota would bind nothing.",
            what=what,
        )
    number = _whole(most, option)
    return (
        shares.Quota(what, members, cost=number * election.minor)
        if cost
        else shares.Quota(what, members, projects=number)
    )
