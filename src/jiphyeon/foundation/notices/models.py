"""Wordings as they were published, notices as they were sent, what became of each e-mail, and what people choose."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.notices.enums import MailState, Topic, Urgency, Way
from jiphyeon.foundation.notices.rules import NoticeKind, Template, Written, written
from jiphyeon.foundation.secrets.fields import EncryptedJSON
from jiphyeon.kernel import Words


class TemplateVersion(models.Model):
    """A published wording, which is never changed: a better one is a new version.

    What it is about, how soon it is told and the law that has it told stand in its room's file, of all versions alike.
    """

    code = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    first_day = models.DateField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    topic = EnumField(Topic, max_length=12, default=Topic.CASES)
    urgency = EnumField(Urgency, max_length=12, default=Urgency.ORDINARY)
    legal = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="a_wording_is_published_once")
        ]

    def template(self) -> Template:
        """Return the wording as a plain value."""
        return Template(
            self.code,
            self.version,
            self.first_day,
            self.content["placeholders"],
            Words(**self.content["title"]),
            Words(**self.content["body"]),
            NoticeKind(self.topic, self.urgency, self.legal),
        )


class NoticeSet(models.QuerySet["Notice"]):
    """Many notices, said in words."""

    def of(self, person: uuid.UUID) -> Self:
        """Only those sent to one person, newest first."""
        return self.filter(to=person).order_by("-sent_at", "-id")

    def unread(self) -> Self:
        """Only those nobody has opened yet."""
        return self.filter(opened_at__isnull=True)


class Notice(models.Model):
    """One notice to one person. The values are sealed; the wording is kept by version."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to = models.UUIDField()
    wording = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="notices")
    values = EncryptedJSON(default=dict)
    about = models.CharField(max_length=120)
    dedupe = models.CharField(max_length=160, unique=True)
    link = models.CharField(max_length=300, blank=True)
    on = models.DateField()
    sent_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeSet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["to", "-sent_at"], name="an_inbox_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="/"), name="a_notice_links_only_into_the_house"
            ),
        ]

    @property
    def number(self) -> str:
        """Return the short number that stands in the e-mail and in the inbox alike."""
        return self.key.hex[:8].upper()

    def written(self) -> Written:
        """Return the notice as it reads."""
        return written(self.wording.template(), self.values)


class Mail(models.Model):
    """The e-mail that says a notice has come: of one notice, or of all of a day. `message` is what carries it."""

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="mail")
    state = EnumField(MailState, max_length=20, default=MailState.WAITING)
    message = models.UUIDField(null=True, blank=True, editable=False)
    handed_over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=MailState.HANDED_OVER) | Q(handed_over_at__isnull=False),
                name="a_mail_handed_over_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["message"], name="mails_of_a_message"),
            models.Index(fields=["state"], condition=Q(state=MailState.HELD), name="mails_held_for_the_day"),
        ]


class Choice(models.Model):
    """How a person wants to be told of notices about a topic; without a row, as the notice's kind says."""

    person = models.UUIDField()
    topic = EnumField(Topic, max_length=12)
    way = EnumField(Way, max_length=12)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="a_person_chooses_once_for_a_topic")
        ]


class ConsentSet(models.QuerySet["Consent"]):
    """Many consents, in words."""

    def of(self, person: uuid.UUID) -> Self:
        """Only one person's, newest first."""
        return self.filter(person=person).order_by("-at", "-id")


class Consent(models.Model):
    """That a person agreed to be served electronically by a law, or withdrew it: a row each time, never changed."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.UUIDField()
    basis = models.SlugField(max_length=60, db_index=False)
    agreed = models.BooleanField()
    on = models.DateField()
    at = models.DateTimeField()

    objects = ConsentSet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="consents_newest_first")]
