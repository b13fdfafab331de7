"""The matter itself: what every room's row has, and what a room may know better."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.second_person import Hand
from jiphyeon.foundation.casework.lifecycle import Deed, Kind, Lifecycle, State
from jiphyeon.foundation.casework.models.beside import (
    Attachment,
    HistoryLine,
    Matters,
    Objection,
    Remark,
    Supplement,
)
from jiphyeon.foundation.casework.models.numbers import NumberSeries
from jiphyeon.foundation.casework.models.terms import ObjectionTerms, Term
from jiphyeon.foundation.clock.deadlines import due_after
from jiphyeon.kernel import Refused, Words, day_words


class CaseRow(models.Model):
    """One matter of a lifecycle. `person`: whose it is (None: the office's own); `number` is its public number.

    What a room knows better is said by the methods below: each has an answer for the room that has nothing to say.
    """

    lifecycle: ClassVar[Lifecycle]
    # What an older version of the room recorded less of: deeds without a leaf, kinds of leaves without a line.
    lines_without_a_leaf: ClassVar[frozenset[str]] = frozenset()
    leaves_without_a_line: ClassVar[frozenset[str]] = frozenset()

    # What a saved answer may leave open for each matter to fill, by a code; see `gap_values`.
    gaps: ClassVar[Mapping[str, Words]] = {
        "number": Words("번호", "number"),
        "name": Words("이름", "name"),
        "due": Words("기한", "deadline"),
    }

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20, unique=True, null=True, blank=True)
    person = models.UUIDField(null=True, blank=True, db_index=True)
    state = models.CharField(max_length=20)
    opened_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    assigned_to = models.UUIDField(null=True, blank=True, db_index=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def stands_at(self) -> State:
        """Return the state as the table says it."""
        return self.lifecycle.state(self.state)

    @property
    def about(self) -> str:
        """Return what other rooms, files and the trail call this matter."""
        return f"{self.lifecycle.name}:{self.key}"

    @property
    def takes_papers(self) -> bool:
        """Return whether a paper may be brought to it now."""
        return self.stands_at.is_open

    @property
    def history(self) -> Matters:
        """Return the lines of its history, oldest first."""
        return HistoryLine.objects.of(self)

    @property
    def remarks(self) -> Matters:
        """Return what was said about it, oldest first."""
        return Remark.objects.of(self)

    @property
    def papers(self) -> Matters:
        """Return the papers beside it, in the order they were brought."""
        return Attachment.objects.of(self)

    @property
    def supplements(self) -> Matters:
        """Return what was asked for, oldest first."""
        return Supplement.objects.of(self)

    @property
    def objections(self) -> Matters:
        """Return the objections, oldest first."""
        return Objection.objects.of(self)

    def number_on(self, day: date) -> str:
        """Return the number it is given on a day; the room's own series of the year, unless it has another way."""
        return NumberSeries.next_number(self.lifecycle.name, day)

    def leaf_facts(self) -> Mapping[str, object]:
        """Return what never changes of a matter once it was sent: every leaf about it says so, beside its key and person."""
        return {}

    def standing_facts(self) -> Mapping[str, object]:
        """Return where a matter stands, in the room's own columns: the row is held against the last leaf about it."""
        return {}

    def notice_values(self) -> Mapping[str, str | int]:
        """Return what every notice about this matter may say."""
        return {}

    def gap_values(self, language: str) -> Mapping[str, str]:
        """Return what fills the gaps of a saved answer here, the person's name aside; "" leaves a gap open."""
        return {
            "number": self.number or "",
            "due": day_words(self.due_on).text(language) if self.due_on else "",
        }

    def words_of(self, line: HistoryLine, language: str) -> str:  # noqa: ARG002 -- a room's own word
        """Return what a line of its history says besides its deed."""
        return line.comment

    def person_url(self) -> str:
        """Return the address at which the person reads their matter; "" where they have none."""
        return ""

    def obstacle(self, deed: Deed, by: Actor) -> Refused | None:  # noqa: ARG002 -- a room's own word
        """Return why this row, whatever the table says, is not one for the deed now."""
        return None

    def also_may(self, deed: Deed, by: Actor) -> bool:  # noqa: ARG002 -- a room's own word
        """Return whether somebody may do the deed whom the table does not name: an officer who writes for the person."""
        return False

    def awaits(self) -> Sequence[str]:
        """Return the deeds it waits for where its state alone does not say so: of payments that are held, say."""
        return ()

    def needs_second_person(self, deed: Deed) -> bool:
        """Return whether a deed that judges others' work wants another person here."""
        return deed.other_than is not None

    def more_hands(self, since: date | None) -> list[Hand]:  # noqa: ARG002 -- a room's own word
        """Return who had a hand in it that no line of its history says, since a day (None: ever)."""
        return []

    def term_on(self, day: date) -> Term | None:  # noqa: ARG002 -- a room's own word
        """Return the term that a clock started on a day runs by; None where no law sets one."""
        return None

    def undo_term(self, deed: Deed, day: date) -> Term | None:  # noqa: ARG002 -- a room's own word
        """Return the term within which a deed done on a day can be undone; None: as long as the matter stands where it led."""
        return None

    def objection_terms(self, day: date) -> ObjectionTerms | None:  # noqa: ARG002 -- a room's own word
        """Return the days of an objection by the law of a day; None where nothing can be objected to."""
        return None

    def object_until(self) -> date | None:
        """Return the last day to object to what brought it where it stands, by the law of that day; None where there is none."""
        if not any(self.state in deed.source for deed in self.lifecycle.of_kind(Kind.OBJECTION_FILED)):
            return None
        brought: HistoryLine | None = self.history.filter(after=self.state).exclude(before=self.state).last()
        terms = self.objection_terms(brought.on) if brought is not None else None
        return (
            due_after(brought.on, days=terms.to_file) if brought is not None and terms is not None else None
        )


def state_constraint(life: Lifecycle) -> models.CheckConstraint:
    """Return the constraint that a row stands where its table has a state; every room's row has it, checked at start."""
    return models.CheckConstraint(
        condition=Q(state__in=sorted(str(state.code) for state in life.states)),
        name=f"a_case_of_{life.name}_stands_where_its_lifecycle_says",
    )


def number_constraint(life: Lifecycle) -> models.CheckConstraint:
    """Return the constraint that a matter which others know of has its number; for tables that give one."""
    unsent = sorted(
        life.codes(is_draft=True) | {str(deed.target) for deed in life.deeds if _puts_aside(life, deed)}
    )
    return models.CheckConstraint(
        condition=Q(state__in=unsent) | Q(number__isnull=False),
        name=f"a_case_of_{life.name}_sent_has_its_number",
    )


def _puts_aside(life: Lifecycle, deed: Deed) -> bool:
    """Return whether a deed ends what was never sent."""
    drafts = life.codes(is_draft=True)
    return not deed.numbers and deed.target is not None and any(source in drafts for source in deed.source)
