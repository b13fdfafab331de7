"""Wordings as they were published, notices as they were sent, and what became of each e-mail."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.notices.enums import MailState
from jiphyeon.foundation.notices.rules import Template, Written, written
from jiphyeon.foundation.secrets.fields import EncryptedJSON
from jiphyeon.kernel import Words


class TemplateVersion(models.Model):
    """A published wording. It is never changed: a better wording is a new version."""

    code = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    first_day = models.DateField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)

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
    """The e-mail that says a notice has come."""

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="mail")
    state = EnumField(MailState, max_length=20, default=MailState.WAITING)
    handed_over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=MailState.HANDED_OVER) | Q(handed_over_at__isnull=False),
                name="a_mail_handed_over_says_when",
            ),
        ]
