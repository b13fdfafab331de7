"""The form of the two published documents, held to the letter before anything in them is believed.

What cannot be read in two ways cannot mislead: every key known and there, numbers whole, amounts in one spelling, ids as
they are seen, one order of projects and ballots. Nothing here is shared with the code that finds results.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from math import gcd
from typing import Any, NoReturn

from jiphyeon.kernel import Json, Refused, parse_json

Entries = dict[str, Any]
"""A document or a part of it whose form was held to the letter: what stands under each name is known."""
Check = Callable[[Any, str], None]
ELECTION = "jiphyeon-election-2"
RESULT = "jiphyeon-result-2"
SAFE = 2**53 - 1  # the largest whole number a browser reads as it stands
LONGEST = 100_000  # digits of a fraction; amounts of money have fewer than a hundred
AT_ONCE = 4000  # digits Python reads at once; its own limit is 4300
AMOUNT = re.compile(r"(?:0|[1-9][0-9]{0,98})\Z")
FRACTION = re.compile(r"(0|[1-9][0-9]*)(?:/([1-9][0-9]*))?\Z")
HASH = re.compile(r"[0-9a-f]{64}\Z")
HIDDEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


class FormError(Refused):
    """A document that is not in the published form, and where."""

    def __init__(self, where: str) -> None:
        super().__init__(
            "not_published_form",
            ko="공개 형식의 결과와 선거 자료가 아닙니다: {where}",
            en="This is not a result with its election in the published form: {where}.",
            where=where,
        )


def published(raw: bytes) -> Json:
    """Read a document. Raises FormError for what JSON readers would take in different ways.

    Beside what no JSON of the house may hold: numbers that are not whole or too large for a browser.
    """
    try:
        document: Json = parse_json(raw, "", whole=_whole, fraction=_refused, as_written=True)
    except FormError:
        raise
    except Refused as error:
        raise FormError(error.text("en").rstrip(".")) from error
    return document


def _whole(text: str) -> int:
    if len(text) > len(str(SAFE)) or abs(int(text)) > SAFE or text == "-0":
        _refused(text)
    return int(text)


def _refused(text: str) -> NoReturn:
    raise FormError(f"the number {text[:40]}")


def whole_of(text: str) -> int:
    """Return a whole number of any length from its decimal text; Python itself stops at 4,300 digits."""
    if len(text) <= AT_ONCE:
        return int(text)
    return whole_of(text[:-AT_ONCE]) * int(10**AT_ONCE) + int(text[-AT_ONCE:])


def check_form(result: Any, election: Any) -> tuple[Entries, Entries]:
    """Return the result and the election. Raises FormError where one of them is not in the published form."""
    _election(election)
    ids = {name for name, _ in election["projects"]}
    _result(result, ids)
    return result, election


def _need(holds: object, where: str) -> None:
    if not holds:
        raise FormError(where)


def _keys(value: Any, where: str, names: str, optional: str = "") -> None:
    _need(type(value) is dict, where)
    needed = names.split()
    for name in sorted(set(needed) - value.keys()):
        raise FormError(f"{where}.{name}")
    for name in sorted(value.keys() - needed - set(optional.split())):
        raise FormError(f"{where}.{name}")


def _each(value: Any, where: str, check: Check) -> None:
    _need(type(value) is list, where)
    for at, one in enumerate(value):
        check(one, f"{where}[{at}]")


def _count(value: Any, where: str, least: int = 0) -> None:
    _need(type(value) is int and least <= value <= SAFE, where)


def _matches(pattern: re.Pattern[str], value: Any, where: str) -> None:
    _need(type(value) is str and pattern.match(value) is not None, where)


def _amount(value: Any, where: str) -> None:
    _matches(AMOUNT, value, where)


def _fraction(value: Any, where: str) -> None:
    _need(type(value) is str and len(value) <= LONGEST, where)
    found = FRACTION.match(value)
    if found is None:
        raise FormError(where)
    numerator, denominator = found.groups()
    if denominator is not None:
        _need(denominator != "1" and gcd(whole_of(numerator), whole_of(denominator)) == 1, where)


def _one_of(value: Any, where: str, words: tuple[Any, ...]) -> None:
    _need(any(type(value) is type(word) and value == word for word in words), where)


def _name(value: Any, where: str) -> None:
    """Refuse an id that looks like another: decomposed, with blanks around it, or with a sign nobody sees."""
    _need(type(value) is str and value != "" and value == unicodedata.normalize("NFC", value.strip()), where)
    _need(not any(unicodedata.category(sign) in HIDDEN for sign in value), where)


def _ascending(value: list[Any], where: str) -> None:
    _need(all(one < other for one, other in pairwise(value)), where)


def _election(election: Any) -> None:
    _keys(election, "election", "format budget minor projects ballots weight_unit scoring")
    _one_of(election["format"], "election.format", (ELECTION,))
    _amount(election["budget"], "election.budget")
    _need(election["budget"] != "0", "election.budget")
    _matches(re.compile(r"10{0,60}\Z"), election["minor"], "election.minor")
    _count(election["weight_unit"], "election.weight_unit", 1)
    _one_of(election["scoring"], "election.scoring", ("approval", "points", "borda"))
    _each(election["projects"], "election.projects", _project)
    _ascending([name for name, _ in election["projects"]], "election.projects")
    scored, count = election["scoring"] != "approval", len(election["projects"])
    _each(
        election["ballots"], "election.ballots", lambda row, where: _ballot(row, where, count, scored=scored)
    )
    _need(len(election["ballots"]) > 0, "election.ballots")
    _ascending([row[2:] for row in election["ballots"]], "election.ballots")


def _project(row: Any, where: str) -> None:
    _need(type(row) is list and len(row) == 2, where)
    _name(row[0], f"{where}[0]")
    _amount(row[1], f"{where}[1]")


def _ballot(row: Any, where: str, projects: int, *, scored: bool) -> None:
    _need(type(row) is list and len(row) == 3 + scored, where)
    _count(row[0], f"{where}[0]", 1)
    _count(row[1], f"{where}[1]", 1)
    _each(row[2], f"{where}[2]", _count)
    _ascending(row[2], f"{where}[2]")
    _need(not row[2] or row[2][-1] < projects, f"{where}[2]")
    if scored:
        _each(row[3], f"{where}[3]", lambda value, place: _count(value, place, 1))
        _need(len(row[3]) == len(row[2]), f"{where}[3]")


def _result(result: Any, ids: set[str]) -> None:
    _keys(
        result,
        "result",
        "format election rule winners spent figures projects steps stop run overspent filled earned digest",
        "trail",
    )
    _one_of(result["format"], "result.format", (RESULT,))
    _matches(HASH, result["election"], "result.election")
    _matches(HASH, result["digest"], "result.digest")
    _rule(result["rule"], ids)
    for part in ("winners", "filled"):
        _standing(result[part], f"result.{part}", ids)
    _amount(result["spent"], "result.spent")
    _keys(result["figures"], "result.figures", "budget minor voters weight weight_unit scoring with_nothing")
    _fraction(result["figures"]["with_nothing"], "result.figures.with_nothing")
    _each(result["projects"], "result.projects", _account)
    _count(result["steps"], "result.steps")
    _one_of(result["stop"], "result.stop", (None, "exhaustive", "overspends"))
    method, completed = result["rule"]["method"], result["rule"]["completion"] != "none"
    for part, there in (
        ("run", method == "equal-shares"),
        ("overspent", result["stop"] == "overspends"),
        ("earned", method == "phragmen"),
    ):
        _need((result[part] is not None) == there, f"result.{part}")
    _need((result["stop"] is not None) == completed, "result.stop")
    _need(completed or result["steps"] == 0, "result.steps")
    _need(result["rule"]["completion"] == "add1u" or not result["filled"], "result.filled")
    for part in ("run", "overspent"):
        if result[part] is not None:
            _run(result[part], f"result.{part}", ids)
    if result["earned"] is not None:
        _each(result["earned"], "result.earned", _fraction)
        _need(len(result["earned"]) == len(result["winners"]), "result.earned")
    if "trail" in result:
        _need(completed, "result.trail")
        _trail(result["trail"], ids)


def _account(row: Any, where: str) -> None:
    _need(type(row) is list and len(row) == 6, where)
    _need(type(row[0]) is str, f"{where}[0]")
    if row[5] is not None:
        _fraction(row[5], f"{where}[5]")


def _standing(value: Any, where: str, ids: set[str]) -> None:
    """Refuse a list that names what does not stand, or one project twice."""
    _each(value, where, lambda one, place: _need(type(one) is str and one in ids, place))
    _need(len(set(value)) == len(value), where)


def _rule(rule: Any, ids: set[str]) -> None:
    _keys(rule, "result.rule", "method utility completion start ties minimum_votes incompatible quotas")
    _one_of(rule["method"], "result.rule.method", ("equal-shares", "phragmen", "greedy"))
    _one_of(rule["utility"], "result.rule.utility", ("cost", "cardinality"))
    _one_of(rule["completion"], "result.rule.completion", ("none", "add1", "add1u"))
    _need(rule["completion"] == "none" or rule["method"] == "equal-shares", "result.rule.completion")
    _one_of(rule["start"], "result.rule.start", ("exact", "floor"))
    _matches(re.compile(r"lexical\Z|cost-votes-lot:."), rule["ties"], "result.rule.ties")
    _count(rule["minimum_votes"], "result.rule.minimum_votes", 1)
    _each(rule["incompatible"], "result.rule.incompatible", lambda group, where: _group(group, where, ids, 2))
    _ascending(rule["incompatible"], "result.rule.incompatible")
    _each(rule["quotas"], "result.rule.quotas", lambda quota, where: _quota(quota, where, ids))


def _group(group: Any, where: str, ids: set[str], least: int) -> None:
    _standing(group, where, ids)
    _need(len(group) >= least, where)
    _ascending(group, where)


def _quota(quota: Any, where: str, ids: set[str]) -> None:
    _keys(quota, where, "name members projects cost")
    _need(type(quota["name"]) is str, f"{where}.name")
    _group(quota["members"], f"{where}.members", ids, 1)
    if quota["projects"] is not None:
        _count(quota["projects"], f"{where}.projects")
    if quota["cost"] is not None:
        _amount(quota["cost"], f"{where}.cost")


def _run(run: Any, where: str, ids: set[str]) -> None:
    _keys(run, where, "share purchases")
    _fraction(run["share"], f"{where}.share")
    _each(run["purchases"], f"{where}.purchases", lambda row, place: _purchase(row, place, ids))
    _standing([name for name, _ in run["purchases"]], f"{where}.purchases", ids)


def _purchase(row: Any, where: str, ids: set[str]) -> None:
    _need(type(row) is list and len(row) == 2 and type(row[0]) is str and row[0] in ids, where)
    _fraction(row[1], f"{where}[1]")


def _trail(trail: Any, ids: set[str]) -> None:
    _keys(trail, "result.trail", "orders ranges")
    _each(trail["orders"], "result.trail.orders", lambda order, where: _standing(order, where, ids))
    _each(trail["ranges"], "result.trail.ranges", lambda row, where: _range(row, where, len(trail["orders"])))
    # Each order once, in the order of first use: none stands there that no range speaks of.
    used = list(dict.fromkeys(row[2] for row in trail["ranges"]))
    _need(used == list(range(len(trail["orders"]))), "result.trail.orders")
    different = {tuple(order) for order in trail["orders"]}
    _need(len(different) == len(trail["orders"]), "result.trail.orders")


def _range(row: Any, where: str, orders: int) -> None:
    _need(type(row) is list and len(row) in (3, 4), where)
    for at in (0, 1, 2):
        _count(row[at], f"{where}[{at}]")
    _need(row[2] < orders, f"{where}[2]")
    if len(row) == 4:
        _fraction(row[3], f"{where}[3]")
        _need("/" not in row[3] and row[3] != "0", f"{where}[3]")
