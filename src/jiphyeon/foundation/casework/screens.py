"""What an item page shows of a matter, for one reader: deeds, clock, history, talk, papers, what is waited for. Plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from jiphyeon.foundation.accounts.names import writer
from jiphyeon.foundation.casework import attachments, clock, objections, remarks, supplements
from jiphyeon.foundation.casework.agents import AgentLine, lines
from jiphyeon.foundation.casework.awaiting import waits_for, waits_for_whom
from jiphyeon.foundation.casework.forms import FORMS_BY_KIND, Asked, DeedForm, PaperForm, Way
from jiphyeon.foundation.casework.lifecycle import Deed, Lifecycle, Reader
from jiphyeon.foundation.casework.models import (
    Attachment,
    AttachmentState,
    CaseRow,
    HistoryLine,
    Objection,
    Remark,
    Supplement,
)
from jiphyeon.foundation.casework.permissions import names_the_actor
from jiphyeon.foundation.casework.replying import Offered
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.timelines import Moment
from jiphyeon.kernel import Citation, Words


class Side(StrEnum):
    """From which side of the counter a page is read."""

    OFFICE = "office"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Offer:
    """A deed as a page offers it: where it is pressed, or why it cannot be. `is_plain`: one press, nothing to write.

    `form` is drawn where it stands; without one the deed has a page of its own. `goes_on`: the next matter of the list
    follows. `is_final`: it cannot be undone and asks first.
    """

    code: str
    word: str
    url: str
    is_plain: bool
    why_not: str
    key: str = ""
    goes_on: bool = False
    form: DeedForm | None = None
    ways: Sequence[Way] = ()
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """How a room draws deeds: by forms of its own, where they stand (`inline`), by keys, and which go on to the next."""

    forms: Mapping[str, type[DeedForm]] = field(default_factory=dict)
    inline: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
    onward: frozenset[str] = frozenset()

    def form(self, deed: Deed, asked: Asked[Any], *args: Any, **more: Any) -> DeedForm:
        """Return the form of a deed."""
        drawn = self.forms.get(str(deed.code)) or FORMS_BY_KIND.get(deed.kind, DeedForm)
        return drawn(deed, asked, *args, **more)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper beside a matter."""

    key: UUID
    title: str
    brought_on: date
    purged_on: date | None
    badge: Badge
    judgement: str
    judged_name: str
    url: str
    judge_url: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A line of talk or a note, and who wrote it in the reader's letters. `read`: the other side saw it."""

    by: str
    on: date
    body: str
    from_person: bool
    shared: bool
    read: bool


@dataclass(frozen=True, slots=True)
class ClockFace:
    """The legal clock in words: the last day, its article, how near it is."""

    due: date
    law: Citation
    badge: Badge
    extended_from: date | None


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything casework knows of a matter that one reader may see."""

    side: Side
    version: int
    badge: Badge
    waits_for: Words
    offers: tuple[Offer, ...]
    clock: ClockFace | None
    history: tuple[Moment, ...]
    talk: tuple[TalkLine, ...]
    papers: tuple[Paper, ...]
    supplement: Supplement | None
    objection: Objection | None
    agents: tuple[AgentLine, ...]
    say_url: str
    bring_url: str
    paper_form: PaperForm
    replies: tuple[Offered, ...] = ()
    replies_url: str = ""
    begins_with: Offered | None = None

    @property
    def obstacles(self) -> list[tuple[str, str]]:
        """Return why deeds cannot be done now: each reason once, after the words of all the deeds it stands against."""
        words: dict[str, list[str]] = {}
        for offer in self.offers:
            if offer.why_not:
                words.setdefault(offer.why_not, []).append(offer.word)
        return [(", ".join(dict.fromkeys(all_of)), why) for why, all_of in words.items()]

    @property
    def is_person(self) -> bool:
        """Return whether the person reads it."""
        return self.side is Side.PERSON


PAPER_BADGES: dict[AttachmentState, Badge] = {
    AttachmentState.WAITING: Badge(Words("확인 전", "Not checked yet")),
    AttachmentState.ACCEPTED: Badge(Words("확인함", "Accepted"), "good"),
    AttachmentState.RETURNED: Badge(Words("돌려보냄", "Returned"), "warn"),
}
Address = Callable[..., str]


def staff_badge(life: Lifecycle, code: str) -> Badge:
    """Return a state as officers call it, as a list shows it."""
    state = life.state(code)
    return Badge(state.names.staff, state.tone)


def state_badge(row: CaseRow, side: Side) -> Badge:
    """Return where a matter stands, as a reader calls it."""
    state = row.stands_at
    return Badge(state.names.to(Reader.PERSON if side is Side.PERSON else Reader.STAFF), state.tone)


def offers(
    asked: Asked[Any], *, side: Side, language: str, address: Address, drawn: Drawn
) -> tuple[Offer, ...]:
    """Return the deeds that have a button here for this actor; one that is not for now says why."""
    found, row = [], asked.row
    for deed in row.lifecycle.deeds_from(row.state):
        if deed.press is None or not _on_this_side(deed, side) or not names_the_actor(row, deed, asked.by):
            continue
        form = drawn.form(deed, asked, initial={"version": row.version})
        if not form.applies():
            continue
        code, no, ways = str(deed.code), form.obstacle(), form.ways()
        is_plain = deed.asks_first is None and not ways and not form.visible_fields()
        found.append(
            Offer(
                code,
                deed.press.text(language),
                address("deed", deed=code),
                is_plain=is_plain,
                why_not=no.text(language) if no is not None else "",
                key=drawn.keys.get(code, ""),
                goes_on=code in drawn.onward,
                form=form if drawn.inline and deed.asks_first is None and not is_plain else None,
                ways=ways,
                is_final=deed.asks_first is not None,
            )
        )
    # What carries on comes first; what cannot be undone comes last.
    return tuple(sorted(found, key=lambda offer: (offer.is_final, not offer.goes_on)))


def _on_this_side(deed: Deed, side: Side) -> bool:
    return deed.may.person if side is Side.PERSON else bool(deed.may.roles)


def screen(
    asked: Asked[Any], *, side: Side, language: str, address: Address, drawn: Drawn, handles: bool = True
) -> Screen:
    """Return what an item page shows; `address` makes the addresses of the parts. Who only looks `handles` nothing."""
    row, on = asked.row, asked.on
    write = writer(language, [row.person] if row.person is not None else ())
    return Screen(
        side=side,
        version=row.version,
        badge=state_badge(row, side),
        waits_for=waits_for_whom(row, on, language) if side is Side.OFFICE else waits_for(row, person=True),
        offers=offers(asked, side=side, language=language, address=address, drawn=drawn),
        clock=clock_face(row, on),
        history=history(row, side=side, language=language, write=write),
        talk=tuple(
            _talk(line, write) for line in remarks.of(row, by=asked.by) if side is Side.OFFICE or line.shared
        ),
        papers=tuple(_paper(row, one, address, side, handles=handles) for one in attachments.of(row)),
        supplement=supplements.waiting(row),
        objection=objections.waiting(row),
        agents=lines(row, on),
        say_url=address("say") if handles else "",
        bring_url=address("bring") if row.takes_papers and handles else "",
        paper_form=PaperForm(),
    )


def clock_face(row: CaseRow, on: date) -> ClockFace | None:
    """Return the clock as a page shows it; None where none runs."""
    found = clock.clock_of(row)
    if found is None or found.ended_on is not None:
        return None
    return ClockFace(
        found.due_on,
        clock.law_of(found),
        nearness(found.due_on, on, resting=clock.is_stopped(row)),
        found.extended_from,
    )


def nearness(due: date, on: date, *, resting: bool = False, soon_days: int = 3) -> Badge:
    """Return how near a day is, by word and shape. `resting`: the clock stands still."""
    days = (due - on).days
    if resting:
        return Badge(Words("기한 멈춤", "Clock stopped"), "off")
    if days < 0:
        return Badge(Words(f"{-days}일 지남", f"{-days} day{'s' * (days != -1)} late"), "bad")
    if days == 0:
        return Badge(Words("오늘까지", "Due today"), "warn")
    words = Words(f"{days}일 남음", f"{days} day{'s' * (days != 1)} left")
    return Badge(words, "warn" if days <= soon_days else "neutral")


def history(row: CaseRow, *, side: Side, language: str, write: Callable[[str], str]) -> tuple[Moment, ...]:
    """Return what happened, newest first; the person reads the lines that are shown, in their words. `write` writes names."""
    reader = Reader.PERSON if side is Side.PERSON else Reader.STAFF
    lines = HistoryLine.objects.of(row)
    if side is Side.PERSON:
        lines = lines.filter(shown=True)
    return tuple(
        Moment(
            line.on, _did(row, line, reader).text(language), row.words_of(line, language), write(line.by_name)
        )
        for line in reversed(lines)
    )


def _did(row: CaseRow, line: HistoryLine, reader: Reader) -> Words:
    life = row.lifecycle
    return life.deed(line.deed).did.to(reader) if life.has_deed(line.deed) else Words(line.deed, line.deed)


def _talk(line: Remark, write: Callable[[str], str]) -> TalkLine:
    return TalkLine(
        write(line.by_name),
        line.on,
        line.body,
        from_person=line.from_person,
        shared=line.shared,
        read=line.read_at is not None,
    )


def _paper(row: CaseRow, paper: Attachment, address: Address, side: Side, *, handles: bool) -> Paper:
    own = side is Side.PERSON and row.number is None
    waits = paper.file is not None and paper.state == AttachmentState.WAITING
    return Paper(
        paper.key,
        paper.title,
        paper.brought_on,
        paper.purged_on,
        PAPER_BADGES[paper.state],
        paper.judgement,
        paper.judged_name,
        url=address("paper", paper=paper.key) if paper.file is not None else "",
        judge_url=address("judge", paper=paper.key) if waits and handles and side is Side.OFFICE else "",
        remove_url=address("take_back", paper=paper.key) if own else "",
    )
