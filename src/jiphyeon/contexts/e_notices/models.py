"""A sending, and the notice to each of its addressees: two matters, each with its life."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from jiphyeon.contexts.e_notices.enums import ON_ITS_WAY, ON_PAPER, TO_PAPER, Reason, Stage, Step, Way
from jiphyeon.contexts.e_notices.rules import kinds
from jiphyeon.contexts.e_notices.rules.lifecycle import NOTICE
from jiphyeon.contexts.e_notices.rules.sending import SENDING
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework.lifecycle import Deed
from jiphyeon.foundation.casework.models import CaseRow, number_constraint, state_constraint
from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.foundation.ledger.leaves import moment_text
from jiphyeon.foundation.secrets.fields import EncryptedJSON, EncryptedText, PersonName
from jiphyeon.kernel import Refused, Won, choices


def service() -> kinds.Service:
    """Return what this city says of e-notices."""
    return kinds.service_of(settings.CITY_PACK)


class Sending(CaseRow):
    """One kind of document to many addressees, who came in one file.

    `document` and `push` are texts of `wordings`, and `…_edition` which of their editions was approved with the sending.
    Counts grow with the work; addressees are never counted to show them.
    """

    lifecycle = SENDING

    title = models.CharField(max_length=80)
    kind = models.SlugField(max_length=40, db_index=False)
    unit = models.SlugField(max_length=60, db_index=False, blank=True)
    respond_by = models.DateField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    document = models.UUIDField(null=True, blank=True)
    document_edition = models.PositiveSmallIntegerField(default=0)
    push = models.UUIDField(null=True, blank=True)
    push_edition = models.PositiveSmallIntegerField(default=0)
    imported = models.UUIDField(null=True, blank=True, unique=True)
    addressees = models.PositiveIntegerField(default=0)
    sent_on = models.DateField(null=True, blank=True)
    relay_batch = models.UUIDField(null=True, blank=True)
    paper_batch = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [state_constraint(SENDING), number_constraint(SENDING)]
        indexes = [models.Index(fields=["state", "respond_by", "number"], name="sendings_by_state")]

    @property
    def stage(self) -> Stage:
        """Return where it stands as its word."""
        return Stage(self.state)

    def leaf_facts(self) -> Mapping[str, object]:
        """Return what kind of document it is, and from which file its addressees came."""
        return {"kind": self.kind, "imported": str(self.imported or "")}

    def standing_facts(self) -> Mapping[str, object]:
        """Return what was chosen."""
        chosen = {
            "title": self.title,
            "unit": self.unit,
            "document": str(self.document or ""),
            "document_edition": self.document_edition,
            "push": str(self.push or ""),
            "push_edition": self.push_edition,
        }
        return {
            "addressees": self.addressees,
            "sent_on": self.sent_on,
            "respond_by": self.respond_by,
            "not_before": self.not_before and moment_text(self.not_before),
            "chosen": digest_of(chosen),
        }

    def obstacle(self, deed: Deed, by: Actor) -> Refused | None:
        """Return what is missing before it may be put up for approval, or approved."""
        del by
        if deed.code not in {"propose", "approve"}:
            return None
        if not (self.respond_by and self.document and self.push):
            return Refused(
                "sending_unwritten",
                ko="의견 제출 기한과 문구를 먼저 정해 주세요.",
                en="Choose the last day to answer and the texts first.",
            )
        return None


class NoticeSet(models.QuerySet["Notice"]):
    """Many notices, in words."""

    def of(self, sending: Sending) -> Self:
        """Keep those of one sending."""
        return self.filter(sending=sending)

    def at(self, *steps: Step) -> Self:
        """Keep those that stand at one of some steps."""
        return self.filter(state__in=steps)

    def unserved(self) -> Self:
        """Keep those whose service is still to come."""
        return self.at(Step.APPROVED, *ON_ITS_WAY, *TO_PAPER, *ON_PAPER)


class Notice(CaseRow):
    """A document to one addressee. `person` is nobody: who it is is shown by whoever opens it, and then `reader` says so.

    `identity` is what the relay knows the addressee by; without one it goes by paper. `code` is what a stranger types to ask
    whether it is real. `document` is the hash of the text that is served.
    """

    lifecycle = NOTICE

    sending = models.ForeignKey(Sending, on_delete=models.PROTECT, related_name="notices")
    line = models.PositiveIntegerField()
    name = PersonName()
    postal = EncryptedText(longest=500)
    identity = EncryptedText(longest=200, null=True, blank=True)
    values = EncryptedJSON()
    fine = models.PositiveIntegerField()
    code = models.CharField(max_length=8, unique=True)
    document = models.CharField(max_length=64, blank=True)
    reader = models.UUIDField(null=True, blank=True, db_index=True)
    respond_by = models.DateField(null=True, blank=True)
    way = EnumField(Way, max_length=6, choices=choices(Way), blank=True, default="")
    served_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    message = models.UUIDField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    went_on = models.DateField(null=True, blank=True)
    paper_batch = models.UUIDField(null=True, blank=True)
    returned_for = EnumField(Reason, max_length=8, choices=choices(Reason), blank=True, default="")
    published_on = models.DateField(null=True, blank=True)

    objects = NoticeSet.as_manager()

    class Meta:
        constraints = [
            state_constraint(NOTICE),
            number_constraint(NOTICE),
            models.CheckConstraint(
                condition=Q(way="", served_on__isnull=True) | (~Q(way="") & Q(served_on__isnull=False)),
                name="a_notice_served_says_how_and_when",
            ),
        ]
        indexes = [
            models.Index(fields=["sending", "state", "number"], name="notices_of_a_sending"),
            models.Index(fields=["state", "respond_by", "number"], name="notices_by_state"),
            models.Index(
                fields=["paper_batch"], condition=Q(paper_batch__isnull=False), name="notices_on_paper"
            ),
        ]

    @property
    def step(self) -> Step:
        """Return where it stands as its word."""
        return Step(self.state)

    @property
    def amount(self) -> Won:
        """Return the fine."""
        return Won(self.fine)

    def leaf_facts(self) -> Mapping[str, object]:
        """Return of which sending it is, the fine, and the hash of whom it is for."""
        return {
            "sending": self.sending_id,
            "addressee": digest_of({"name": self.name, "line": self.line, "code": self.code}),
            "fine": self.fine,
        }

    def standing_facts(self) -> Mapping[str, object]:
        """Return how and when it was served, and until when it may be answered."""
        sealed = {"postal": self.postal, "identity": self.identity, "values": self.values}
        return {
            "document": self.document,
            "respond_by": self.respond_by,
            "way": str(self.way),
            "served_on": self.served_on,
            "opened_at": self.opened_at and moment_text(self.opened_at),
            "sent_at": self.sent_at and moment_text(self.sent_at),
            "went_on": self.went_on,
            "reader": str(self.reader or ""),
            "returned_for": str(self.returned_for),
            "published_on": self.published_on,
            "sealed": digest_of(sealed),
        }
