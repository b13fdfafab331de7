"""Who may act for somebody in a matter, and by what paper: what a city's `agents.yaml` says, and the two deeds of it.

Whoever acts within their authority acts for the person (민법 제114조); whom a person may choose is 행정절차법 제12조.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from jiphyeon.foundation.casework.lifecycle import Deed, Kind, May, Records, Says, named, tells
from jiphyeon.kernel import Citation, Refused, Words, source

NAME_AGENT, END_AGENT = "name_agent", "end_agent"


@dataclass(frozen=True, slots=True)
class Relation:
    """What an agent is to the person, the paper that shows their authority, and where the law says so."""

    code: str
    words: Words
    paper: Words
    law: Citation


@dataclass(frozen=True, slots=True)
class Longest:
    """For how many months at most an authority is taken down, from a day on."""

    first: date
    months: int
    rule: Citation


@dataclass(frozen=True, slots=True)
class Agency:
    """A city's agents: the relations there are, and how long an authority holds at most."""

    relations: tuple[Relation, ...]
    longest: tuple[Longest, ...]

    def relation(self, code: str) -> Relation | None:
        """Return a relation, None where there is none of that code."""
        return next((one for one in self.relations if one.code == code), None)

    def months_on(self, on: date) -> int:
        """Return for how many months at most an authority shown on a day is taken down. Refused before the first rule."""
        found = [one for one in self.longest if one.first <= on]
        if not found:
            raise Refused(
                "no_agency_rule",
                ko="{day}에 쓸 대리 기간의 기준이 없습니다. agents.yaml에 적어 주세요.",
                en="agents.yaml has no rule on how long an authority holds on {day}.",
                day=on,
            )
        return found[-1].months


@cache
def agency_of(pack: Path) -> Agency:
    """Return what a pack's `agents.yaml` says. Refused, with the line, where it cannot be read."""
    file, what = pack / "agents.yaml", "the agents"
    block = source.read(file, file.name).only({"relations", "longest"}, what)
    return Agency(
        tuple(
            Relation(
                one.text("code", "a relation"),
                one.words("name", "a relation"),
                one.words("paper", "a relation"),
                one.citation("law", "a relation"),
            )
            for one in block.listed("relations", what)
        ),
        tuple(
            Longest(
                one.day("from", "a term"),
                one.whole("months", "a term", least=1),
                one.citation("rule", "a term"),
            )
            for one in block.listed("longest", what)
        ),
    )


def agent_deeds(may: May, source: tuple[str, ...]) -> tuple[Deed, Deed]:
    """Return the two deeds of a room whose officers take down who acts for a person, from the states given."""
    return (
        Deed(
            code=NAME_AGENT,
            did=named("대리인을 적었습니다", "Agent written down"),
            press=Words("대리인 적기", "Write an agent down"),
            source=source,
            may=may,
            kind=Kind.AGENT_NAMED,
            law=Citation("행정절차법", "12", "1", in_force=date(2003, 7, 1), verified=True),
            records=Records("agent_named", Words("대리인 적음", "Agent written down")),
            tells=tells("agent-named"),
        ),
        Deed(
            code=END_AGENT,
            did=named("대리를 끝냈습니다", "Agency ended"),
            press=Words("대리 끝내기", "End the agency"),
            source=source,
            may=may,
            kind=Kind.AGENT_ENDED,
            law=Citation("민법", "128", verified=True),
            says=Says(
                Words("왜 끝나나요?", "Why does it end?"),
                Words("예: 본인이 위임을 거두었습니다.", "The person took the authority back, say."),
            ),
            records=Records("agent_ended", Words("대리 끝남", "Agency ended")),
            tells=tells("agent-ended"),
        ),
    )
