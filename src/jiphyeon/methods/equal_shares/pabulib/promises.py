"""What META promises about the ballots and the days of a vote, read strictly so that it can be held."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from jiphyeon.kernel import Words, day_of
from jiphyeon.methods.equal_shares.amounts import figure, shown
from jiphyeon.methods.equal_shares.election import BallotKind
from jiphyeon.methods.equal_shares.pabulib.deviations import Log

Meta = Mapping[str, tuple[str, int]]

THRESHOLD = "min_project_score_threshold"
TOO_MUCH = {
    "length": Words(
        "고른 사업이 {key}({bound})보다 많습니다.", "The ballot names more projects than {key} ({bound})."
    ),
    "sum_cost": Words(
        "고른 사업의 비용이 {key}({bound})보다 많습니다.",
        "The projects on the ballot cost more than {key} ({bound}).",
    ),
    "points": Words(
        "사업 하나에 준 점수가 {key}({bound})보다 많습니다.",
        "The ballot gives a project more points than {key} ({bound}).",
    ),
    "sum_points": Words(
        "점수 합계가 {key}({bound})보다 많습니다.",
        "The ballot gives more points in all than {key} ({bound}).",
    ),
}
TOO_LITTLE = {
    "length": Words(
        "고른 사업이 {key}({bound})보다 적습니다.", "The ballot names fewer projects than {key} ({bound})."
    ),
    "sum_cost": Words(
        "고른 사업의 비용이 {key}({bound})보다 적습니다.",
        "The projects on the ballot cost less than {key} ({bound}).",
    ),
    "points": Words(
        "사업 하나에 준 점수가 {key}({bound})보다 적습니다.",
        "The ballot gives a project fewer points than {key} ({bound}).",
    ),
    "sum_points": Words(
        "점수 합계가 {key}({bound})보다 적습니다.",
        "The ballot gives fewer points in all than {key} ({bound}).",
    ),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """At least or at most `bound` of `what` on one ballot, as `key` in META says."""

    key: str
    what: str
    bound: Fraction
    least: bool

    @property
    def words(self) -> Words:
        """What is said of a ballot beyond it."""
        words = (TOO_LITTLE if self.least else TOO_MUCH)[self.what]
        return words.filled(key=self.key, bound=shown(self.bound))


def limits_of(meta: Meta, vote_type: str, budget: Fraction, log: Log) -> tuple[Limit, ...]:
    """Return the limits a file sets on its ballots; those that a kind of ballot sets by its name too."""
    found: dict[str, Limit] = {}
    for what in TOO_MUCH:
        for key in (f"min_{what}", f"max_{what}"):
            text, line = meta.get(key, ("", 0))
            read = figure(text)
            least = key.startswith("min")
            if not text:
                continue
            whole = read is not None and (read.places == 0 or what != "length")
            if read is None or not whole or read.digits < (0 if least else 1):
                raise log.refuse(
                    "limit_unclear",
                    line,
                    key,
                    ko="한도로 읽을 수 없습니다: '{text}'",
                    en="'{text}' is not a limit. Write a number, or leave the line out.",
                    text=shown(text),
                )
            found[key] = Limit(key, what, read.amount, least)
        least_one, most_one = found.get(f"min_{what}"), found.get(f"max_{what}")
        if least_one and most_one and least_one.bound > most_one.bound:
            raise log.refuse(
                "limits_cross",
                meta[f"min_{what}"][1],
                f"min_{what}",
                ko="min_{what}이(가) max_{what}보다 큽니다.",
                en="min_{what} is above max_{what}: no ballot could keep both.",
                what=what,
            )
    if vote_type == "choose-1":
        found["max_length"] = Limit("vote_type choose-1", "length", Fraction(1), least=False)
    if vote_type == "knapsack":
        found.setdefault("max_sum_cost", Limit("vote_type knapsack", "sum_cost", budget, least=False))
    return tuple(found.values())


def threshold_of(meta: Meta, kind: BallotKind, log: Log) -> int:
    """Return how many voters a project needs by META, 0 where it does not say.

    A threshold is a score. Where ballots approve it is a number of voters; elsewhere it cannot be held, and the file is
    refused unless asked to be counted without it.
    """
    text, line = meta.get(THRESHOLD, ("", 0))
    read = figure(text)
    if not text:
        return 0
    if read is None or read.digits < 0:
        raise log.refuse(
            "limit_unclear",
            line,
            THRESHOLD,
            ko="한도로 읽을 수 없습니다: '{text}'",
            en="'{text}' is not a limit. Write a number, or leave the line out.",
            text=shown(text),
        )
    if kind in ("approval", "knapsack"):
        return ceil(read.amount)
    if read.amount > 0:
        log.break_(
            "limits",
            "threshold_of_scores",
            line,
            THRESHOLD,
            ko="{key}({bound})은(는) 점수나 순위를 매기는 투표에서 적용하지 못합니다.",
            en="{key} ({bound}) cannot be held where ballots give points or ranks: projects below it could win.",
            key=THRESHOLD,
            bound=shown(read.amount),
        )
    return 0


def note_unknown_limits(meta: Meta, log: Log) -> None:
    """Note each key of META that reads like a limit and is none that is held."""
    known = {f"{end}_{what}" for end in ("min", "max") for what in TOO_MUCH} | {THRESHOLD}
    for key, (text, line) in meta.items():
        if text and key not in known and re.search("^(min|max)_|threshold", key):
            log.note(
                "limit_unknown",
                line,
                ko="{key}은(는) 알지 못하는 한도여서 적용하지 않습니다.",
                en="{key} looks like a limit and is not one we know; it is not held.",
                key=shown(key),
            )


def check_days(meta: Meta, log: Log) -> None:
    """Note a first or last day of the vote that is no day, and an end before its beginning."""
    spans = []
    for key in ("date_begin", "date_end"):
        text, line = meta.get(key, ("", 0))
        if not text:
            continue
        span = _span(text)
        if span is None:
            log.note(
                "day_unclear",
                line,
                ko="{key}: 날짜가 아닙니다: '{text}'",
                en="{key} is not a day: '{text}'.",
                key=key,
                text=shown(text),
            )
        else:
            spans.append((span, line))
    if len(spans) == 2 and spans[0][0][0] > spans[1][0][1]:
        log.note(
            "days_cross",
            spans[1][1],
            ko="date_end가 date_begin보다 앞섭니다.",
            en="date_end is before date_begin.",
        )


def _span(text: str) -> tuple[date, date] | None:
    """Return the first and the last day that 31.03.2024, 2024-03-31 or 2024 may mean; None for anything else."""
    try:
        if re.fullmatch("[0-9]{4}", text):
            return date(int(text), 1, 1), date(int(text), 12, 31)
        found = re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", text)
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else day_of(text)
    except ValueError:
        return None
    return day, day
