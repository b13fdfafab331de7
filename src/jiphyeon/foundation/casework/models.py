"""What every matter has, and what is kept beside it: its history, talk, papers, clock, supplements and objections.

A room's row is a `CaseRow`; everything else lies here for all rooms, by the lifecycle's name and the row's key.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.second_person import Hand
from jiphyeon.foundation.casework.lifecycle import Deed, Kind, Lifecycle, State
from jiphyeon.foundation.clock.deadlines import Unit, due_after
from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.secrets.fields import EncryptedText, PersonName
from jiphyeon.kernel import Citation, Refused, Words, choices, day_words


class Counting(StrEnum):
    """How a term is counted; see `foundation.clock.deadlines`."""

    GENERAL = "general"  # 행정기본법 제6조, 민법 제155조 이하: the first day does not count
    PETITION = "petition"  # 민원 처리에 관한 법률 제19조: from six days on, open days, the first one counted
    LIMITS_RIGHTS = "limits_rights"  # 행정기본법 제6조제2항: the first day counts, the last one stays


@dataclass(frozen=True, slots=True)
class Term:
    """A legal term with its article. `first`: the day it is counted from, where that is not the day of the deed."""

    count: int
    unit: Unit
    counting: Counting
    law: Citation
    first: date | None = None


@dataclass(frozen=True, slots=True)
class ObjectionTerms:
    """The days of an objection by the law of a day: to file it, to answer it, and the most by which the answer is put off."""

    to_file: int
    to_answer: int
    to_extend: int
    law: Citation


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


class Matters(models.QuerySet[Any]):
    """Rows beside a matter, in words."""

    def keys_of(self, life: Lifecycle) -> models.QuerySet[Any, Any]:
        """Return the keys of the matters of a lifecycle that have such a row, for a query of theirs."""
        return self.filter(lifecycle=life.name).values("case")

    def of(self, row: CaseRow) -> Self:
        """Keep one matter's, in the order they came."""
        return self.filter(lifecycle=row.lifecycle.name, case=row.key).order_by("pk")


class Beside(models.Model):
    """A row beside a matter."""

    lifecycle = models.SlugField(max_length=40, db_index=False)
    case = models.UUIDField()

    objects = Matters.as_manager()

    class Meta:
        abstract = True


class HistoryLine(Beside):
    """One deed done to a matter: the step, by whom, the words said, and the hash of its leaf ("" where none is recorded)."""

    deed = models.SlugField(max_length=40, db_index=False)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True, blank=True)
    by_name = PersonName()
    before = models.SlugField(max_length=20, blank=True, db_index=False)
    after = models.SlugField(max_length=20, db_index=False)
    shown = models.BooleanField(default=True)
    comment = EncryptedText(db_column="said", default="")
    leaf = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["lifecycle", "case"], name="casework_history")]


class Remark(Beside):
    """A line of talk between the office and the person, or a note among officers (`shared` is off).

    `read_at` says when the other side first saw it; what is not shared has no other side. `read_by` None with a `read_at`:
    from before reading was kept.
    """

    on = models.DateField()
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = PersonName()
    from_person = models.BooleanField(default=False)
    shared = models.BooleanField(default=True)
    body = EncryptedText()
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["lifecycle", "case"], name="casework_remarks"),
            models.Index(
                fields=["lifecycle", "from_person"],
                condition=Q(read_at__isnull=True, shared=True),
                name="casework_unread",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_person=False) | Q(shared=True), name="what_a_person_writes_is_for_the_office"
            ),
        ]


class AttachmentState(StrEnum):
    """Whether an officer has looked at a paper."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class Attachment(Beside):
    """A paper beside a matter: the file lies in the files room under `file` until its time to be kept is over."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.UUIDField(null=True, blank=True)
    about = models.SlugField(max_length=60, blank=True, db_index=False)
    title = EncryptedText()
    brought_on = models.DateField()
    brought_by = models.UUIDField(null=True, blank=True)
    purged_on = models.DateField(null=True, blank=True)
    state = EnumField(
        AttachmentState, max_length=10, choices=choices(AttachmentState), default=AttachmentState.WAITING
    )
    judged_on = models.DateField(null=True, blank=True)
    judged_by = models.UUIDField(null=True, blank=True)
    judged_name = PersonName(default="")
    judgement = EncryptedText(default="")

    class Meta:
        indexes = [models.Index(fields=["lifecycle", "case"], name="casework_attachments")]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | Q(purged_on__isnull=False),
                name="an_attachment_without_its_file_was_purged",
            ),
        ]


class Supplement(Beside):
    """Something more was asked for, to be given by `due_on`; `answered_on` is also the day it lapsed."""

    asked_on = models.DateField()
    due_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    request = EncryptedText()
    answer = EncryptedText(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lifecycle", "case"],
                condition=Q(answered_on__isnull=True),
                name="one_supplement_of_a_case_waits_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["lifecycle", "case"], name="casework_supplements")]


class ObjectionState(StrEnum):
    """Where an objection stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class Objection(Beside):
    """An objection to a decision (행정기본법 제36조). Its day may be moved once: `extended_from` is the day before that."""

    made_on = models.DateField()
    due_on = models.DateField()
    body = EncryptedText()
    state = EnumField(
        ObjectionState, max_length=10, choices=choices(ObjectionState), default=ObjectionState.OPEN
    )
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)
    answered_name = PersonName(default="")
    answer = EncryptedText(default="")
    extended_on = models.DateField(null=True, blank=True)
    extended_from = models.DateField(null=True, blank=True)
    extended_by = models.UUIDField(null=True, blank=True)
    extended_name = PersonName(default="")
    extension_reason = EncryptedText(default="")

    class Meta:
        indexes = [models.Index(fields=["lifecycle", "case"], name="casework_objections")]
        constraints = [
            models.CheckConstraint(
                condition=Q(extended_from__isnull=True, extended_on__isnull=True, extended_by__isnull=True)
                | Q(
                    extended_from__lt=F("due_on"),
                    extended_on__lte=F("extended_from"),
                    extended_by__isnull=False,
                ),
                name="the_day_of_an_objection_is_moved_later_in_time_and_by_a_person",
            ),
            models.UniqueConstraint(
                fields=["lifecycle", "case"],
                condition=Q(state=ObjectionState.OPEN),
                name="one_objection_of_a_case_waits_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.OPEN) | Q(answered_by__isnull=False),
                name="an_objection_to_a_case_is_answered_by_a_person",
            ),
        ]


class Agent(Beside):
    """Somebody who acts for the person, by a paper that lies beside the matter, until a day or until it was ended."""

    name = PersonName()
    relation = models.SlugField(max_length=40, db_index=False)
    phone = EncryptedText(default="")
    paper = models.UUIDField()
    until = models.DateField()
    named_on = models.DateField()
    named_by = models.UUIDField(null=True, blank=True)
    named_name = PersonName()
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["lifecycle", "case"], name="casework_agents")]
        constraints = [
            models.UniqueConstraint(
                fields=["lifecycle", "case"],
                condition=Q(ended_on__isnull=True),
                name="one_agent_acts_in_a_case_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("named_on")), name="an_authority_ends_after_it_was_shown"
            ),
        ]


class LegalClock(Beside):
    """The term a matter is to be dealt with by. It may be lengthened once: `extended_from` is the last day before that."""

    started_on = models.DateField()
    count = models.PositiveSmallIntegerField()
    unit = EnumField(Unit, max_length=14, choices=choices(Unit))
    counting = EnumField(Counting, max_length=14, choices=choices(Counting))
    law = models.JSONField()
    due_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    extended_on = models.DateField(null=True, blank=True)
    extended_from = models.DateField(null=True, blank=True)
    extended_by = models.UUIDField(null=True, blank=True)
    extended_count = models.PositiveSmallIntegerField(null=True, blank=True)
    extended_unit = EnumField(Unit, max_length=14, choices=choices(Unit), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lifecycle", "case"], name="a_case_has_one_legal_clock"),
            models.CheckConstraint(
                condition=Q(extended_from__isnull=True, extended_on__isnull=True, extended_count__isnull=True)
                | Q(extended_from__isnull=False, extended_on__isnull=False, extended_count__isnull=False),
                name="a_term_is_lengthened_on_a_day_by_so_much",
            ),
        ]


class ClockStop(Beside):
    """Days on which the clock stands still, both included; an open end: it stands still now."""

    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["lifecycle", "case"], name="casework_stops")]
        constraints = [
            models.UniqueConstraint(
                fields=["lifecycle", "case"],
                condition=Q(last__isnull=True),
                name="a_clock_is_stopped_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gte=F("first")),
                name="a_clock_runs_on_after_it_was_stopped",
            ),
        ]


class NumberSeries(models.Model):
    """The last public number that was given in a year."""

    lifecycle = models.SlugField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lifecycle", "year"], name="one_series_of_numbers_a_year")
        ]

    @classmethod
    def next_number(cls, lifecycle: str, day: date) -> str:
        """Return the next number of the day's year, such as 2024-000123, within the caller's transaction.

        Whoever asks at the same moment waits until this transaction ends; rolled back, it took no number.
        """
        series, _made = cls.objects.get_or_create(lifecycle=lifecycle, year=day.year)
        cls.objects.filter(pk=series.pk).update(last=F("last") + 1)
        series.refresh_from_db()
        return f"{day.year}-{series.last:06d}"
