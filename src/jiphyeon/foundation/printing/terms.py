"""What a city's `printing.yaml` says: how large a print run is, how long news of the post is waited for, how long letters are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from jiphyeon.foundation.printing.enums import Service
from jiphyeon.kernel import Citation, Refused, Words, source
from jiphyeon.kernel.source import Block


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules in force from a day on.

    `run`: the most letters of a print run; `part`: of one print file. `news`: for how many days after posting the post is
    waited for, by service. `keeping`: how many days after a run is closed what its letters say is destroyed.
    """

    first: date
    run: int
    part: int
    news: Mapping[Service, int]
    keeping: int
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who posts: the name and the lines of the return address."""

    name: Words
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Printing:
    """A city's printing: who sends, and its rules by date."""

    sender: Sender
    rules: tuple[Terms, ...]

    def on(self, day: date) -> Terms:
        """Return the rules of a day. Refused before the first."""
        found = [one for one in self.rules if one.first <= day]
        if not found:
            raise Refused(
                "no_printing_rule",
                ko="{day}에 쓸 인쇄 기준이 없습니다. printing.yaml에 적어 주세요.",
                en="printing.yaml has no rule for {day}.",
                day=day,
            )
        return found[-1]


@cache
def printing_of(pack: Path) -> Printing:
    """Return what a pack's `printing.yaml` says. Refused, with the line, where it cannot be read."""
    file = pack / "printing.yaml"
    what = "printing"
    given = source.read(file, file.name).only({"sender", "rules"}, what)
    sender = given.block("sender", what).only({"name", "lines"}, "the sender")
    return Printing(
        Sender(
            sender.words("name", "the sender"),
            tuple(one.text for one in sender.values("lines", "the sender")),
        ),
        tuple(map(_terms, given.listed("rules", what))),
    )


def load_city(pack: Path) -> None:
    """Read the pack's rules, so that a mistake in them is told when the city is loaded."""
    printing_of(pack)


def _terms(one: Block) -> Terms:
    what = "a rule of printing"
    one.only({"from", "letters", "news", "keeping", "cites"}, what)
    letters = one.block("letters", what).only({"run", "part"}, what)
    news = one.block("news", what).only(list(Service), what)
    return Terms(
        one.day("from", what),
        letters.whole("run", what, least=1),
        letters.whole("part", what, least=1),
        {service: news.whole(service, what, least=1) for service in Service},
        one.whole("keeping", what, least=0),
        tuple(cite.cited(what) for cite in one.listed("cites", what)),
    )
