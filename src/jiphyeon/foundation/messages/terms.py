"""What a city's `messages.yaml` says: when phones are left quiet, how long we try, and how long an address is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar

from django.utils import timezone

from jiphyeon.foundation.messages.cascades import Cascade, Step
from jiphyeon.foundation.messages.enums import Channel
from jiphyeon.kernel import Citation, Refused, source
from jiphyeon.kernel.source import Block


class _Dated(Protocol):
    @property
    def first(self) -> date: ...


D = TypeVar("D", bound=_Dated)
_DOMAIN = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}")


@dataclass(frozen=True, slots=True)
class Quiet:
    """From a day on, the hours in which only urgent messages go out by some channels; `ends` may lie on the next day."""

    first: date
    channels: frozenset[Channel]
    begins: time
    ends: time
    cites: tuple[Citation, ...]

    def holds(self, moment: datetime) -> bool:
        """Return whether a moment lies in these hours, on the city's clock."""
        clock = timezone.localtime(moment).time()
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


@dataclass(frozen=True, slots=True)
class GivingUp:
    """From a day on, for how many hours each channel is tried before a message is given up."""

    first: date
    hours: Mapping[Channel, int]


@dataclass(frozen=True, slots=True)
class Keeping:
    """From a day on, for how many days the address and what filled the text are kept after a message came to its end."""

    first: date
    days: int
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """Who sends: the number behind a text message, and the domains that are the city's own.

    `reply_to`: where answers to its e-mails go, "" where nobody reads them.
    """

    number: str
    domains: tuple[str, ...]
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """A city's terms of handing over."""

    office: Office
    quiet: tuple[Quiet, ...]
    giving_up: tuple[GivingUp, ...]
    keeping: tuple[Keeping, ...]
    cascades: tuple[Cascade, ...] = ()

    def cascade_of(self, kind: str, day: date) -> Cascade:
        """Return by which channels a kind of message goes by the rule of a day. Refused where there is none."""
        found = _in_force([one for one in self.cascades if one.kind == kind], day)
        if found is None:
            raise Refused(
                "no_cascade",
                ko="{day}에 ‘{kind}’을(를) 어떤 길로 보낼지 정해져 있지 않습니다. messages.yaml의 cascades에 적어 주세요.",
                en="messages.yaml does not say by which channels {kind!r} goes on {day}: cascades.",
                kind=kind,
                day=day,
            )
        return found

    def is_quiet(self, channel: Channel, moment: datetime) -> bool:
        """Return whether only urgent messages may go out by a channel at a moment; the city's clock counts."""
        rules = [rule for rule in self.quiet if channel in rule.channels]
        rule = _in_force(rules, timezone.localdate(moment))
        return rule is not None and rule.holds(moment)

    def tried_for(self, channel: Channel, day: date) -> timedelta | None:
        """Return for how long a channel is tried by the rule of a day; None: for ever."""
        rule = _in_force(self.giving_up, day)
        hours = rule.hours.get(channel) if rule is not None else None
        return None if hours is None else timedelta(hours=hours)

    def kept_for(self, day: date) -> timedelta:
        """Return how long addresses are kept by the rule of a day. Refused before the first rule."""
        rule = _in_force(self.keeping, day)
        if rule is None:
            raise Refused(
                "no_keeping_rule",
                ko="{day}에 쓸 주소 보관 기준이 없습니다. messages.yaml에 적어 주세요.",
                en="messages.yaml has no rule on how long addresses are kept on {day}.",
                day=day,
            )
        return timedelta(days=rule.days)


def _in_force(rules: Sequence[D], day: date) -> D | None:
    return next((rule for rule in reversed(rules) if rule.first <= day), None)


@cache
def terms_of(pack: Path) -> Terms:
    """Return what a pack's `messages.yaml` says. Refused, with the line, where it cannot be read."""
    file = pack / "messages.yaml"
    what = "handing messages over"
    given = source.read(file, file.name).only({"office", "quiet", "giving_up", "keeping", "cascades"}, what)
    return Terms(
        _office(given.block("office", what)),
        tuple(map(_quiet, given.listed("quiet", what, default=True))),
        tuple(map(_giving_up, given.listed("giving_up", what))),
        tuple(map(_keeping, given.listed("keeping", what))),
        tuple(map(_cascade, given.listed("cascades", what, default=True))),
    )


def load_city(pack: Path) -> None:
    """Read the pack's terms, so that a mistake in them is told when the city is loaded."""
    terms_of(pack)


def _office(one: Block) -> Office:
    what = "the office that sends"
    one.only({"number", "domains", "reply_to"}, what)
    domains = tuple(one.values("domains", what))
    for domain in domains:
        if not _DOMAIN.fullmatch(domain.text):
            one.stop(
                "no_domain",
                "A domain is written like city.go.kr, without https:// and without a path: {domain!r}.",
                "‘domains’에는 city.go.kr처럼 https://와 경로 없이 적어 주세요. 적힌 것: {domain}",
                key="domains",
                domain=domain.text,
            )
    return Office(
        one.text("number", what),
        tuple(domain.text for domain in domains),
        one.text("reply_to", what, ""),
    )


def _quiet(one: Block) -> Quiet:
    what = "quiet hours"
    one.only({"from", "channels", "begins", "ends", "cites"}, what)
    channels = [source.choice_of(value, list(Channel), what) for value in one.values("channels", what)]
    return Quiet(
        one.day("from", what),
        frozenset(map(Channel, channels)),
        _clock(one, "begins", what),
        _clock(one, "ends", what),
        tuple(cite.cited(what) for cite in one.listed("cites", what)),
    )


def _clock(one: Block, key: str, what: str) -> time:
    text = one.text(key, what)
    try:
        return time.fromisoformat(text)
    except ValueError:
        one.stop(
            "no_time_of_day",
            "{key!r} wants a time of day such as 21:00, not {text!r}.",
            "‘{key}’에는 21:00처럼 시각을 적어 주세요. 적힌 것: {text}",
            key=key,
            text=text,
        )


def _giving_up(one: Block) -> GivingUp:
    what = "how long a channel is tried"
    one.only({"from", "hours"}, what)
    hours = one.block("hours", what).only(list(Channel), what)
    return GivingUp(
        one.day("from", what),
        {channel: hours.whole(channel, what, least=1) for channel in Channel if channel in hours},
    )


def _keeping(one: Block) -> Keeping:
    what = "how long addresses are kept"
    one.only({"from", "days", "cites"}, what)
    return Keeping(
        one.day("from", what),
        one.whole("days", what, least=1),
        tuple(cite.cited(what) for cite in one.listed("cites", what)),
    )


def _cascade(one: Block) -> Cascade:
    what = (
        f"the cascade {one.only({'kind', 'from', 'steps', 'cites'}, 'a cascade').text('kind', 'a cascade')}"
    )
    steps = []
    listed = one.listed("steps", what)
    for at, step in enumerate(listed, 1):
        step.only({"channel", "hours"}, what)
        is_last = at == len(listed)
        if ("hours" in step) is is_last:
            step.stop(
                "cascade_waits",
                "Every step but the last says how many hours it is given.",
                "마지막이 아닌 단계마다 몇 시간을 기다릴지(hours) 적어 주세요. 마지막에는 적지 않습니다.",
            )
        wait = None if is_last else timedelta(hours=step.whole("hours", what, least=1))
        steps.append(Step(Channel(step.choice("channel", list(Channel), what)), wait))
    if not steps or len({step.channel for step in steps}) != len(steps):
        one.stop(
            "cascade_steps",
            "A cascade names each channel once, and at least one.",
            "길은 하나 이상, 길마다 한 번씩 적어 주세요.",
            key="steps",
        )
    return Cascade(
        one.text("kind", what),
        one.day("from", what),
        tuple(steps),
        tuple(cite.cited(what) for cite in one.listed("cites", what, default=True)),
    )
