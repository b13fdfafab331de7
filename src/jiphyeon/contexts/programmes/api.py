"""The front door of the programmes: the rules as the city publishes them, in words, and what lies over them.

for key in programmes.offered():
    version = programmes.version_on(key, day)          # None where none is in force
    terms = programmes.office(key).terms_on(day)       # days, signatures, calls: how the office runs it
"""

from __future__ import annotations

from pathlib import Path

from django.urls import reverse

from jiphyeon.contexts.programmes.actions.amending import amend, wait_to_amend
from jiphyeon.contexts.programmes.enums import Source
from jiphyeon.contexts.programmes.queries import amendments as _amendments
from jiphyeon.contexts.programmes.queries.applied import Applied, declare_applications
from jiphyeon.contexts.programmes.queries.catalogue import ProgrammeCard, card, cards
from jiphyeon.contexts.programmes.queries.clauses import (
    ClauseView,
    clause_views,
    fact_words,
    ranking_words,
    source_words,
)
from jiphyeon.contexts.programmes.queries.expressions import clause_words, expression_words
from jiphyeon.contexts.programmes.queries.finder_answers import COOKIE as ANSWERS_COOKIE
from jiphyeon.contexts.programmes.queries.finder_answers import finder_answers_in
from jiphyeon.contexts.programmes.queries.person_facts import holder_facts, plain_values, register_facts
from jiphyeon.contexts.programmes.queries.rule_sheets import SharedLine, shared_lines, sheet
from jiphyeon.contexts.programmes.queries.rulebook import (
    MONTHS,
    facts_as_stored,
    facts_of,
    held_elsewhere,
    in_order,
    is_ranked,
    items_for,
    number_on,
    offered,
    office,
    pack,
    per_on,
    places_on,
    policy,
    programme,
    rounding_of,
    times_on,
    version_on,
)
from jiphyeon.contexts.programmes.queries.wordings import (
    BEYOND_WORDS,
    content_words,
    row_words,
    value_words,
)
from jiphyeon.contexts.programmes.rules import policy_file
from jiphyeon.contexts.programmes.rules.changes import (
    Change,
    Part,
    check_change,
    first_day,
    later_values,
    named_in,
    touched,
    used_from,
)
from jiphyeon.contexts.programmes.rules.facts import (
    KnownFact,
    contradictions,
    deciding,
    strongest,
)
from jiphyeon.contexts.programmes.rules.new_values import BEYOND, Written, WrittenTable, content_of
from jiphyeon.contexts.programmes.rules.policy import (
    Call,
    Conflict,
    Facility,
    Programme,
    Terms,
)
from jiphyeon.foundation.search import index
from jiphyeon.kernel import Words

__all__ = [
    "ANSWERS_COOKIE",
    "BEYOND",
    "BEYOND_WORDS",
    "MONTHS",
    "Applied",
    "Call",
    "Change",
    "ClauseView",
    "Conflict",
    "Facility",
    "KnownFact",
    "Part",
    "Programme",
    "ProgrammeCard",
    "SharedLine",
    "Source",
    "Terms",
    "Written",
    "WrittenTable",
    "amend",
    "amendments",
    "card",
    "cards",
    "check_change",
    "clause_views",
    "clause_words",
    "content_of",
    "content_words",
    "contradictions",
    "deciding",
    "declare_applications",
    "expression_words",
    "fact_words",
    "facts_as_stored",
    "facts_of",
    "finder_answers_in",
    "first_day",
    "held_elsewhere",
    "holder_facts",
    "in_order",
    "is_ranked",
    "items_for",
    "later_values",
    "load_city",
    "named_in",
    "number_on",
    "offered",
    "office",
    "pack",
    "per_on",
    "places_on",
    "plain_values",
    "policy",
    "programme",
    "ranking_words",
    "register_facts",
    "rounding_of",
    "row_words",
    "shared_lines",
    "sheet",
    "source_words",
    "strongest",
    "times_on",
    "touched",
    "used_from",
    "value_words",
    "version_on",
    "wait_to_amend",
]


def amendments() -> list[str]:
    """Return the keys of the reforms that lie over the city's files, in the order of their approval."""
    return [key for _place, key in _amendments.approvals()]


def load_city(folder: Path) -> None:
    """Check the office's policy against the rules of the pack, and make every programme findable.

    Refused, with file and place, for anything misspelt, and for a clause or fact the rules do not have.
    """
    found = policy_file.read(folder / "benefits.yaml")
    policy_file.check_against(found, pack())
    for programme_id in offered():
        rules, office = programme(programme_id), found.programmes[programme_id]
        index.put(
            kind="programme",
            key=programme_id,
            title=rules.names,
            text=rules.summary,
            also=Words.joined(
                " | ",
                [
                    Words(office.search_words, ""),
                    *(one.words for one in found.qualifications.values() if office.reduction),
                    *(one.words for one in found.facilities.values() if one.programme == programme_id),
                ],
            ),
            url=reverse("programmes:programme", args=[programme_id]),
        )
    index.keep_only("programme", offered())
