"""Who acts for the person in a matter: named with their paper, shown beside it, ended; kept sealed (민법 제114조·제128조)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.foundation.casework import attachments
from jiphyeon.foundation.casework.agency import Agency, agency_of
from jiphyeon.foundation.casework.lifecycle import Deed, Tells
from jiphyeon.foundation.casework.models import Agent, CaseRow
from jiphyeon.foundation.clock.deadlines import end_of_months
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.kernel import Citation, Refused, Words


@dataclass(frozen=True, slots=True)
class Naming:
    """What is taken down of an agent: who they are, what to the person, how to reach them, and until which day."""

    name: str
    relation: str
    phone: str
    until: date | None
    paper: UUID | None = None


@dataclass(frozen=True, slots=True)
class AgentLine:
    """An agent as a page shows them. `holds`: their authority counts on the day the page is read."""

    name: str
    relation: Words
    paper: Words
    law: Citation | None
    phone: str
    until: date
    named_on: date
    ended_on: date | None
    holds: bool


def load_city(pack: Path) -> None:
    """Read a pack's agents, so that a mistake in them is named when the city is loaded."""
    agency_of(pack)


def agency() -> Agency:
    """Return the city's relations and terms."""
    return agency_of(settings.CITY_PACK)


def last_day(on: date) -> date:
    """Return the last day to which an authority shown on a day can be taken down."""
    return end_of_months(on, agency().months_on(on))


def lines(row: CaseRow, on: date) -> tuple[AgentLine, ...]:
    """Return everybody who ever acted for the person, the newest first."""
    return tuple(_line(agent, on) for agent in reversed(Agent.objects.of(row)) if agent.name)


def pairs(row: CaseRow, on: date) -> list[tuple[str, str]]:
    """Return who acts for the person as a letter says it, in the active language; none where nobody does."""
    speech = get_language() or "ko"
    return [
        (_("대리인"), f"{line.name} ({line.relation.text(speech)})")
        for line in lines(row, on)
        if line.ended_on is None
    ]


def _line(agent: Agent, on: date) -> AgentLine:
    relation = agency().relation(agent.relation)
    return AgentLine(
        agent.name,
        relation.words if relation is not None else Words(agent.relation, agent.relation),
        relation.paper if relation is not None else Words("", ""),
        relation.law if relation is not None else None,
        agent.phone,
        agent.until,
        agent.named_on,
        agent.ended_on,
        agent.ended_on is None and on <= agent.until,
    )


def name(row: CaseRow, naming: Naming | None, *, by: Actor, on: date) -> dict[str, object]:
    """Write an agent down, in place of whoever acted before, and return what the leaf says.

    Refused without a name or a paper, for a relation the law does not know, and for a day that has passed or lies beyond the
    longest term.
    """
    if naming is None:
        raise ValueError("An agent is named with who they are: give `agent`.")
    if not naming.name.strip() or naming.paper is None:
        raise Refused(
            "agent_without_paper",
            ko="대리인의 이름과, 대리할 수 있음을 보이는 서류가 있어야 합니다.",
            en="An agent needs a name, and a paper that shows their authority.",
        )
    if agency().relation(naming.relation) is None:
        raise Refused(
            "agent_relation",
            ko="목록에 있는 관계를 골라 주세요.",
            en="Choose a relation from the list.",
        )
    last = last_day(on)
    if naming.until is None or not on <= naming.until <= last:
        raise Refused(
            "agent_until",
            ko="대리하는 마지막 날은 오늘부터 {last}까지 가운데 하루여야 합니다.",
            en="The last day of the authority lies between today and {last}.",
            last=last,
        )
    end(row, by=by, on=on)
    made = Agent.objects.create(
        lifecycle=row.lifecycle.name,
        case=row.key,
        name=naming.name.strip(),
        relation=naming.relation,
        phone=naming.phone.strip(),
        paper=naming.paper,
        until=naming.until,
        named_on=on,
        named_by=by.user,
        named_name=by.name,
    )
    return facts_of(made)


def brought(
    row: CaseRow, filled: Mapping[str, Any], *, readers: Iterable[Role], by: Actor, on: date
) -> Naming:
    """Keep the paper that came with an agent's form beside the matter, and return what is taken down."""
    relation = agency().relation(filled["relation"])
    title = relation.paper.ko if relation is not None else ""
    paper = attachments.bring(row, filled["paper"], title=title[:100], by=by, on=on, readers=readers)
    return Naming(filled["agent"], filled["relation"], filled["phone"], filled["until"], paper.key)


def notice_values(deed: Deed, naming: Naming) -> dict[str, dict[str, str | int]]:
    """Return what the person is told of their agent."""
    if not isinstance(deed.tells, Tells):
        return {}
    until = naming.until.isoformat() if naming.until is not None else ""
    return {deed.tells.templates[0]: {"agent": naming.name.strip(), "until": until}}


def is_there_one(row: CaseRow) -> bool:
    """Return whether an authority is written down that nobody has ended, whether it still counts or not."""
    return bool(Agent.objects.of(row).filter(ended_on=None).exists())


def end(row: CaseRow, *, by: Actor, on: date) -> bool:
    """End whatever authority counts, and return whether there was one."""
    return bool(Agent.objects.of(row).filter(ended_on=None).update(ended_on=on, ended_by=by.user))


def require_ended(row: CaseRow, *, by: Actor, on: date) -> dict[str, object]:
    """End the authority. Refused where nobody acts for the person."""
    if not end(row, by=by, on=on):
        raise Refused("no_agent", ko="적혀 있는 대리인이 없습니다.", en="No agent is written down.")
    return {}


def forget(row: CaseRow) -> None:
    """Take away who acted and how they were reached, together with the papers that showed it."""
    for agent in Agent.objects.of(row).select_for_update():
        agent.name = agent.phone = ""
        agent.save(update_fields=["name", "phone"])


def facts_of(agent: Agent) -> dict[str, object]:
    """Return what the leaf of a naming says of the agent."""
    identifying = [agent.name, agent.phone, str(agent.paper)]
    return {
        "agent": digest_of({"agent": identifying}),
        "relation": agent.relation,
        "until": agent.until.isoformat(),
    }
