"""A print run is put together, laid out file by file, posted or cancelled; what the post says is written down; it is closed, and destroyed in time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import IO
from uuid import UUID

from django.conf import settings
from django.db import transaction

from jiphyeon.foundation.accounts.actors import MACHINE, Actor
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.foundation.files import store
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.foundation.messages import api as messages
from jiphyeon.foundation.printing.enums import LetterState, Reason, Service, Stage, Step
from jiphyeon.foundation.printing.events import LettersPosted
from jiphyeon.foundation.printing.layout import LaidOut, laid_out
from jiphyeon.foundation.printing.models import Letter, PrintFile, PrintRun
from jiphyeon.foundation.printing.roles import PRINT_OFFICER
from jiphyeon.foundation.printing.terms import Terms, printing_of
from jiphyeon.kernel import Refused

FILE_PURPOSE = "print-run"
LARGEST_FILE = 200 * 1024 * 1024
AT_A_TIME = 500


def terms(on: date) -> Terms:
    """Return the city's rules of a day."""
    return printing_of(settings.CITY_PACK).on(on)


@transaction.atomic
def begin(*, service: Service, by: Actor, on: date) -> UUID:
    """Put what waits for a post together, the most pressing first, and have it laid out; return the run's key.

    Refused: nothing waits.
    """
    rule = terms(on)
    letters = list(Letter.objects.select_for_update().waiting(service)[: rule.run])
    if not letters:
        raise Refused(
            "no_letters_wait",
            ko="인쇄를 기다리는 편지가 없습니다. 다른 화면에서 이미 묶었을 수 있습니다.",
            en="No letter waits to be printed. It may have been put together on another page already.",
        )
    days = [letter.post_by for letter in letters if letter.post_by is not None]
    run = PrintRun(
        service=service,
        opened_on=on,
        post_by=min(days, default=None),
        letter_count=len(letters),
        part_count=-(-len(letters) // rule.part),
    )
    run.due_on = run.post_by
    made = move(run, Step.BEGIN, by=by, on=on, facts={"letters": len(letters)}).row
    letters.sort(key=lambda letter: (_postcode(letter), letter.pk))
    for place, letter in enumerate(letters, 1):
        letter.run, letter.place, letter.state = made, place, LetterState.PRINTING
    Letter.objects.bulk_update(letters, ["run", "place", "state"], batch_size=AT_A_TIME)
    return made.key


def _postcode(letter: Letter) -> str:
    """Return the last line of an address: messages on paper end with it."""
    return (letter.address or "").rpartition("\n")[2]


def lay_out(run: UUID, part: int, size: int) -> LaidOut | None:
    """Return a part of a run as a print file; None where there is nothing to do any more."""
    row = PrintRun.objects.get(key=run)
    if row.stage is not Stage.LAYING_OUT or row.files.filter(part=part).exists():
        return None
    letters = list(_of_part(row, part, size))
    return laid_out(
        letters,
        title=f"{row.number}-{part:03d}",
        sender=printing_of(settings.CITY_PACK).sender,
        on=row.opened_on,
        demo=settings.DEMO,
    )


def _of_part(row: PrintRun, part: int, size: int) -> Iterable[Letter]:
    first = (part - 1) * size + 1
    letters = Letter.objects.filter(run=row, place__gte=first, place__lt=first + size)
    return letters.select_related("run").order_by("place")


@dataclass(slots=True)
class _Made:
    """A file that was made here, as one that is handed in."""

    name: str | None
    file: IO[bytes]


@transaction.atomic
def keep_part(*, run: UUID, part: int, size: int, made: LaidOut, on: date) -> bool:
    """Keep a part that was laid out; with the last one the run is ready. Done twice, or for a cancelled run, it does nothing."""
    row = PrintRun.objects.select_for_update().get(key=run)
    if row.stage is not Stage.LAYING_OUT or row.files.filter(part=part).exists():
        return False
    letters = list(_of_part(row, part, size))
    for letter, sheets in zip(letters, made.sheets, strict=True):
        letter.sheets = sheets
    Letter.objects.bulk_update(letters, ["sheets"], batch_size=AT_A_TIME)
    name = f"{row.number}-{part:03d}.pdf"
    kept = store.keep(
        _Made(name, BytesIO(made.pdf)),
        kinds={"pdf"},
        owner=row.key,
        purpose=FILE_PURPOSE,
        readers=(PRINT_OFFICER,),
        limit=LARGEST_FILE,
    )
    PrintFile.objects.create(
        run=row,
        part=part,
        first=(part - 1) * size + 1,
        letters=len(letters),
        sheets=sum(made.sheets),
        sha256=kept.sha256,
        file=kept.key,
    )
    done = list(row.files.order_by("part").values_list("sha256", flat=True))
    if len(done) == row.part_count:
        move(row, Step.FINISH, by=MACHINE, on=on, facts={"files": done})
    return True


@transaction.atomic
def post(*, key: UUID, posted_on: date, receipt: str, seen: int, by: Actor, on: date) -> None:
    """Write down that a run was taken to the post on a day, and tell the letters' owners.

    Refused: a day before the run was put together, or after today.
    """
    row = hold(PrintRun, key, Step.POST, by=by, seen=seen)
    if not row.opened_on <= posted_on <= on:
        raise Refused(
            "no_day_of_posting",
            ko="부친 날은 묶은 날({first})부터 오늘까지여야 합니다.",
            en="It was posted on a day from {first}, when it was put together, until today.",
            first=row.opened_on,
        )
    row.posted_on, row.receipt, row.due_on = posted_on, receipt, None
    row.letters.update(state=LetterState.POSTED)
    move(
        row,
        Step.POST,
        by=by,
        on=on,
        comment=receipt,
        facts={"posted_on": posted_on, "letters": row.letter_count},
    )
    _tell_posted(row, posted_on)


def _tell_posted(row: PrintRun, posted_on: date) -> None:
    owners: defaultdict[str, list[Letter]] = defaultdict(list)
    for letter in row.letters.select_related("run").defer("address", "content").order_by("place"):
        owners[letter.owner].append(letter)
    for owner, letters in owners.items():
        for first in range(0, len(letters), AT_A_TIME):
            some = letters[first : first + AT_A_TIME]
            publish(
                LettersPosted(
                    owner,
                    tuple(one.message for one in some),
                    tuple(one.owner_key for one in some),
                    tuple(one.number for one in some),
                    str(row.service),
                    posted_on,
                )
            )


@transaction.atomic
def cancel(*, key: UUID, reason: str, seen: int, by: Actor, on: date) -> None:
    """Let the letters of a run that was not posted wait again; its files are destroyed."""
    row = hold(PrintRun, key, Step.CANCEL, by=by, seen=seen)
    row.due_on = None
    row.letters.update(run=None, place=None, sheets=None, state=LetterState.WAITING)
    _destroy_files(row)
    move(row, Step.CANCEL, by=by, on=on, comment=reason)


def _destroy_files(row: PrintRun) -> None:
    for file in row.files.all():
        if file.file is not None:
            store.discard(file.file)
    row.files.update(file=None)


@dataclass(frozen=True, slots=True)
class PostResult:
    """What the post says of one letter, by its public number; without a reason it arrived."""

    number: str
    on: date
    reason: Reason | None = None
    tracking: str = ""


def find(number: str) -> Letter:
    """Return a posted letter by its public number. Refused where there is none, or it was never posted."""
    run, _dash, place = number.rpartition("-")
    row = (
        Letter.objects.filter(run__number=run, place=int(place)).select_related("run").first()
        if place.isascii() and place.isdecimal() and len(place) <= 7
        else None
    )
    if row is None:
        raise Refused(
            "no_such_letter",
            ko="이 번호의 편지가 없습니다. 편지 아래쪽의 문서 번호를 적어 주세요.",
            en="There is no letter of this number. Write the one at the foot of the letter.",
        )
    if row.state == LetterState.PRINTING:
        raise Refused(
            "letter_not_posted",
            ko="아직 부치지 않은 편지입니다.",
            en="This letter was not posted yet.",
        )
    return row


def require_fits(result: PostResult, on: date) -> Letter:
    """Return the letter a result is of. Refused: a day before it was posted or after today, another result stands there."""
    row = find(result.number)
    assert row.run is not None  # noqa: S101 -- a letter with a number is in a run
    assert row.run.posted_on is not None  # noqa: S101 -- what was posted says when
    if not row.run.posted_on <= result.on <= on:
        raise Refused(
            "no_day_of_result",
            ko="배달 결과의 날은 부친 날({first})부터 오늘까지여야 합니다.",
            en="The day of a result lies between {first}, when it was posted, and today.",
            first=row.run.posted_on,
        )
    wanted = LetterState.RETURNED if result.reason else LetterState.DELIVERED
    if row.state not in {LetterState.POSTED, wanted}:
        raise Refused(
            "letter_has_a_result",
            ko="이 편지에는 이미 다른 결과가 적혀 있습니다: {state_ko}.",
            en="Another result stands with this letter already: {state_en}.",
            state_ko=row.state.words.ko,
            state_en=row.state.words.en,
        )
    return row


@transaction.atomic
def note_results(results: Sequence[PostResult], *, by: Actor, on: date) -> int:
    """Write down what the post says of some letters, tell their owners, and return of how many it was new.

    Refused as a whole, as `require_fits` refuses one of them.
    """
    runs: defaultdict[UUID, Counter[LetterState]] = defaultdict(Counter)
    reports: list[messages.Report] = []
    changed: list[Letter] = []
    for result in results:
        row = require_fits(result, on)
        if row.state != LetterState.POSTED:
            continue
        row.state = LetterState.RETURNED if result.reason else LetterState.DELIVERED
        row.result_on, row.reason, row.tracking = result.on, result.reason or "", result.tracking
        changed.append(row)
        assert row.run is not None  # noqa: S101 -- it was posted with one
        runs[row.run.key][row.state] += 1
        reports.append(
            messages.Report(row.message, messages.State.PERMANENT_FAILURE, f"post-{result.reason}")
            if result.reason
            else messages.Report(row.message, messages.State.DELIVERED)
        )
    Letter.objects.bulk_update(changed, ["state", "result_on", "reason", "tracking"], batch_size=AT_A_TIME)
    for key, counts in runs.items():
        run = hold(PrintRun, key, Step.NOTE_RESULTS, by=by)
        facts = {"delivered": counts[LetterState.DELIVERED], "returned": counts[LetterState.RETURNED]}
        move(run, Step.NOTE_RESULTS, by=by, on=on, facts=facts)
        _close_if_over(run, on)
    messages.report(reports)
    return len(changed)


def _close_if_over(run: PrintRun, on: date) -> bool:
    """Close a run of whose letters all is known, or whose time to hear of the post is over."""
    assert run.posted_on is not None  # noqa: S101 -- it was posted
    waits_until = run.posted_on + timedelta(days=terms(run.posted_on).news[run.service])
    silent = run.letters.on_their_way()
    if on <= waits_until and silent.exists():
        return False
    unheard = list(silent.values_list("message", flat=True))
    silent.update(state=LetterState.UNREPORTED)
    counts = Counter(run.letters.values_list("state", flat=True))
    run.closed_on = on
    move(
        run,
        Step.CLOSE,
        by=MACHINE,
        on=on,
        facts={
            "delivered": counts[LetterState.DELIVERED],
            "returned": counts[LetterState.RETURNED],
            "unreported": counts[LetterState.UNREPORTED],
        },
    )
    messages.settle(unheard)
    return True


@transaction.atomic
def close(*, key: UUID, on: date) -> bool:
    """Close a run whose time to hear of the post is over; return whether it was."""
    run = PrintRun.objects.select_for_update().get(key=key)
    return run.stage is Stage.POSTED and _close_if_over(run, on)


def to_be_destroyed(on: date) -> list[UUID]:
    """Return the closed runs whose letters have been kept long enough on a day."""
    return [
        run.key
        for run in PrintRun.objects.filter(state=Stage.CLOSED).order_by("pk")
        if run.closed_on is not None and run.closed_on + timedelta(days=terms(run.closed_on).keeping) < on
    ]


@transaction.atomic
def purge(*, key: UUID, on: date) -> bool:
    """Destroy what the letters of a closed run say and where they went; return whether it was done now."""
    run = PrintRun.objects.select_for_update().get(key=key)
    if run.stage is not Stage.CLOSED:
        return False
    run.letters.update(address=None, content=None)
    _destroy_files(run)
    move(run, Step.PURGE, by=MACHINE, on=on)
    return True


def closing(on: date) -> list[UUID]:
    """Return the posted runs whose time to hear of the post is over on a day."""
    return [
        run.key
        for run in PrintRun.objects.filter(state=Stage.POSTED).order_by("pk")
        if run.posted_on is not None
        and run.posted_on + timedelta(days=terms(run.posted_on).news[run.service]) < on
    ]
