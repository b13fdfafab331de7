"""Consents as they were given, the walk to the provider, and the answers: never the documents."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from jiphyeon.contexts.mydata.enums import AnswerState, ConsentState
from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.secrets.fields import EncryptedJSON, EncryptedText
from jiphyeon.kernel import Words


class ConsentSet(models.QuerySet["Consent"]):
    """Many consents, said in words."""

    def of(self, person: uuid.UUID) -> Self:
        """Only one person's, newest first."""
        return self.filter(person=person).order_by("-asked_at", "-id")

    def running_on(self, day: date) -> Self:
        """Only those that allow fetching on a day."""
        return self.filter(state=ConsentState.GIVEN, first_day__lte=day, last_day__gte=day)


class Consent(models.Model):
    """What 전자정부법 43의2 wants named: holders and items (below), recipient, once or regular (then monthly), the period, its end."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.UUIDField()
    purpose = models.SlugField(max_length=60)
    about = models.CharField(max_length=120)
    terms = models.JSONField()  # purpose and recipient in the words the person read
    regular = models.BooleanField(default=False)
    first_day = models.DateField()
    last_day = models.DateField()
    keep_days = models.PositiveIntegerField()
    return_to = models.CharField(max_length=300)
    state = EnumField(ConsentState, max_length=20, default=ConsentState.ASKED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)
    refresh = EncryptedText(null=True, blank=True, longest=20_000)  # a regular consent's key to later fetches

    objects = ConsentSet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-asked_at"], name="consents_of_a_person"),
            models.Index(fields=["person", "about"], name="consents_about_a_matter"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="a_consent_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(return_to__startswith="/"), name="a_consent_returns_into_the_house"
            ),
            models.CheckConstraint(
                condition=Q(regular=True) | Q(refresh__isnull=True),
                name="only_a_regular_consent_fetches_again",
            ),
        ]

    @property
    def purpose_words(self) -> Words:
        """Return the purpose as the person read it."""
        return Words(**self.terms["purpose"])

    @property
    def recipient_words(self) -> Words:
        """Return who receives the answers, as the person read it."""
        return Words(**self.terms["recipient"])


class ConsentItem(models.Model):
    """One item of a consent. `agreed` is the person's choice on our page, `granted` what the provider then allowed."""

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=60)
    holder = models.SlugField(max_length=60)
    route = models.SlugField(max_length=60)
    reason = models.JSONField()
    facts = models.JSONField(default=list)  # those of the item that are asked for; none named: all of them
    agreed = models.BooleanField(null=True, blank=True)
    granted = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["consent", "code"], name="an_item_is_asked_once_in_a_consent"),
            models.CheckConstraint(
                condition=~Q(granted=True) | Q(agreed=True), name="nothing_is_granted_that_was_not_agreed"
            ),
        ]

    @property
    def reason_words(self) -> Words:
        """Return why the item is needed, as the person read it."""
        return Words(**self.reason)


class Authorisation(models.Model):
    """One walk to the provider's page and back; good once and for a few minutes of real time."""

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="authorisations")
    state_hash = models.CharField(max_length=64, unique=True)
    verifier = EncryptedText()
    redirect_uri = models.CharField(max_length=300)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class StoredAnswer(models.Model):
    """What one fetch said about one fact. The value is sealed and erased when the purpose is served; the rest stays."""

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="answers")
    code = models.SlugField(max_length=60)
    fact = models.SlugField(max_length=60)
    state = EnumField(AnswerState, max_length=20)
    problem = models.SlugField(max_length=40, blank=True)
    value = EncryptedJSON(null=True, blank=True)
    rule = models.CharField(max_length=100, blank=True)
    obtained_at = models.DateTimeField()
    obtained_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["consent", "fact", "-obtained_at"], name="latest_answer_on_a_fact")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=AnswerState.ANSWERED) | ~Q(evidence=""), name="an_answer_has_its_evidence"
            ),
            models.CheckConstraint(
                condition=Q(state=AnswerState.ANSWERED) | Q(value__isnull=True),
                name="only_an_answer_has_a_value",
            ),
        ]


class SeenAnswer(models.Model):
    """The numbers of answers already taken in, so that none is taken twice."""

    jti = models.CharField(max_length=100, unique=True)
    forget_after = models.DateTimeField()
