"""A matter's life as one table: its states, its deeds, and for each deed who may, by which law, what it tells and records.

Pure: a room's `rules` hold its table. What the table cannot mean is found when it is made, so that a room with a state
nobody leaves, or a deed that neither tells nor says why not, is never loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from jiphyeon.foundation.ui import shapes
from jiphyeon.kernel import Citation, Words, WordsEnum

Tone = shapes.Tone
NEW = ""
"""Where a row stands before it exists: the source of a deed that makes it."""


class Reader(StrEnum):
    """For whom a state or a deed is named."""

    STAFF = "staff"
    PERSON = "person"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Names:
    """The same thing as officers, the person and everybody read it; whoever has no name of their own reads the one before."""

    staff: Words
    person: Words | None = None
    public: Words | None = None

    def to(self, reader: Reader) -> Words:
        """Return the name for a reader."""
        if reader is Reader.STAFF:
            return self.staff
        person = self.person or self.staff
        return person if reader is Reader.PERSON else self.public or person


def named(ko: str, en: str) -> Names:
    """Return one name for every reader."""
    return Names(Words(ko, en))


class Waits(WordsEnum):
    """For whom a state waits. Nothing is ever 'in process'."""

    PERSON = "person", "민원인", "the applicant"
    OFFICE = "office", "담당 부서", "the office"
    MACHINE = "machine", "자동 처리", "the city’s system"
    NOBODY = "nobody", "기다리는 곳 없음", "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where a matter can stand. `final`: it is never left again. `is_draft`: only its writer knows of it.

    `shape`: how its badge looks where that is not said by whether it is open and for whom it waits.
    """

    code: str
    names: Names
    waits: Waits
    is_open: bool = True
    is_draft: bool = False
    final: bool = False
    shape: Tone | None = None

    @classmethod
    def ended(cls, code: str, ko: str, en: str, shape: Tone = "neutral", *, final: bool = False) -> State:
        """Return a state in which a matter is over: nobody is waited for."""
        names = named(ko, en)
        return cls(code=code, names=names, waits=Waits.NOBODY, is_open=False, final=final, shape=shape)

    @property
    def tone(self) -> Tone:
        """Return the shape and shade that stand beside its word."""
        if self.shape is not None or not self.is_open:
            return self.shape or "neutral"
        return "warn" if self.waits is Waits.PERSON else "info"


class Kind(StrEnum):
    """What a deed does beside its step; `move` writes the rows that go with it."""

    STEP = "step"
    TAKE = "take"  # onto one's own desk, also from a colleague
    SUPPLEMENT_ASKED = "supplement_asked"
    SUPPLEMENT_GIVEN = "supplement_given"
    SUPPLEMENT_LAPSED = "supplement_lapsed"
    SUPPLEMENT_SPARED = "supplement_spared"  # the office found it out by itself
    OBJECTION_FILED = "objection_filed"
    OBJECTION_EXTENDED = "objection_extended"
    OBJECTION_ACCEPTED = "objection_accepted"
    OBJECTION_DISMISSED = "objection_dismissed"
    CLOCK_EXTENDED = "clock_extended"
    AGENT_NAMED = "agent_named"
    AGENT_ENDED = "agent_ended"
    PAPERS_DESTROYED = "papers_destroyed"  # their time to be kept is over


ENDS_WAITING = frozenset({Kind.SUPPLEMENT_GIVEN, Kind.SUPPLEMENT_LAPSED, Kind.SUPPLEMENT_SPARED})
ANSWERS = frozenset({Kind.OBJECTION_ACCEPTED, Kind.OBJECTION_DISMISSED})
ABOUT_OBJECTIONS = ANSWERS | {Kind.OBJECTION_EXTENDED}


class Clock(StrEnum):
    """What a deed does to the legal clock."""

    RUNS_ON = "runs_on"
    STARTS = "starts"
    STOPS = "stops"
    RESUMES = "resumes"
    ENDS = "ends"


class OtherThan(StrEnum):
    """Whose work a deed judges: whoever had a hand in it cannot do the deed."""

    MATTER = "matter"  # what was done since the matter was last closed
    OBJECTED = "objected"  # what was done before the objection was filed


@dataclass(frozen=True, slots=True)
class May:
    """Who may do a deed: holders of roles, the person themself, the machine. Officers never handle their own matter."""

    roles: frozenset[str] = frozenset()
    person: bool = False
    machine: bool = False

    def __or__(self, other: May) -> May:
        return May(self.roles | other.roles, self.person or other.person, self.machine or other.machine)


PERSON = May(person=True)
MACHINE_ALONE = May(machine=True)


def officers(*roles: str) -> May:
    """Return that holders of any of the roles may."""
    return May(roles=frozenset(roles))


@dataclass(frozen=True, slots=True)
class Tells:
    """The notice that the person is sent: one of the templates, and perhaps some of those `also`."""

    templates: tuple[str, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TellsNobody:
    """That a deed sends no notice, and why it needs none."""

    why: Words


def tells(*templates: str, also: tuple[str, ...] = ()) -> Tells:
    """Return that a deed tells the person by one of the templates."""
    return Tells(templates, also)


@dataclass(frozen=True, slots=True)
class Records:
    """The leaf that a deed puts on the public log: its kind (after the lifecycle's name), and the facts it must be given."""

    kind: str
    name: Words
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordsNothing:
    """That a deed puts no leaf on the log, and why it needs none: what was never sent, nobody but its writer knows of."""

    why: Words


INTERNAL = Words("담당자 사이의 일입니다.", "It stays among officers.")
NOT_SENT_YET = Words("아직 낸 것이 아닙니다.", "Nothing was sent yet.")


@dataclass(frozen=True, slots=True)
class Says:
    """The words a deed takes: the label of their field, a hint, and whether there must be any."""

    label: Words
    hint: Words | None = None
    needed: bool = True


REASON = Says(Words("이유", "Reason"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing that can be done to a matter. `target` None: it stays where it stands.

    `press` is the word on its button (None: nobody presses it, or the room has its own form); `did` its line in the
    history, which the person reads unless it is not `shown`. `undone_by` names the deed that takes it back as long as
    the matter stands where this one left it. `closes_matter`: whoever judges later judges only what came after.
    `only_judges`: whoever did it had no hand in the matter for it, such as a signer who sent a proposal back.
    `announces` is the event that must be published with it, beside `CaseMoved`.
    """

    code: str
    did: Names
    source: tuple[str, ...]
    may: May
    tells: Tells | TellsNobody
    records: Records | RecordsNothing
    target: str | None = None
    press: Words | None = None
    kind: Kind = Kind.STEP
    law: Citation | None = None
    clock: Clock = Clock.RUNS_ON
    says: Says | None = None
    other_than: OtherThan | None = None
    shown: bool = True
    numbers: bool = False
    undone_by: str = ""
    asks_first: Words | None = None
    closes_matter: bool = False
    only_judges: bool = False
    announces: type[object] | None = None

    def leads_to(self, state: str) -> str:
        """Return where the deed leaves a matter that stands in `state`."""
        return state if self.target is None else self.target


@dataclass(frozen=True, kw_only=True)
class Lifecycle:
    """A table of states and deeds. Raises ValueError, naming everything that is wrong, for a table that cannot be meant."""

    name: str
    names: Words
    begins: str
    states: tuple[State, ...]
    deeds: tuple[Deed, ...]

    def __post_init__(self) -> None:
        problems = list(_misfits(self))
        if problems:
            raise ValueError(f"The lifecycle {self.name!r} cannot be: {'; '.join(problems)}.")

    @cached_property
    def _states(self) -> dict[str, State]:
        return {str(state.code): state for state in self.states}

    @cached_property
    def _deeds(self) -> dict[str, Deed]:
        return {str(deed.code): deed for deed in self.deeds}

    def state(self, code: str) -> State:
        """Return a state. Raises KeyError for a code the table does not have."""
        return self._states[code]

    def deed(self, code: str) -> Deed:
        """Return a deed. Raises KeyError for a code the table does not have."""
        return self._deeds[code]

    def has_deed(self, code: str) -> bool:
        """Return whether the table has a deed of this code."""
        return code in self._deeds

    def deeds_from(self, state: str) -> tuple[Deed, ...]:
        """Return what can be done to a matter in a state, in the order of the table."""
        return tuple(deed for deed in self.deeds if state in deed.source)

    def allows(self, state: str, deed: str) -> bool:
        """Return whether the table has the deed from the state; who may do it is another question."""
        return state in self.deed(deed).source

    def of_kind(self, *kinds: Kind) -> tuple[Deed, ...]:
        """Return the deeds that do one of these things."""
        return tuple(deed for deed in self.deeds if deed.kind in kinds)

    def codes(
        self,
        *,
        is_open: bool | None = None,
        is_draft: bool | None = None,
        waits: Iterable[Waits] = tuple(Waits),
    ) -> frozenset[str]:
        """Return the codes of the states of a nature."""
        return frozenset(
            str(state.code)
            for state in self.states
            if is_open in {None, state.is_open}
            and is_draft in {None, state.is_draft}
            and state.waits in waits
        )

    @cached_property
    def closing_deeds(self) -> frozenset[str]:
        """The deeds after which a matter is closed, so that whoever judges later judges what came after."""
        return frozenset(str(deed.code) for deed in self.deeds if deed.closes_matter)


def _misfits(life: Lifecycle) -> Iterator[str]:
    yield from _twice("state", [state.code for state in life.states])
    yield from _twice("deed", [deed.code for deed in life.deeds])
    known = {str(state.code) for state in life.states}
    if life.begins not in known:
        yield f"it begins in {life.begins!r}, which is no state"
    for deed in life.deeds:
        unknown = ({*deed.source, deed.target} - {None, NEW}) - known
        if unknown:
            yield f"{deed.code} names {', '.join(sorted(map(repr, unknown)))}, which is no state"
        yield from _misfits_of(deed, life)
    yield from _walks(life)
    yield from _sides(life)


def _twice(what: str, codes: list[str]) -> Iterator[str]:
    yield from (
        f"the {what} {code} stands there twice" for code in sorted({c for c in codes if codes.count(c) > 1})
    )


def _misfits_of(deed: Deed, life: Lifecycle) -> Iterator[str]:
    if not deed.source:
        yield f"{deed.code} starts from nowhere"
    if NEW in deed.source and deed.target is None:
        yield f"{deed.code} makes a matter that stands nowhere"
    if not (deed.may.roles or deed.may.person or deed.may.machine):
        yield f"nobody may {deed.code}"
    if isinstance(deed.tells, Tells) and not deed.shown:
        yield f"{deed.code} tells the person and hides its line from them"
    drafts = life.codes(is_draft=True) | {NEW}
    if isinstance(deed.records, RecordsNothing) and not set(deed.source) <= drafts:
        yield f"{deed.code} changes what was sent and records nothing"
    if isinstance(deed.tells, Tells) and not deed.tells.templates:
        yield f"{deed.code} tells by no wording"
    if deed.press is not None and not (deed.may.roles or deed.may.person):
        yield f"{deed.code} has a button that nobody may press"
    if deed.kind in ANSWERS | {Kind.OBJECTION_EXTENDED} and deed.other_than is not OtherThan.OBJECTED:
        yield f"{deed.code} may be done by whoever had a hand in what is objected to"
    if deed.undone_by:
        yield from _misfits_of_undoing(deed, life)
    elif deed.press is not None and deed.asks_first is None and _ends(deed, life):
        yield f"{deed.code} ends a matter, cannot be undone and does not ask first"


def _misfits_of_undoing(deed: Deed, life: Lifecycle) -> Iterator[str]:
    back = next((other for other in life.deeds if other.code == deed.undone_by), None)
    if back is None:
        yield f"{deed.code} is undone by {deed.undone_by}, which is no deed"
        return
    ends_in = {deed.leads_to(state) for state in deed.source}
    if not ends_in <= set(back.source) or not any(back.leads_to(one) in deed.source for one in ends_in):
        yield f"{deed.undone_by} does not lead back from where {deed.code} leads"
    if isinstance(deed.tells, Tells) and not isinstance(back.tells, Tells):
        yield f"{deed.code} tells the person and {deed.undone_by}, which undoes it, does not"


def _ends(deed: Deed, life: Lifecycle) -> bool:
    closed = {str(state.code) for state in life.states if not state.is_open}
    return deed.target in closed and any(source not in closed for source in deed.source)


def _walks(life: Lifecycle) -> Iterator[str]:
    """Yield the states that are never reached, never left, or out of which no walk ends."""
    steps: dict[str, set[str]] = {str(state.code): set() for state in life.states}
    for deed in life.deeds:
        for source in deed.source:
            if source in steps and deed.leads_to(source) in steps:
                steps[source].add(deed.leads_to(source))
    starts = {life.begins, *(deed.target for deed in life.deeds if NEW in deed.source and deed.target)}
    reached = _closure(starts & set(steps), steps)
    closed = {str(state.code) for state in life.states if not state.is_open}
    for state in life.states:
        code = str(state.code)
        leaves = steps[code] - {code}
        if code not in reached:
            yield f"nothing leads to {code}"
        if state.final and leaves:
            yield f"{code} is final and is left by a deed"
        if not state.final and not leaves:
            yield f"nobody leaves {code}, and it is not final"
        if state.is_open and not _closure({code}, steps) & closed:
            yield f"no walk out of {code} ever ends"
        if state.final and state.is_open:
            yield f"{code} is final and still open"


def _closure(starts: Iterable[str], steps: dict[str, set[str]]) -> set[str]:
    found, waiting = set(starts), list(starts)
    while waiting:
        for following in steps[waiting.pop()] - found:
            found.add(following)
            waiting.append(following)
    return found


_BELONG_TOGETHER = (
    ({Kind.AGENT_NAMED}, {Kind.AGENT_ENDED}, "an agency can never be ended"),
    ({Kind.SUPPLEMENT_ASKED}, {Kind.SUPPLEMENT_GIVEN}, "a supplement is asked for and can never be given"),
    ({Kind.OBJECTION_FILED}, {Kind.OBJECTION_ACCEPTED}, "an objection can never be accepted"),
    ({Kind.OBJECTION_FILED}, {Kind.OBJECTION_DISMISSED}, "an objection can never be dismissed"),
)


def _sides(life: Lifecycle) -> Iterator[str]:
    """Yield what has only one of its two sides."""
    kinds = {deed.kind for deed in life.deeds}
    for one, other, field_name in _BELONG_TOGETHER:
        if kinds & one and not kinds & other:
            yield field_name
    clocks = {deed.clock for deed in life.deeds}
    if Clock.STOPS in clocks and Clock.RESUMES not in clocks:
        yield "the clock is stopped and never runs on"
    if clocks & {Clock.STOPS, Clock.RESUMES, Clock.ENDS} and Clock.STARTS not in clocks:
        yield "the clock never starts"
