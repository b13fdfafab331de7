"""A case, what officers established for it, what was worked out, and what was decided."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from jiphyeon.contexts.benefits.enums import (
    AT_DESK,
    OPEN,
    CaseState,
    Channel,
    Deed,
    Verdict,
)
from jiphyeon.contexts.benefits.rules.lifecycle import CASE
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.roles import CASE_OFFICER
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.second_person import Hand
from jiphyeon.foundation.casework.lifecycle import Deed as LifecycleDeed
from jiphyeon.foundation.casework.lifecycle import OtherThan
from jiphyeon.foundation.casework.models import (
    CaseRow,
    Counting,
    HistoryLine,
    ObjectionState,
    ObjectionTerms,
    Term,
    number_constraint,
    state_constraint,
)
from jiphyeon.foundation.clock.deadlines import Unit
from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.foundation.secrets.fields import EncryptedJSON, EncryptedText, PersonName
from jiphyeon.kernel import Citation, Refused, Words, choices


class CaseQuerySet(models.QuerySet["Case"]):
    """Many cases, in words."""

    def of(self, person: uuid.UUID) -> Self:
        """Keep one person's own."""
        return self.filter(person=person)

    def at_desk(self) -> Self:
        """Keep what waits for the office, or for the citizen at the office's asking."""
        return self.filter(state__in=AT_DESK)

    def beyond_draft(self) -> Self:
        """Leave out what citizens are still writing: an officer never reads a draft."""
        return self.exclude(state=CaseState.DRAFT).exclude(state=CaseState.WITHDRAWN, number=None)

    def granted(self, programme: str, call: str) -> Self:
        """Keep those that hold a place of a call."""
        return self.filter(
            programme=programme, call=call, state__in=[CaseState.APPROVED, CaseState.COMPLETED]
        )

    def held(self, key: uuid.UUID) -> Case:
        """Return one case, locked until the transaction ends."""
        return self.select_for_update().get(key=key)


class Case(CaseRow):
    """One person's claim to one programme in one call. `facts_said` is the citizen's own word, sealed."""

    lifecycle = CASE
    # Until version 0.4.0 these lines had no leaf, and these leaves no line.
    lines_without_a_leaf = frozenset(
        {Deed.PREPARE, Deed.ASK_SUPPLEMENT, Deed.SUPPLY, Deed.PROPOSE, Deed.TAKE_BACK, Deed.COMPLETE}
    )
    leaves_without_a_line = frozenset({"held", "recovered", "ranked", "tie_decided"})

    gaps = MappingProxyType({**CaseRow.gaps, "programme": Words("지원", "programme")})

    person = models.UUIDField(db_index=True)
    state = models.CharField(max_length=20, default=CaseState.DRAFT)
    programme = models.SlugField(max_length=60)
    call = models.CharField(max_length=40, blank=True)
    channel = EnumField(Channel, max_length=10, choices=choices(Channel), default=Channel.ONLINE)
    entered_by = models.UUIDField(null=True, blank=True)
    step = models.PositiveSmallIntegerField(default=1)
    facts_said = EncryptedJSON(default=dict)
    # One form, one application: what the form held is kept as a keyed hash, so that it cannot stand for another.
    token = models.UUIDField(unique=True)
    token_holds = models.CharField(max_length=64, blank=True)
    applied_on = models.DateField(null=True, blank=True)
    proposal = EnumField(Verdict, max_length=10, choices=choices(Verdict), blank=True)
    proposal_reason = EncryptedText(default="")
    proposed_by = models.UUIDField(null=True, blank=True)
    proposed_name = PersonName(default="")
    needs_signature = models.BooleanField(default=True)
    amount = models.BigIntegerField(default=0)
    rank = models.PositiveIntegerField(null=True, blank=True)
    within_places = models.BooleanField(null=True, blank=True)
    held_since = models.DateField(null=True, blank=True)
    opinion_until = models.DateField(null=True, blank=True)
    # The officer whose hold it is: another person releases it. Empty where the machine held; its next check may pay.
    held_by = models.UUIDField(null=True, blank=True)
    # Where what is due to a home once would go: a keyed hash, so that two of one home can be found and nobody's address read.
    home = models.CharField(max_length=64, blank=True, default="")

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            state_constraint(CASE),
            number_constraint(CASE),
            models.UniqueConstraint(
                fields=["person", "programme", "call"],
                condition=Q(state__in=sorted(OPEN)),
                name="one_open_case_per_person_programme_and_call",
            ),
            models.UniqueConstraint(
                fields=["programme", "home"],
                condition=Q(state=CaseState.APPROVED) & ~Q(home=""),
                name="one_running_benefit_per_programme_and_home",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_case_promises_no_negative_amount"),
            models.CheckConstraint(
                condition=Q(state__in=[CaseState.DRAFT, CaseState.WITHDRAWN])
                | (Q(applied_on__isnull=False) & Q(due_on__isnull=False) & Q(number__isnull=False)),
                name="a_case_sent_has_its_number_day_and_deadline",
            ),
            models.CheckConstraint(
                condition=Q(held_since__isnull=True) | Q(opinion_until__gte=F("held_since")),
                name="held_payments_leave_days_to_be_heard",
            ),
            models.CheckConstraint(
                condition=Q(held_by__isnull=True) | Q(held_since__isnull=False),
                name="whoever_holds_payments_holds_them_since_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseState.PROPOSED) | Q(proposed_by__isnull=False),
                name="a_proposal_has_a_proposer",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="benefits_queue"),
            models.Index(fields=["programme", "call", "state"], name="benefits_call"),
            models.Index(fields=["programme", "home"], name="benefits_home"),
        ]

    @property
    def at(self) -> CaseState:
        """Return the state as its word."""
        return CaseState(self.state)

    @property
    def is_examined_anew(self) -> bool:
        """Return whether it was decided and is before the office again: an objection was upheld, its decision stands no longer."""
        return self.at in AT_DESK and self.decisions.exists()

    @property
    def takes_papers(self) -> bool:
        """Return whether a paper may be brought: none while it is paid."""
        return self.stands_at.is_open and self.at is not CaseState.APPROVED

    def gap_values(self, language: str) -> Mapping[str, str]:
        """Return what a saved answer leaves open, with what it applies for."""
        names = programmes.programme(self.programme).names
        return {**super().gap_values(language), "programme": names.text(language)}

    def awaits(self) -> tuple[Deed, ...]:
        """Return who ends a hold: whoever held them cannot, and what the machine held ends by its next check or a stop."""
        if self.held_since is None:
            return ()
        return (Deed.STOP,) if self.held_by is None else (Deed.RELEASE, Deed.STOP)

    @property
    def about(self) -> str:
        """Return what other rooms call this case."""
        return f"case:{self.key}"

    @property
    def began(self) -> date:
        """Return the day it was sent on, or of a draft the day it was begun: whose terms hold for it."""
        return self.applied_on or self.opened_on

    def number_on(self, day: date) -> str:
        """Return its number: the year, and its place among all that were ever begun."""
        return f"{day.year}-{self.pk:06d}"

    def person_url(self) -> str:
        """Return where its applicant reads it."""
        return reverse("benefits:mine_case", kwargs={"key": self.key})

    def notice_values(self) -> Mapping[str, str | int]:
        """Return what every notice about it says."""
        names = programmes.programme(self.programme).names
        return {"programme_ko": names.ko, "programme_en": names.en, "case": self.number or ""}

    def leaf_facts(self) -> Mapping[str, object]:
        """Return for what it applies."""
        return {"programme": self.programme, "call": self.call}

    def standing_facts(self) -> Mapping[str, object]:
        """Return where it stands: what was stated, proposed, held back, and the last that was worked out for it."""
        return {
            "channel": self.channel,
            "entered_by": self.entered_by,
            "applied_on": self.applied_on,
            "amount": self.amount,
            "rank": self.rank,
            "within_places": self.within_places,
            "needs_signature": self.needs_signature,
            "proposal": self.proposal,
            "proposed_by": self.proposed_by,
            "proposed": digest_of({"name": self.proposed_name, "reason": self.proposal_reason}),
            "held_since": self.held_since,
            "held_by": self.held_by,
            "opinion_until": self.opinion_until,
            "home": self.home,
            "said": digest_of({"said": self.facts_said}),
            "judged": assessment_hash(self.assessments.order_by("pk").last()),
        }

    def term_on(self, day: date) -> Term:
        """Return the days to answer it by the terms it was sent under.

        Where places are given by rank they are counted from the day after the call has closed: nobody can be answered before.
        """
        applied = self.applied_on or day
        office = programmes.office(self.programme)
        call = office.call(self.call) if programmes.is_ranked(self.programme, self.call, applied) else None
        first = call.period.last + timedelta(days=1) if call is not None and call.period.last else applied
        days = office.terms_on(applied).answer_working_days
        law = Citation("민원 처리에 관한 법률", "19", "2", verified=True)
        return Term(days, Unit.WORKING_DAYS, Counting.PETITION, law, first)

    def term_anew(self, day: date) -> Term:
        """Return the days to answer what is examined anew, counted from the day it came before the office again."""
        return replace(self.term_on(day), first=day)

    def undo_term(self, deed: LifecycleDeed, day: date) -> Term:  # noqa: ARG002 -- a proposal alone is undone
        """Return for how long a proposal laid on a day can be taken back, by the house's rule of that day."""
        rule = programmes.policy().taking_back_on(day)
        return Term(rule.working_days, Unit.WORKING_DAYS, Counting.GENERAL, rule.rule)

    def objection_terms(self, day: date) -> ObjectionTerms:
        """Return the days of an objection by the law of a day."""
        remedy = programmes.policy().remedy_on(day)
        law = Citation("행정기본법", "36")
        return ObjectionTerms(remedy.objection_days, remedy.answer_days, remedy.extension_days, law)

    def object_until(self) -> date | None:
        """Return the last day to object: of a yes or a no the day that its decision says."""
        decided = {CaseState.REFUSED, CaseState.APPROVED, CaseState.COMPLETED}
        decision = self.decisions.last() if self.at in decided else None
        return decision.object_until if decision is not None else super().object_until()

    def words_of(self, line: HistoryLine, language: str) -> str:
        """Return what a line says: what was proposed in words; how many papers were destroyed is nobody's reading."""
        if line.deed == Deed.PROPOSE and line.comment in set(Verdict):
            return Verdict(line.comment).words.text(language)
        return "" if line.deed == Deed.PURGE else line.comment

    def also_may(self, deed: LifecycleDeed, by: Actor) -> bool:
        """Return whether an officer may do what the applicant does, who came to the counter or wrote."""
        at_the_counter = {Deed.SUBMIT, Deed.SUPPLY, Deed.WITHDRAW, Deed.DISCARD}
        return deed.code in at_the_counter and self.channel != Channel.ONLINE and by.has(CASE_OFFICER)

    def obstacle(self, deed: LifecycleDeed, by: Actor) -> Refused | None:
        """Return why not: what was granted stands, unless somebody objected; then that is answered before it is stopped."""
        objected = self.objections.filter(state=ObjectionState.OPEN).exists
        granted = self.at in {CaseState.APPROVED, CaseState.COMPLETED}
        if granted and deed.code == Deed.ESTABLISH and not objected():
            return Refused(
                "granted_already",
                ko="이미 지원하기로 한 건입니다. 이의신청이 있을 때만 사실을 다시 적을 수 있습니다.",
                en="This was granted. Facts are put right only where somebody has objected.",
            )
        if granted and deed.code == Deed.STOP and objected():
            return Refused(
                "objection_first",
                ko="이의신청이 답을 기다립니다. 먼저 답한 뒤에 중지해 주세요.",
                en="An objection waits for its answer. Answer it before you stop the benefit.",
            )
        return super().obstacle(deed, by)

    def needs_second_person(self, deed: LifecycleDeed) -> bool:
        """Return whether another person must do it: an answer to an objection always, else by the terms it was sent under."""
        if deed.other_than is OtherThan.OBJECTED:
            return True
        terms = programmes.office(self.programme).terms_on(self.applied_on or date.max)
        return deed.other_than is not None and terms.two_people

    def more_hands(self, since: date | None) -> list[Hand]:
        """Return whose hold it is (0.2.0 left no line of it), and who established a fact since the day."""
        hands = [Hand(self.held_by, CASE.deed(Deed.HOLD).did.staff)] if self.held_by else []
        facts = self.officer_facts.filter(on__gte=since) if since is not None else ()
        return hands + [Hand(fact.by, CASE.deed(Deed.ESTABLISH).did.staff) for fact in facts]


class Assessment(models.Model):
    """What the rules said of a case on a day, with exactly the facts they were given: enough to say it again.

    `known_on` is the day up to which rule data was known; `outcome_hash` is what a replay must reach.
    """

    class Kind(models.TextChoices):
        APPLICATION = "application"
        RECHECK = "recheck"
        OBJECTION = "objection"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    kind = EnumField(Kind, max_length=12, choices=Kind.choices, default=Kind.APPLICATION)
    made_on = models.DateField()
    as_of = models.DateField()
    selected_on = models.DateField()
    known_on = models.DateField()
    version_name = models.CharField(max_length=80)
    result = models.CharField(max_length=8)
    amount = models.BigIntegerField(null=True, blank=True)
    verdict = EnumField(Verdict, max_length=10, choices=choices(Verdict))
    reasons = EncryptedJSON(default=list)
    decided = EncryptedJSON(default=dict)
    facts = EncryptedJSON()
    outcome = EncryptedJSON()
    outcome_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]

    def values(self) -> Mapping[str, Any]:
        """Return the bare facts that were given to the rules, by name."""
        return {fact["name"]: fact["value"] for fact in self.facts}


def assessment_hash(made: Assessment | None) -> str:
    """Return the hash of an assessment: the outcome, what it rested on, and what a person judged."""
    if made is None:
        return ""
    return digest_of(
        {
            "kind": made.kind,
            "days": [day.isoformat() for day in (made.made_on, made.as_of, made.selected_on, made.known_on)],
            "version": made.version_name,
            "outcome": [made.outcome_hash, made.result, made.amount, made.verdict],
            "reasons": made.reasons,
            "decided": made.decided,
            "facts": made.facts,
        }
    )


class Decision(models.Model):
    """A verdict with its signature and its leaf in the public log. Never changed, only followed by another."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="decisions")
    verdict = EnumField(Verdict, max_length=10, choices=choices(Verdict))
    amount = models.BigIntegerField(default=0)
    times = models.PositiveSmallIntegerField(default=0)
    per = models.CharField(max_length=8, blank=True)
    reason = EncryptedJSON()
    decided_on = models.DateField()
    signed_by = models.UUIDField(null=True, blank=True)
    signed_name = PersonName()
    signed_post = models.CharField(max_length=100, blank=True)
    object_until = models.DateField()
    appeal_until = models.DateField()
    leaf = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict=Verdict.APPROVE) | Q(signed_by__isnull=False),
                name="a_refusal_is_signed_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=[Verdict.APPROVE, Verdict.REFUSE]), name="a_decision_is_a_yes_or_a_no"
            ),
            models.CheckConstraint(
                condition=Q(object_until__gte=F("decided_on")), name="an_objection_has_its_days"
            ),
        ]


class OfficerFact(models.Model):
    """What an officer established from a paper or a call: the value, and what it rests on."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="officer_facts")
    fact = models.SlugField(max_length=60)
    value = EncryptedJSON()
    basis = EncryptedText()
    by = models.UUIDField()
    by_name = PersonName()
    on = models.DateField()

    class Meta:
        ordering = ["id"]
