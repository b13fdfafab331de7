"""Who seems due and does not receive: from data people agreed to for exactly this, never from an application's data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings

from jiphyeon.contexts.benefits.enums import OPEN, State
from jiphyeon.contexts.benefits.models import Case, OutreachChoice, OutreachContact, OutreachRound
from jiphyeon.contexts.benefits.queries import known, replay, rulebook
from jiphyeon.contexts.benefits.rules import outreach as rule
from jiphyeon.contexts.benefits.rules.facts import KnownFact
from jiphyeon.contexts.benefits.rules.outreach import ContactState, Left, Standing, Wait
from jiphyeon.contexts.notices import api as notices
from jiphyeon.foundation.accounts.models import Citizen, User
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused, Words
from jiphyeon.methods import rules

TEMPLATE = "support-you-may-be-due"


@dataclass(frozen=True, slots=True)
class SeemsDue:
    """One person who seems due: how much, why, what only they can still say, the day of judging, how long data holds."""

    person: UUID
    name: str
    amount: int | None
    per: str
    reasons: tuple[str, ...]
    open: tuple[str, ...]
    known_at: str
    until: str
    left: Left | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What one confirmation would send, and whom it leaves in peace. `digest` binds the confirmation to this list."""

    programme: str
    version: str
    wait: Wait
    people: tuple[SeemsDue, ...]
    unknown: int
    not_due: int
    without_data: int
    citizens: int
    digest: str

    @property
    def tellable(self) -> list[SeemsDue]:
        """Return those who would be told."""
        return [one for one in self.people if one.left is None]

    @property
    def left_out(self) -> Mapping[Left, int]:
        """Return how many are left in peace, by reason."""
        return Counter(one.left for one in self.people if one.left is not None)


@dataclass(frozen=True, slots=True)
class Funnel:
    """What became of those who were told."""

    notified: int
    opened: int
    applied: int
    granted: int

    @property
    def steps(self) -> list[tuple[Words, int]]:
        """Return the steps in their order."""
        return [
            (Words("알림", "Told"), self.notified),
            (Words("열어 봄", "Opened"), self.opened),
            (Words("신청", "Applied"), self.applied),
            (Words("지원 결정", "Granted"), self.granted),
        ]


def about(person: UUID) -> str:
    """Return what the consent to be told is about: this person and no application."""
    return f"outreach:{person}"


def wait_on(day: date) -> Wait:
    """Return how long a person is left in peace, by the city's dated data."""
    return rule.wait_on(rule.read_waits(Path(settings.CITY_PACK) / "outreach.yaml"), day)


def wants(person: UUID) -> OutreachChoice | None:
    """Return a person's choice, or None where they never made one."""
    return OutreachChoice.objects.filter(person=person).first()


def preview(programme: str, on: date) -> Preview:
    """Return who would be told of a programme on a day."""
    version = rulebook.programme(programme).version_on(on)
    wait = wait_on(on)
    asked = list(OutreachChoice.objects.order_by("id").values_list("person", flat=True))
    names = dict(User.objects.filter(key__in=asked).values_list("key", "display_name"))
    standings = _standings(asked, programme)
    found, counted = [], Counter[str]()
    for person in asked:
        facts = known.held_about(person, about(person), on)
        if not facts:
            counted["without"] += 1
            continue
        outcome = _judged(version, person, facts, on)
        counted["pass" if _is_likely(outcome) else str(outcome.result)] += 1
        if _is_likely(outcome):
            left = rule.left_because(standings[person], wait, on)
            found.append(_seems(person, names.get(person, ""), outcome, facts, left))
    digest = replay.digest_of(
        {"on": on.isoformat(), "programme": programme, "version": version.name,
         "people": sorted(str(one.person) for one in found if one.left is None)}
    )  # fmt: skip
    return Preview(
        programme, version.name, wait, tuple(found), counted["unknown"], counted["fail"], counted["without"],
        Citizen.objects.count(), digest,
    )  # fmt: skip


def notice_values(programme: str, known_on: str) -> dict[str, str | int]:
    """Return what fills the notice's wording."""
    names = rulebook.programme(programme).names
    return {"programme_ko": names.ko, "programme_en": names.en, "known": known_on}


def notice_reads(programme: str, on: date) -> notices.Reading:
    """Return the notice that people would get, word by word."""
    return notices.reading(template=TEMPLATE, values=notice_values(programme, on.isoformat()), on=on)


def seems_due(person: UUID, programme: str, on: date) -> SeemsDue | None:
    """Return why one person seems due on a day, or None where they do not (any more)."""
    facts = known.held_about(person, about(person), on)
    version = rulebook.version_on(programme, on)
    if not facts or version is None:
        return None
    outcome = _judged(version, person, facts, on)
    return _seems(person, "", outcome, facts, None) if _is_likely(outcome) else None


def left_now(person: UUID, programme: str, on: date, *, but: int) -> Left | None:
    """Return why one person is to be left in peace at this moment; the contact `but` itself does not count."""
    standing = _standings([person], programme, but=but)[person]
    return rule.left_because(standing, wait_on(on), on)


def _is_likely(outcome: rules.Outcome) -> bool:
    """Return whether a person is due as far as anyone but themselves can tell.

    No clause fails, and all that is open is what only they can say.
    """
    if str(outcome.result) == "pass":
        return True
    facts = rulebook.pack().facts
    asked = [facts[name] for name in outcome.ask if name in facts]
    return str(outcome.result) == "unknown" and bool(asked) and all(one.source == "form" for one in asked)


def _judged(version: rules.Version, person: UUID, facts: Mapping[str, KnownFact], on: date) -> rules.Outcome:
    every = {fact.name: fact for fact in known.of_register(person)} | dict(facts)
    return rules.evaluate(version, known.json_values(every), on)


def _seems(
    person: UUID, name: str, outcome: rules.Outcome, facts: Mapping[str, KnownFact], left: Left | None
) -> SeemsDue:
    speech = language()
    vocabulary = rulebook.pack().facts
    used = [facts[one.name] for clause in outcome.clauses for one in clause.facts if one.name in facts]
    return SeemsDue(
        person,
        name,
        outcome.amount,
        outcome.version.pays.per if outcome.version.pays else "",
        tuple(clause.sentence(speech) for clause in outcome.clauses if str(clause.result) == "pass"),
        tuple(vocabulary[one].label.said(speech) for one in outcome.ask if one in vocabulary),
        outcome.as_of.isoformat(),
        min((fact.until for fact in used if fact.until), default=""),
        left,
    )


def _standings(people: list[UUID], programme: str, *, but: int | None = None) -> dict[UUID, Standing]:
    wanted = set(
        OutreachChoice.objects.filter(person__in=people, wanted=True).values_list("person", flat=True)
    )
    cases = Case.objects.filter(person__in=people, programme=programme)
    receiving = set(cases.filter(state=State.APPROVED).values_list("person", flat=True))
    applied = set(cases.filter(state__in=OPEN).exclude(state=State.APPROVED).values_list("person", flat=True))
    told = OutreachContact.objects.filter(person__in=people, programme=programme).exclude(
        state=ContactState.LEFT
    )
    if but is not None:
        told = told.exclude(pk=but)
    last: dict[UUID, date] = {}
    for person, day in told.values_list("person", "on"):
        last[person] = max(day, last.get(person, day))
    return {
        person: Standing(person in wanted, person in applied, person in receiving, last.get(person))
        for person in people
    }


def funnel(contacts: list[OutreachContact]) -> Funnel:
    """Return what became of contacts: who opened the notice, applied after it, was granted."""
    sent = [one for one in contacts if one.state == ContactState.SENT and one.notice is not None]
    opened = notices.opened(notices.NoticeKey(one.notice) for one in sent if one.notice)
    cases = Case.objects.filter(person__in=[one.person for one in sent]).exclude(applied_on=None)
    applied, granted = set(), set()
    after = {(one.person, one.programme): one for one in sent}
    for person, programme, day, state in cases.values_list("person", "programme", "applied_on", "state"):
        contact = after.get((person, programme))
        if contact is not None and day is not None and day >= contact.on:
            applied.add(contact.pk)
            if state == State.APPROVED:
                granted.add(contact.pk)
    return Funnel(len(sent), len(opened), len(applied), len(granted))


def rounds(programme: str) -> list[tuple[OutreachRound, Funnel, int]]:
    """Return the rounds of a programme, newest first, each with what became of it and how many still wait."""
    found = list(OutreachRound.objects.filter(programme=programme).prefetch_related("contacts")[:20])
    return [
        (
            one,
            funnel(list(one.contacts.all())),
            sum(c.state == ContactState.WAITING for c in one.contacts.all()),
        )
        for one in found
    ]


def whole(programme: str) -> Funnel:
    """Return what became of everybody ever told of a programme."""
    return funnel(list(OutreachContact.objects.filter(programme=programme)))


def require_offered(programme: str) -> None:
    """Refuse a programme the office does not run."""
    if programme not in rulebook.offered():
        raise Refused("unknown_programme", ko="그런 지원은 없습니다.", en="There is no such programme.")
