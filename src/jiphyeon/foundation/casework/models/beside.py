"""What is kept beside a matter: its history, talk, papers, supplements, objections and agents.

The rows lie here for all rooms, by the name of the lifecycle and the key of the matter.
"""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import Any, ClassVar, Protocol, Self

from django.db import models
from django.db.models import F, Q

from jiphyeon.foundation.casework.lifecycle import Lifecycle
from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.secrets.fields import EncryptedText, PersonName
from jiphyeon.kernel import choices


class Matter(Protocol):
    """What the rows beside a matter know of it: its lifecycle and its key."""

    lifecycle: ClassVar[Lifecycle]

    @property
    def key(self) -> uuid.UUID: ...


class Matters(models.QuerySet[Any]):
    """Rows beside a matter, in words."""

    def keys_of(self, life: Lifecycle) -> models.QuerySet[Any, Any]:
        """Return the keys of the matters of a lifecycle that have such a row, for a query of theirs."""
        return self.filter(lifecycle=life.name).values("case")

    def of(self, row: Matter) -> Self:
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
