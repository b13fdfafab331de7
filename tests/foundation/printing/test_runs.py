"""A message on paper becomes a letter, goes out with a print run, and what the post says of it reaches whoever sent it."""

from datetime import date
from io import BytesIO
from uuid import UUID

import pypdf
import pytest
from tests.foundation.messages.conftest import AT, Clock, published, put
from tests.foundation.messages.conftest import row as message_row

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.files.models import KeptFile
from jiphyeon.foundation.files.store import pieces_of
from jiphyeon.foundation.jobs.events import subscribes
from jiphyeon.foundation.jobs.models import Job
from jiphyeon.foundation.ledger.models import Entry
from jiphyeon.foundation.messages.enums import Channel, State
from jiphyeon.foundation.messages.sending import Sender
from jiphyeon.foundation.printing import posting, queries, runs, tables
from jiphyeon.foundation.printing.enums import LetterState, Reason, Service, Stage
from jiphyeon.foundation.printing.events import LettersPosted
from jiphyeon.foundation.printing.gathering import Paper
from jiphyeon.foundation.printing.models import Letter, PrintRun
from jiphyeon.foundation.printing.posting import Posting
from jiphyeon.foundation.printing.roles import PRINT_OFFICER
from jiphyeon.foundation.printing.runs import PostResult
from jiphyeon.kernel import Refused

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 3)
OFFICER = Actor(user=UUID(int=5), name="오세진", roles=frozenset({PRINT_OFFICER}))
TEXT = "# 알려 드립니다\n\n((name)) 님, 주차 위반 과태료를 알려 드립니다.\n\n* 하나\n* 둘"


def gathered(count=3, *, body=TEXT):
    """Put so many messages on paper, the last postcode first, and let them be gathered."""
    text = published(Channel.PAPER, subject="과태료 부과 사전통지서", body=body)
    keys = [
        put(
            text,
            channel=Channel.PAPER,
            address=f"사람{n}\n한누리대로 {n}\n{30199 - n:05d}",
            values={"name": f"사람{n}"},
            owner_key=f"k{n}",
        )
        for n in range(count)
    ]
    clock = Clock()
    assert Sender(Paper(clock), clock=clock).drain() == count
    return keys


def begun(service=Service.ORDINARY):
    return PrintRun.objects.get(key=runs.begin(service=service, by=OFFICER, on=TODAY))


def laid_out(run):
    size = runs.terms(TODAY).part
    for part in range(1, run.part_count + 1):
        made = runs.lay_out(run.key, part, size)
        assert made is not None
        runs.keep_part(run=run.key, part=part, size=size, made=made, on=TODAY)
    run.refresh_from_db()
    return run


def posted(run, *, on=TODAY, receipt="R-1"):
    laid_out(run)
    runs.post(key=run.key, posted_on=on, receipt=receipt, seen=run.version, by=OFFICER, on=TODAY)
    run.refresh_from_db()
    return run


def pdf_of(run, part=1):
    file = KeptFile.objects.get(key=run.files.get(part=part).file)
    return pypdf.PdfReader(BytesIO(b"".join(pieces_of(file))))


@subscribes(LettersPosted)
def heard_posted(event: LettersPosted) -> None:
    """Be somebody who listens: what is published to nobody is not kept."""


def told():
    """Return what was published, read from the jobs it became."""
    jobs = Job.objects.filter(task__endswith="deliver").order_by("pk")
    return [job.arguments["args"][1] for job in jobs if "heard_posted" in str(job.arguments)]


@pytest.fixture
def registered():
    """Have the letters of the tests sent by registered post, each with a last day."""
    posting.posted_as(
        "tests",
        lambda keys: {
            key: Posting(Service.REGISTERED, date(2026, 3, 10 + int(key[1:]))) for key in keys if key
        },
    )
    yield
    posting._ASKED.pop("tests")


def test_a_message_on_paper_waits_as_one_letter_however_often_it_is_handed_over():
    (key,) = gathered(1)
    taken = message_row(key)
    taken.state, taken.handed_over_at = State.CREATED, None
    taken.save()

    clock = Clock()
    Sender(Paper(clock), clock=clock).drain()

    letter = Letter.objects.get()
    assert (letter.message, letter.state, letter.service) == (key, LetterState.WAITING, Service.ORDINARY)
    assert letter.address == "사람0\n한누리대로 0\n30199"
    assert message_row(key).state == State.HANDED_OVER


def test_whoever_sends_says_by_which_post_and_until_when(registered):
    gathered(2)

    (pile,) = queries.piles()

    assert (pile.service, pile.letters, pile.post_by) == (Service.REGISTERED, 2, date(2026, 3, 10))


def test_letters_lie_in_the_order_of_their_postcodes_each_on_sheets_of_its_own():
    gathered(3)

    run = laid_out(begun())

    assert run.stage is Stage.READY
    assert [one.content["text"][10:15] for one in run.letters.order_by("place")] == [
        one.content["text"][10:15] for one in run.letters.order_by("-pk")
    ]
    pages = pdf_of(run).pages
    first, second = pages[0].extract_text(), pages[2].extract_text()
    assert "사람2\n한누리대로 2\n30197" in first
    assert "사람1" in second
    assert f"{run.number}-00002" in second
    assert pages[1].extract_text().strip() == ""  # the back of the first sheet
    assert [one.sheets for one in run.letters.all()] == [1, 1, 1]


def test_a_print_file_is_tagged_and_the_same_letters_give_the_same_bytes():
    gathered(2)
    run = begun()
    size = runs.terms(TODAY).part

    once, again = runs.lay_out(run.key, 1, size), runs.lay_out(run.key, 1, size)

    assert once.pdf == again.pdf
    catalogue = pypdf.PdfReader(BytesIO(once.pdf)).trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert str(catalogue["/Lang"]).startswith("ko")


def test_a_part_that_is_laid_out_twice_is_kept_once(settings):
    gathered(runs.terms(TODAY).part + 1)
    run = begun()
    size = runs.terms(TODAY).part
    made = runs.lay_out(run.key, 1, size)

    assert runs.keep_part(run=run.key, part=1, size=size, made=made, on=TODAY)
    assert not runs.keep_part(run=run.key, part=1, size=size, made=made, on=TODAY)

    run.refresh_from_db()
    assert (run.stage, run.part_count, run.files.count()) == (Stage.LAYING_OUT, 2, 1)
    assert KeptFile.objects.count() == 1
    assert runs.lay_out(run.key, 1, size) is None


def test_the_hashes_of_the_files_stand_on_the_log():
    gathered(1)

    run = laid_out(begun())

    leaf = Entry.objects.filter(kind="printing.laid_out").latest("pk")
    assert run.files.get().sha256 in str(leaf.sealed)


def test_a_cancelled_run_gives_its_letters_back_and_keeps_no_file():
    gathered(2)
    run = laid_out(begun())

    runs.cancel(key=run.key, reason="주소가 틀렸습니다", seen=run.version, by=OFFICER, on=TODAY)

    assert [pile.letters for pile in queries.piles()] == [2]
    assert not run.files.exclude(file=None).exists()
    assert begun().letter_count == 2


def test_whoever_sent_them_hears_when_they_were_posted(registered):
    keys = gathered(2)

    run = posted(begun(Service.REGISTERED))

    (event,) = told()
    assert event["keys"] == [str(key) for key in reversed(keys)]
    assert event["owner_keys"] == ["k1", "k0"]
    assert (event["service"], event["posted_on"]) == ("registered", "2026-03-03")
    assert (run.stage, run.posted_on, run.receipt) == (Stage.POSTED, TODAY, "R-1")
    found = queries.letters_of(keys)
    assert found[keys[0]].posted_on == TODAY
    assert found[keys[0]].number == f"{run.number}-00002"


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 3, 4)])
def test_a_run_is_posted_on_no_day_before_it_was_made_nor_after_today(day):
    gathered(1)
    run = laid_out(begun())

    with pytest.raises(Refused, match="day from"):
        runs.post(key=run.key, posted_on=day, receipt="", seen=run.version, by=OFFICER, on=TODAY)


def test_what_the_post_says_reaches_whoever_sent_the_letters_and_closes_the_run():
    keys = gathered(2)
    run = posted(begun())
    first, second = (f"{run.number}-{place:05d}" for place in (1, 2))

    new = runs.note_results(
        [PostResult(first, TODAY), PostResult(second, TODAY, Reason.ABSENT, "1234567890123")],
        by=OFFICER,
        on=TODAY,
    )

    run.refresh_from_db()
    assert (new, run.stage) == (2, Stage.CLOSED)
    by_number = {one.number: key for key, one in queries.letters_of(keys).items()}
    assert message_row(by_number[first]).state == State.DELIVERED
    back = message_row(by_number[second])
    assert (back.state, back.reason) == (State.PERMANENT_FAILURE, "post-absent")
    assert queries.letters_of(keys)[by_number[second]].tracking == "1234567890123"


def test_a_result_said_twice_is_written_once_and_another_is_refused():
    gathered(2)
    run = posted(begun())
    number = f"{run.number}-00001"
    runs.note_results([PostResult(number, TODAY)], by=OFFICER, on=TODAY)

    assert runs.note_results([PostResult(number, TODAY)], by=OFFICER, on=TODAY) == 0
    with pytest.raises(Refused, match="Another result"):
        runs.note_results([PostResult(number, TODAY, Reason.MOVED)], by=OFFICER, on=TODAY)


@pytest.mark.parametrize("number", ["", "-", "2026-000001-", "2026-000001-00009", "x-00001", "2026-000001-١"])
def test_a_number_that_is_no_letters_is_refused_in_words(number):
    gathered(1)
    posted(begun())

    with pytest.raises(Refused, match="no letter of this number"):
        runs.note_results([PostResult(number, TODAY)], by=OFFICER, on=TODAY)


def test_a_run_is_closed_on_the_day_after_the_post_was_waited_for_long_enough():
    (key,) = gathered(1)
    run = posted(begun())
    waits = runs.terms(TODAY).news[Service.ORDINARY]
    last = date.fromordinal(TODAY.toordinal() + waits)

    assert runs.closing(last) == []
    assert not runs.close(key=run.key, on=last)
    after = date.fromordinal(last.toordinal() + 1)
    assert runs.closing(after) == [run.key]
    assert runs.close(key=run.key, on=after)

    run.refresh_from_db()
    assert run.stage is Stage.CLOSED
    assert Letter.objects.get().state == LetterState.UNREPORTED
    assert message_row(key).state == State.HANDED_OVER
    assert message_row(key).completed_at is not None


def test_what_letters_said_is_destroyed_once_they_were_kept_long_enough():
    gathered(1)
    run = posted(begun())
    runs.note_results([PostResult(f"{run.number}-00001", TODAY)], by=OFFICER, on=TODAY)
    last = date.fromordinal(TODAY.toordinal() + runs.terms(TODAY).keeping)

    assert runs.to_be_destroyed(last) == []
    after = date.fromordinal(last.toordinal() + 1)
    assert runs.to_be_destroyed(after) == [run.key]
    assert runs.purge(key=run.key, on=after)
    assert not runs.purge(key=run.key, on=after)

    letter = Letter.objects.get()
    assert (letter.address, letter.content, letter.state) == (None, None, LetterState.DELIVERED)
    assert not run.files.exclude(file=None).exists()


def test_the_list_names_each_letter_with_its_address_its_sheets_and_its_file():
    gathered(2)
    run = laid_out(begun())

    first, second = tables.list_lines(run, queries.listed(run))

    assert first == [
        f"{run.number}-00001",
        "사람1",
        "한누리대로 1",
        "30198",
        1,
        None,
        f"{run.number}-001.pdf",
    ]
    assert second[1] == "사람0"


def test_nothing_is_put_together_where_nothing_waits():
    with pytest.raises(Refused, match="No letter waits"):
        runs.begin(service=Service.REGISTERED, by=OFFICER, on=TODAY)


def test_more_letters_than_a_run_takes_wait_for_the_next_the_most_pressing_first(registered, monkeypatch):
    gathered(4)
    some = runs.terms(TODAY)
    monkeypatch.setattr(
        runs, "terms", lambda _on: type(some)(some.first, 3, 2, some.news, some.keeping, some.cites)
    )

    run = begun(Service.REGISTERED)

    assert (run.letter_count, run.part_count, run.post_by) == (3, 2, date(2026, 3, 10))
    assert [one.post_by for one in Letter.objects.filter(run=None)] == [date(2026, 3, 13)]
    assert AT.date() < TODAY
