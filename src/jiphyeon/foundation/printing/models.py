"""Letters, the print runs they go out with, and the files they are printed from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from django.db import models
from django.db.models import Q

from jiphyeon.foundation.casework.models import CaseRow, number_constraint, state_constraint
from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.printing.enums import LetterState, Reason, Service, Stage
from jiphyeon.foundation.printing.lifecycle import RUN
from jiphyeon.foundation.secrets.fields import EncryptedJSON, EncryptedText
from jiphyeon.kernel import choices


class PrintRun(CaseRow):
    """Letters that are printed and posted together. `post_by`: the earliest last day of any of them, None without one."""

    lifecycle = RUN

    service = EnumField(Service, max_length=10, choices=choices(Service))
    letter_count = models.PositiveIntegerField(default=0)
    part_count = models.PositiveIntegerField(default=0)
    post_by = models.DateField(null=True, blank=True)
    posted_on = models.DateField(null=True, blank=True)
    receipt = models.CharField(max_length=60, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            state_constraint(RUN),
            number_constraint(RUN),
            models.CheckConstraint(
                condition=~Q(state=Stage.POSTED) | Q(posted_on__isnull=False),
                name="a_posted_run_says_when",
            ),
        ]
        indexes = [models.Index(fields=["state", "post_by", "number"], name="print_runs_by_state")]

    @property
    def stage(self) -> Stage:
        """Return where it stands as its word."""
        return Stage(self.state)

    def leaf_facts(self) -> Mapping[str, object]:
        """Return how it goes out."""
        return {"service": str(self.service)}

    def standing_facts(self) -> Mapping[str, object]:
        """Return when and by which receipt it was posted."""
        return {"posted_on": self.posted_on, "receipt": self.receipt}


class LetterSet(models.QuerySet["Letter"]):
    """Many letters."""

    def waiting(self, service: Service) -> Self:
        """Keep those that no run has, by the post they go with; the most pressing first."""
        return self.filter(state=LetterState.WAITING, service=service).order_by(
            models.F("post_by").asc(nulls_last=True), "pk"
        )

    def on_their_way(self) -> Self:
        """Keep those of which the post has yet to say what became of them."""
        return self.filter(state=LetterState.POSTED)


class Letter(models.Model):
    """One message on paper. `message` is the message's key, `place` its place in the run: in the order of the postcodes.

    `address` and `content` (title, text, language, sender) are sealed, and destroyed in time.
    """

    message = models.UUIDField(unique=True, editable=False)
    owner = models.CharField(max_length=60)
    owner_key = models.CharField(max_length=60, blank=True)
    run = models.ForeignKey(PrintRun, null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    place = models.PositiveIntegerField(null=True, blank=True)
    state = EnumField(LetterState, max_length=10, choices=choices(LetterState), default=LetterState.WAITING)
    service = EnumField(Service, max_length=10, choices=choices(Service))
    address = EncryptedText(null=True, blank=True, longest=1_000)
    content = EncryptedJSON(null=True, blank=True)
    post_by = models.DateField(null=True, blank=True)
    gathered_at = models.DateTimeField()
    sheets = models.PositiveSmallIntegerField(null=True, blank=True)
    tracking = models.CharField(max_length=20, blank=True)
    result_on = models.DateField(null=True, blank=True)
    reason = EnumField(Reason, max_length=8, blank=True, default="")

    objects = LetterSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "place"], name="a_place_in_a_run_is_one_letter"),
            models.CheckConstraint(
                condition=Q(state=LetterState.WAITING, run__isnull=True)
                | (~Q(state=LetterState.WAITING) & Q(run__isnull=False, place__isnull=False)),
                name="a_letter_waits_or_is_in_a_run",
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.RETURNED) | ~Q(reason=""),
                name="a_returned_letter_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["service", "post_by"], condition=Q(run__isnull=True), name="letters_waiting"
            ),
            models.Index(fields=["owner", "owner_key"], name="letters_of_an_owner"),
        ]

    @property
    def number(self) -> str:
        """Return its public number: the run's and its place there; "" while it waits."""
        return f"{self.run.number}-{self.place:05d}" if self.run is not None else ""


class PrintFile(models.Model):
    """One file of a run, ready for the printer: the letters from a place on. `file` is None once it was destroyed."""

    run = models.ForeignKey(PrintRun, on_delete=models.PROTECT, related_name="files")
    part = models.PositiveIntegerField()
    first = models.PositiveIntegerField()
    letters = models.PositiveIntegerField()
    sheets = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "part"], name="a_part_is_laid_out_once")]
