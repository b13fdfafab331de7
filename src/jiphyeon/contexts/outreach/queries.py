"""Who seems due and does not receive: from data people agreed to for exactly this, never from an application's data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings

from jiphyeon.contexts.benefits import api as benefits
from jiphyeon.contexts.mydata import api as mydata
from jiphyeon.contexts.outreach import rules as rule
from jiphyeon.contexts.outreach.models import OutreachChoice, OutreachContact, OutreachRound
from jiphyeon.contexts.outreach.rules import ContactState, Left, Standing, Wait
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.api import KnownFact
from jiphyeon.foundation.accounts.models import Citizen
from jiphyeon.foundation.accounts.names import names_of, writer
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.foundation.ledger.rows import NO_HASH, Leaves, Row, declare, unheld
from jiphyeon.foundation.notices import api as notices
from jiphyeon.kernel import Words
from jiphyeon.methods import rules

TEMPLATE = "support-you-may-be-due"


@dataclass(frozen=True, slots=True)
class SeemsDue:
    """One person who seems due: how much, why, what only they can still say, the day of judging, how long data holds."""

    person: UUID
    name: str
    amount: int | None
    per: str
    reasons: tuple[Words, ...]
    open: tuple[Words, ...]
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


NOBODY = Funnel(0, 0, 0, 0)


def about(person: UUID) -> str:
    """Return what the consent to be told is about: this person and no application."""
    return f"outreach:{person}"


def _facts_of(person: UUID, on: date) -> dict[str, KnownFact]:
    answers = mydata.answers(person=person, about=about(person), on=on)
    return programmes.holder_facts(answers)


def wait_on(day: date) -> Wait:
    """Return how long a person is left in peace, by the city's dated data."""
    return rule.wait_on(rule.read_waits(Path(settings.CITY_PACK) / "outreach.yaml"), day)


def choice_of(person: UUID) -> OutreachChoice | None:
    """Return a person's choice, or None where they never made one."""
    return OutreachChoice.objects.filter(person=person).first()


def preview(programme: str, on: date, language: str = "ko") -> Preview:
    """Return who would be told of a programme on a day, their names for a reader of "ko" or "en"."""
    version = programmes.programme(programme).version_on(on)
    wait = wait_on(on)
    asked = list(OutreachChoice.objects.order_by("id").values_list("person", flat=True))
    names = names_of(asked, language)
    standings = _standings(asked, programme, on)
    found, counted = [], Counter[str]()
    for person in asked:
        facts = _facts_of(person, on)
        if not facts:
            counted["without"] += 1
            continue
        outcome = _judged(version, person, facts, on)
        counted["pass" if _is_likely(outcome) else str(outcome.result)] += 1
        if _is_likely(outcome):
            left = rule.left_because(standings[person], wait, on)
            found.append(_seems(person, names.get(person, ""), outcome, facts, left))
    digest = digest_of(
        {"on": on.isoformat(), "programme": programme, "version": version.name,
         "people": sorted(str(one.person) for one in found if one.left is None)}
    )  # fmt: skip
    return Preview(
        programme, version.name, wait, tuple(found), counted["unknown"], counted["fail"], counted["without"],
        Citizen.objects.count(), digest,
    )  # fmt: skip


def notice_values(programme: str, known_on: str) -> dict[str, str | int]:
    """Return what fills the notice's wording."""
    names = programmes.programme(programme).names
    return {"programme_ko": names.ko, "programme_en": names.en, "known": known_on}


def notice_reads(programme: str, on: date) -> notices.Reading:
    """Return the notice that people would get, word by word."""
    return notices.preview(template=TEMPLATE, values=notice_values(programme, on.isoformat()), on=on)


def seems_due(person: UUID, programme: str, on: date) -> SeemsDue | None:
    """Return why one person seems due on a day, or None where they do not (any more)."""
    facts = _facts_of(person, on)
    version = programmes.version_on(programme, on)
    if not facts or version is None:
        return None
    outcome = _judged(version, person, facts, on)
    return _seems(person, "", outcome, facts, None) if _is_likely(outcome) else None


def left_now(person: UUID, programme: str, on: date, *, but: int) -> Left | None:
    """Return why one person is to be left in peace at this moment; the contact `but` itself does not count."""
    standing = _standings([person], programme, on, but=but)[person]
    return rule.left_because(standing, wait_on(on), on)


def _is_likely(outcome: rules.Outcome) -> bool:
    """Return whether a person is due as far as anyone but themselves can tell.

    No clause fails, and all that is open is what only they can say.
    """
    if str(outcome.result) == "pass":
        return True
    facts = programmes.pack().facts
    asked = [facts[name] for name in outcome.ask if name in facts]
    return str(outcome.result) == "unknown" and bool(asked) and all(one.source == "form" for one in asked)


def _judged(version: rules.Version, person: UUID, facts: Mapping[str, KnownFact], on: date) -> rules.Outcome:
    every = {fact.name: fact for fact in programmes.register_facts(person)} | dict(facts)
    return rules.evaluate(version, version.facts.from_ratios(programmes.plain_values(every)), on)


def _seems(
    person: UUID, name: str, outcome: rules.Outcome, facts: Mapping[str, KnownFact], left: Left | None
) -> SeemsDue:
    vocabulary = programmes.pack().facts
    used = [facts[one.name] for clause in outcome.clauses for one in clause.facts if one.name in facts]
    return SeemsDue(
        person,
        name,
        outcome.amount,
        outcome.version.pays.per if outcome.version.pays else "",
        tuple(
            Words(clause.sentence("ko"), clause.sentence("en"))
            for clause in outcome.clauses
            if str(clause.result) == "pass"
        ),
        tuple(vocabulary[one].label for one in outcome.ask if one in vocabulary),
        outcome.as_of.isoformat(),
        min((fact.until for fact in used if fact.until), default=""),
        left,
    )


def _standings(
    people: list[UUID], programme: str, on: date, *, but: int | None = None
) -> dict[UUID, Standing]:
    wanted = set(
        OutreachChoice.objects.filter(person__in=people, wanted=True).values_list("person", flat=True)
    )
    cases = benefits.standing(people, programme)
    contacts = OutreachContact.objects.filter(person__in=people, programme=programme).exclude(
        state=ContactState.LEFT
    )
    if but is not None:
        contacts = contacts.exclude(pk=but)
    closed = not programmes.card(programme, on).is_open
    last: dict[UUID, date] = {}
    for person, day in contacts.values_list("person", "on"):
        last[person] = max(day, last.get(person, day))
    return {
        person: Standing(
            person in wanted, person in cases.applied, person in cases.receiving, last.get(person), closed
        )
        for person in people
    }


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A line of the list of rounds. `id`: the programme's; `left`: how many of those due were left in peace."""

    id: str
    programme: Words
    on: date
    by: str
    funnel: Funnel
    waiting: int
    left: int


def funnel(contacts: Sequence[OutreachContact]) -> Funnel:
    """Return what became of contacts: who opened the notice, applied after it, was granted."""
    sent = _sent(contacts)
    last = {(one.person, one.programme): [one] for one in sent}
    return _fates(sent, last)(contacts)


def funnels(contacts: Sequence[OutreachContact]) -> dict[int, Funnel]:
    """Return what became of contacts round by round, in a fixed number of queries."""
    sent = _sent(contacts)
    each: dict[tuple[UUID, str], list[OutreachContact]] = {}
    for one in sent:
        each.setdefault((one.person, one.programme), []).append(one)
    count = _fates(sent, each)
    rounds: dict[int, list[OutreachContact]] = {}
    for one in contacts:
        rounds.setdefault(one.round_id, []).append(one)
    return {key: count(found) for key, found in rounds.items()}


def _sent(contacts: Sequence[OutreachContact]) -> list[OutreachContact]:
    return [one for one in contacts if one.state == ContactState.SENT and one.notice is not None]


def _fates(
    sent: Sequence[OutreachContact], credited: Mapping[tuple[UUID, str], Sequence[OutreachContact]]
) -> Callable[[Sequence[OutreachContact]], Funnel]:
    """Return what counts contacts; `credited`: by person and programme, whom an application afterwards is put down to."""
    opened = notices.opened(notices.NoticeKey(one.notice) for one in sent if one.notice)
    applied, granted = set(), set()
    for made in benefits.applications({one.person for one in sent}):
        for contact in credited.get((made.person, made.programme), ()):
            if made.applied_on >= contact.on:
                applied.add(contact.pk)
                if made.receives:
                    granted.add(contact.pk)

    def count(contacts: Sequence[OutreachContact]) -> Funnel:
        sent = _sent(contacts)
        keys = {one.pk for one in sent}
        return Funnel(
            len(sent),
            sum(one.notice in opened for one in sent),
            len(applied & keys),
            len(granted & keys),
        )

    return count


def round_rows(found: Sequence[OutreachRound], language: str) -> list[RoundRow]:
    """Return lines of rounds, in a fixed number of queries."""
    write = writer(language)
    contacts = list(OutreachContact.objects.filter(round__in=[one.pk for one in found]))
    became = funnels(contacts)
    waiting = Counter(one.round_id for one in contacts if one.state == ContactState.WAITING)
    return [
        RoundRow(
            one.programme,
            programmes.programme(one.programme).names,
            one.on,
            write(one.by_name),
            became.get(one.pk, NOBODY),
            waiting[one.pk],
            sum(one.left_out.values()),
        )
        for one in found
    ]


def rounds_by(programme: str, day: date) -> list[tuple[date, Funnel]]:
    """Return every round of a programme by the end of a day, the oldest first: its day and what became of it."""
    found = list(OutreachRound.objects.filter(programme=programme, on__lte=day).order_by("pk"))
    became = funnels(list(OutreachContact.objects.filter(round__in=[one.pk for one in found])))
    return [(one.on, became.get(one.pk, NOBODY)) for one in found]


def total_funnel(programme: str) -> Funnel:
    """Return what became of everybody ever told of a programme."""
    return funnel(list(OutreachContact.objects.filter(programme=programme)))


def declare_rows() -> None:
    """Have this room's rows held against their leaves by `ledger verify --rows`."""
    declare(
        Words("지원 안내", "rounds of outreach"),
        kinds=["benefits.outreach_sent"],
        rows=_outreach,
        holds=["outreach.OutreachRound"],
        apart={
            Words("기록부에 적지 않습니다", "not put on the log"): [
                f"outreach.OutreachRound.{name}" for name in ("key", "by", "wait_days", "left_out")
            ]
        },
    )
    unheld(
        Words("사람 수만 적습니다", "only how many people there were is put on the log"),
        ["outreach.OutreachContact"],
    )
    unheld(
        Words(
            "받지 않겠다는 뜻은 기록부에 적지 않습니다",
            "whether somebody wants outreach is not put on the log",
        ),
        ["outreach.OutreachChoice"],
    )


def _outreach(_leaves: Leaves) -> Iterator[Row | Words]:
    for sent_round in OutreachRound.objects.order_by("pk"):
        yield Row(
            Words("{on} 지원 안내", "the outreach of {on}").filled(on=sent_round.on),
            "benefits.outreach_sent",
            f"outreach:{sent_round.programme}:{sent_round.on}",
            {
                "programme": sent_round.programme,
                "version": sent_round.version,
                "people": sent_round.contacts.count(),
                "by": sent_round.by_name,
            },
            sent_round.on,
            leaf=sent_round.leaf or NO_HASH,
        )
