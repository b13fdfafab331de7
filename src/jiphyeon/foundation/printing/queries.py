"""What pages and other rooms read of letters: never an address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Min

from jiphyeon.foundation.ledger.kinds import name_fact
from jiphyeon.foundation.ledger.rows import unheld
from jiphyeon.foundation.printing.enums import LetterState, Reason, Service
from jiphyeon.foundation.printing.models import Letter, PrintFile, PrintRun
from jiphyeon.kernel import Words


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What became of one message on paper."""

    message: UUID
    number: str
    state: LetterState
    service: Service
    post_by: date | None
    posted_on: date | None
    result_on: date | None
    reason: Reason | None
    tracking: str


@dataclass(frozen=True, slots=True)
class Pile:
    """What waits for one post: how many letters, and the first last day of posting among them."""

    service: Service
    letters: int
    post_by: date | None


@dataclass(frozen=True, slots=True)
class RunRow:
    """A line of the list of runs."""

    key: UUID
    number: str
    service: Words
    letters: int
    post_by: date | None
    posted_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """One print file: its number, its letters from one to another, its sheets, its hash; `is_there` until it is destroyed."""

    part: int
    first: str
    last: str
    letters: int
    sheets: int
    sha256: str
    is_there: bool


def letters_of(messages: Sequence[UUID]) -> dict[UUID, LetterFacts]:
    """Return what became of some messages on paper, by their keys."""
    rows = Letter.objects.filter(message__in=messages).select_related("run").defer("address", "content")
    return {
        row.message: LetterFacts(
            row.message,
            row.number,
            row.state,
            row.service,
            row.post_by,
            row.run.posted_on if row.run is not None else None,
            row.result_on,
            row.reason or None,
            row.tracking,
        )
        for row in rows
    }


def last_letters(owner: str, owner_keys: Sequence[str]) -> dict[str, UUID]:
    """Return the message of the last letter an owner sent under each of some keys: what the post says of earlier ones is past."""
    found = Letter.objects.filter(owner=owner, owner_key__in=owner_keys).order_by("pk")
    return dict(found.values_list("owner_key", "message"))


def piles() -> list[Pile]:
    """Return what waits to be put together, the most pressing post first."""
    found = (
        Letter.objects.filter(state=LetterState.WAITING)
        .values("service")
        .annotate(letters=Count("pk"), first=Min("post_by"))
    )
    rows = [Pile(Service(one["service"]), one["letters"], one["first"]) for one in found]
    return sorted(rows, key=lambda pile: (pile.post_by is None, pile.post_by or date.max, pile.service))


def rows(found: Sequence[PrintRun]) -> list[RunRow]:
    """Return lines of the list."""
    return [
        RunRow(
            one.key,
            one.number or "",
            one.service.words,
            one.letter_count,
            one.post_by,
            one.posted_on,
            one.state,
        )
        for one in found
    ]


def files(run: PrintRun) -> list[FileRow]:
    """Return the print files of a run in their order."""
    return [
        FileRow(
            one.part,
            f"{run.number}-{one.first:05d}",
            f"{run.number}-{one.first + one.letters - 1:05d}",
            one.letters,
            one.sheets,
            one.sha256,
            one.file is not None,
        )
        for one in PrintFile.objects.filter(run=run).order_by("part")
    ]


def counts(run: PrintRun) -> list[tuple[LetterState, int]]:
    """Return how many letters of a run stand where; what none stands in is left out."""
    found = Counter(run.letters.values_list("state", flat=True))
    return [(state, found[state]) for state in LetterState if found[state]]


def listed(run: PrintRun) -> Iterator[Letter]:
    """Yield the letters of a run in the order they are printed in, for the list that goes with them."""
    yield from run.letters.select_related("run").order_by("place").iterator(500)


def declare_rows() -> None:
    """Say what the leaves of a run say, and why no leaf holds a single letter."""
    for fact, ko, en in (
        ("service", "우편 종류", "Post"),
        ("letters", "편지 수", "Letters"),
        ("files", "인쇄 파일의 해시", "Hashes of the print files"),
        ("posted_on", "부친 날", "Posted on"),
        ("delivered", "배달", "Delivered"),
        ("returned", "반송", "Returned"),
        ("unreported", "소식 없음", "Nothing heard"),
        ("case.posted_on", "부친 날", "Posted on"),
        ("case.receipt", "접수증 번호", "Receipt"),
    ):
        name_fact("printing", fact, ko, en)
    unheld(
        Words(
            "편지 하나하나는 기록부에 적지 않습니다. 인쇄 파일의 해시와 수는 묶음의 줄이 적습니다",
            "single letters are not put on the log; the run's lines hold the files' hashes and the counts",
        ),
        ["printing.Letter", "printing.PrintFile"],
    )
