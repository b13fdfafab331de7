"""An edition of a text: what an officer wrote, and where it stands. Once approved it never changes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from typing import Self

from django.db import models
from django.db.models import Q

from jiphyeon.contexts.wordings.enums import Purpose, Stage
from jiphyeon.contexts.wordings.rules.lifecycle import EDITION
from jiphyeon.contexts.wordings.rules.texts import WordingText, problems
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework.lifecycle import Deed
from jiphyeon.foundation.casework.models import CaseRow, number_constraint, state_constraint
from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.fields.text import FreeText
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.foundation.messages import api as messages
from jiphyeon.kernel import Refused, choices
from jiphyeon.methods.wording import Channel

WRITTEN = [Stage.DRAFT, Stage.PROPOSED]


class EditionSet(models.QuerySet["Edition"]):
    """Many editions, in words."""

    def of_text(self, text: uuid.UUID) -> Self:
        """Keep one text's, the latest first."""
        return self.filter(text=text).order_by("-edition")

    def in_use(self) -> Self:
        """Keep those that are sent with today."""
        return self.filter(state=Stage.APPROVED)

    def written(self) -> Self:
        """Keep those that are not decided on."""
        return self.filter(state__in=WRITTEN)


class Edition(CaseRow):
    """One edition of a text. `text` is the same for all of them and is what senders name; `edition` counts from 1."""

    lifecycle = EDITION

    text = models.UUIDField(default=uuid.uuid4, editable=False)
    edition = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=80)
    channel = EnumField(Channel, max_length=10, choices=choices(Channel))
    purpose = EnumField(Purpose, max_length=10, choices=choices(Purpose), default=Purpose.GUIDANCE)
    law = models.CharField(max_length=200, blank=True)
    unit = models.SlugField(max_length=60, db_index=False)
    subject = models.CharField(max_length=200, blank=True)
    body = FreeText()
    easy_body = FreeText(blank=True)
    english_subject = models.CharField(max_length=200, blank=True)
    english_body = FreeText(blank=True)
    buttons = models.JSONField(default=list)

    objects = EditionSet.as_manager()

    class Meta:
        constraints = [
            state_constraint(EDITION),
            number_constraint(EDITION),
            models.UniqueConstraint(fields=["text", "edition"], name="a_text_has_each_edition_once"),
            models.UniqueConstraint(
                fields=["text"],
                condition=Q(state__in=WRITTEN),
                name="one_edition_of_a_text_is_written_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["text"], condition=Q(state=Stage.APPROVED), name="one_edition_of_a_text_is_in_use"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "name", "number"], name="wordings_by_state"),
            models.Index(fields=["name", "number"], name="wordings_by_name"),
        ]

    @property
    def stage(self) -> Stage:
        """Return where it stands as its word."""
        return Stage(self.state)

    @property
    def content(self) -> WordingText:
        """Return what it says."""
        return WordingText(
            name=self.name,
            channel=self.channel,
            purpose=self.purpose,
            unit=self.unit,
            law=self.law,
            subject=self.subject,
            body=self.body,
            easy_body=self.easy_body,
            english_subject=self.english_subject,
            english_body=self.english_body,
            buttons=tuple(self.buttons),
        )

    def put(self, content: WordingText) -> None:
        """Let it say something else; nothing is saved."""
        for name, value in asdict(content).items():
            setattr(self, name, list(value) if name == "buttons" else value)

    def leaf_facts(self) -> Mapping[str, object]:
        """Return which edition of which text it is."""
        return {"text": str(self.text), "edition": self.edition}

    def standing_facts(self) -> Mapping[str, object]:
        """Return the hash of what it says."""
        return {"content": digest_of(asdict(self.content))}

    def obstacle(self, deed: Deed, by: Actor) -> Refused | None:
        """Return the first thing wrong with it where it is to be sent for approval, or approved."""
        del by
        if deed.code not in {"propose", "approve"}:
            return None
        first = next(iter(problems(self.content, messages.office().domains)), None)
        return Refused("wording_has_problems", ko=first.words.ko, en=first.words.en) if first else None
