"""Who has to act next on a matter: the role by its table, and the people who hold it, so that nothing waits for "the office"."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from jiphyeon.foundation.accounts.roles import Role, known_roles
from jiphyeon.foundation.casework import objections
from jiphyeon.foundation.casework.lifecycle import ANSWERS, Deed, Kind, Waits
from jiphyeon.foundation.casework.models import CaseRow
from jiphyeon.foundation.casework.permissions import hands_in
from jiphyeon.foundation.queues.standing_in import officers
from jiphyeon.kernel import Words

MOST_NAMED = 3
"""Beyond so many holders of a role the role alone is named."""


def deeds_awaited(row: CaseRow) -> list[Deed]:
    """Return the deeds a matter waits for, done by officers: an open objection's answer, what the row itself names, else
    whatever has a button and carries it on from where it stands. Taking back what a colleague laid down carries nothing on.
    """
    life = row.lifecycle
    answers = [deed for deed in life.of_kind(*ANSWERS) if row.state in deed.source]
    if answers and objections.waiting(row) is not None:
        return answers
    named = row.awaits()
    if named:
        return [life.deed(code) for code in named]
    if row.stands_at.waits is not Waits.OFFICE:
        return []
    undoing = {deed.undone_by for deed in life.deeds if deed.undone_by}
    return [
        deed
        for deed in life.deeds_from(row.state)
        if deed.press is not None
        and deed.may.roles
        and deed.leads_to(row.state) != row.state
        and str(deed.code) not in undoing
    ]


def roles_awaited(row: CaseRow) -> list[Role]:
    """Return the roles of which one holder has to act next, in the order of the table; [] where it waits for no officer."""
    words = dict.fromkeys(role for deed in deeds_awaited(row) for role in sorted(deed.may.roles))
    known = {str(role): role for role in known_roles(words)}
    return [known[word] for word in words if word in known]


def waits_for(row: CaseRow, *, person: bool = False) -> Words:
    """Return for whom a matter waits, by role and without names; of a closed one nothing. `person`: as the person reads it."""
    roles = roles_awaited(row)
    if roles:
        return Words.joined(", ", [role.holder for role in roles])
    if not row.stands_at.is_open:
        return Words("", "")
    waits = row.stands_at.waits
    return Words("본인", "you") if person and waits is Waits.PERSON else waits.words


def waits_for_whom(row: CaseRow, on: date, language: str) -> Words:
    """Return for whom a matter waits, as officers read it: the role, and who holds it and had no hand in what they judge.

    Whoever has the matter in hand is named alone. Asks the database once for each role.
    """
    roles = roles_awaited(row)
    if not roles:
        return waits_for(row)
    barred = _barred(row)
    taken_by = {one for deed in row.lifecycle.of_kind(Kind.TAKE) for one in deed.may.roles}
    sentences = []
    for role in roles:
        holders = dict(officers(on, language, role))
        able = {key: name for key, name in holders.items() if key not in barred}
        in_hand = able.get(row.assigned_to) if row.assigned_to is not None and role in taken_by else None
        names = [in_hand] if in_hand else list(able.values())
        sentences.append(_with_names(role, names))
    return Words.joined(" · ", sentences)


def _barred(row: CaseRow) -> set[UUID]:
    """Return who cannot act although they hold the role: the person, and whoever had a hand in what is to be judged."""
    judging = {deed.other_than for deed in deeds_awaited(row) if deed.other_than is not None}
    hands = {hand.who for whose in judging for hand in hands_in(row, whose)}
    return {who for who in (*hands, row.person) if who is not None}


def _with_names(role: Role, names: list[str]) -> Words:
    called = role.holder
    if not names:
        return Words(
            f"{called.ko}(지금 할 수 있는 사람이 없습니다)", f"{called.en} (nobody holds the role who may)"
        )
    if len(names) > MOST_NAMED:
        return called
    listed = ", ".join(names)
    return Words(f"{called.ko} {listed}", f"{called.en}: {listed}")
