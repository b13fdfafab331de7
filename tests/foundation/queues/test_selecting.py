"""Rows, counts, pages and neighbours come of the same conditions."""

import random
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from django.db.models import Q
from django.http import QueryDict
from tests.errands.models import Errand
from tests.errands.tables import ERRANDS
from tests.foundation.queues.conftest import TODAY
from tests.lists import assert_counts_are_the_rows, walk

from jiphyeon.foundation.queues import selecting
from jiphyeon.foundation.queues.declaring import Queue, View, by_day
from jiphyeon.foundation.queues.selecting import Selection, selection_of
from jiphyeon.foundation.secrets.words import opened_words
from jiphyeon.kernel import Refused, Words

pytestmark = pytest.mark.django_db
READER = UUID(int=7)
SORTS = ["due_on", "-due_on", "number", "-number", "amount", "-amount"]


def test_every_view_counts_what_it_shows_and_finds_no_row_twice(desk):
    desk.fill(130)

    assert_counts_are_the_rows(ERRANDS, desk.actor("seoyeon"), TODAY)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("view", ["open", "all", "complaints"])
def test_the_pages_of_a_view_hold_every_row_once_in_one_order_forwards_and_backwards(desk, view, sort):
    desk.fill(140)
    actor, chosen = desk.actor("seoyeon"), Selection(view, sort)
    whole = list(selecting.ordered(ERRANDS, chosen, actor, TODAY).values_list("number", flat=True))

    there = walk(ERRANDS, chosen, actor, TODAY)
    order = selecting._Order.of(ERRANDS, sort, ERRANDS.rows(actor))
    end = replace(chosen, before=order.text(Errand.objects.get(number=whole[-1])))
    back = walk(ERRANDS, end, actor, TODAY, backwards=True)

    assert [number for page in there for number in page] == whole
    assert all(len(page) == 50 for page in there[:-1])
    # Backwards, whole pages are cut from the end; what is left over at the top is shown as a whole first page.
    cut = [page for page in back if page != whole[:50]]
    assert [number for page in reversed(cut) for number in page] == whole[-1 - 50 * len(cut) : -1]
    assert back[-1] == whole[:50]


def test_what_is_unknown_stands_last_whichever_way_a_list_is_sorted(desk):
    desk.fill(20)
    actor = desk.actor("seoyeon")

    for sort in ("due_on", "-due_on"):
        days = [row.due_on for row in selecting.ordered(ERRANDS, Selection("all", sort), actor, TODAY)]
        known = [day for day in days if day is not None]

        assert days[: len(known)] == known == sorted(known, reverse=sort.startswith("-"))


def test_a_row_that_leaves_the_list_between_two_pages_hides_no_other(desk):
    desk.fill(120, state="open", due_on=TODAY)
    actor, chosen = desk.actor("seoyeon"), Selection("open", "due_on")
    rows = selecting.in_view(ERRANDS, selecting.narrowed(ERRANDS, chosen, actor, TODAY), "open", TODAY)
    first = selecting.page(ERRANDS, chosen, rows, 120)

    Errand.objects.filter(number__in=[row.number for row in first.rows[:10]]).update(state="done")
    second = selecting.page(ERRANDS, replace(chosen, after=first.after), rows, 110)

    assert second.rows[0].number == "2024-000050"
    assert second.first == 41


def test_neighbours_are_those_beside_a_row_in_the_whole_view(desk):
    desk.fill(130)
    actor, chosen = desk.actor("seoyeon"), Selection("open", "-due_on")
    whole = list(selecting.ordered(ERRANDS, chosen, actor, TODAY))

    for place in (0, 1, 60, len(whole) - 1):
        found = selecting.neighbours(ERRANDS, chosen, whole[place], actor, TODAY)

        assert found.place == place + 1
        assert found.total == len(whole)
        assert found.before == (whole[place - 1].number if place else "")
        assert found.after == (whole[place + 1].number if place + 1 < len(whole) else "")


def test_a_row_that_has_left_the_view_still_knows_what_comes_next(desk):
    desk.fill(9, state="open", due_on=TODAY)
    row = Errand.objects.get(number="2024-000004")
    row.state = "done"
    row.save()

    found = selecting.neighbours(ERRANDS, Selection("open", "due_on"), row, desk.actor("seoyeon"), TODAY)

    assert (found.before, found.after, found.place, found.total) == ("2024-000003", "2024-000005", None, 8)


def test_filters_narrow_every_count(desk):
    desk.fill(40)
    actor = desk.actor("seoyeon")
    rows = selecting.narrowed(ERRANDS, Selection("all", "due_on", (("kind", "parcel"),)), actor, TODAY)

    assert (
        selecting.by_view(ERRANDS, rows, TODAY)["all"] == Errand.objects.filter(kind="parcel").count() == 20
    )


def test_an_address_tells_only_what_the_list_knows():
    selection = selection_of(
        ERRANDS,
        QueryDict("view=nowhere&kind=elephant&sort=person&after=nonsense&mine=yes&number=%202024-000002%20"),
        None,
    )

    assert selection == Selection("open", "due_on", after="nonsense", number="2024-000002")


@pytest.mark.parametrize(
    "text", ["2024", "김하나", "김하나 1990", "2024-000002 김하나", "19900101", "010-1234-5678"]
)
def test_what_is_no_whole_number_goes_on_sealed_even_where_somebody_wrote_it_in_an_address(text):
    selection = selection_of(ERRANDS, QueryDict(urlencode({"view": "all", "number": text})), READER)

    assert (selection.number, selection.name) == ("", text)
    assert urlencode({"number": text}).removeprefix("number=") not in selection.query()


def test_what_one_officer_searched_for_opens_for_them_alone_and_finds_another_nothing(desk):
    desk.fill(5)
    address = QueryDict(urlencode({"view": "all", "number": "김하나"}))
    mine = selection_of(ERRANDS, address, READER)

    kept, other = (selection_of(ERRANDS, QueryDict(mine.query()), who) for who in (READER, uuid4()))

    assert (kept.name, other.name) == ("김하나", "")
    assert not selecting.narrowed(ERRANDS, other, desk.actor("seoyeon"), TODAY).exists()
    assert opened_words(mine.who, purpose="search.words", reader=READER) == ""


MARKS = ["nonsense", "~", "2024-99-99~1", "~~~", "1~2~3", "2024-03-04", "x" * 200, "é~1", "9" * 40 + "~2024"]


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_made_by_hand_still_leads_to_a_page(desk, mark):
    desk.fill(60, state="open")
    actor = desk.actor("seoyeon")
    for chosen in (Selection("open", "due_on", after=mark), Selection("open", "amount", before=mark)):
        rows = selecting.in_view(ERRANDS, selecting.narrowed(ERRANDS, chosen, actor, TODAY), "open", TODAY)

        assert selecting.page(ERRANDS, chosen, rows, 60).rows


def test_a_period_keeps_both_its_ends_and_a_day_that_cannot_be_read_narrows_nothing(desk):
    desk.fill(30)
    queue = replace(ERRANDS, periods=(by_day("due_on", Words("기한", "Due")),))
    known = set(Errand.objects.filter(due_on__range=(TODAY, date(2024, 3, 6))).values_list("pk", flat=True))

    def found(query):
        chosen = selection_of(queue, QueryDict(query), READER)
        return chosen, set(
            selecting.narrowed(queue, chosen, desk.actor("seoyeon"), TODAY).values_list("pk", flat=True)
        )

    chosen, rows = found("since=2024-03-04&until=2024.3.6")
    assert (chosen.since, chosen.until, rows) == ("2024-03-04", "2024-03-06", known)
    assert selection_of(queue, QueryDict(chosen.query()), READER) == chosen
    assert found("since=2024-03-05&until=2024-03-04")[1] == set()
    chosen, rows = found("since=sometime")
    assert (chosen.since, chosen.unread_day, len(rows)) == ("", "sometime", 30)
    assert found("since=9999-99-99&until=0001-01-01")[0].unread_day == "9999-99-99"


def test_a_selection_survives_its_own_address():
    selection = Selection(
        "late", "-amount", (("kind", "paper"),), True, "2024-000002", "", "5~2024-000007", ""
    )

    assert selection_of(ERRANDS, QueryDict(selection.query()), None) == selection


def test_ticked_rows_come_back_in_the_forms_order_and_strangers_are_left_out(desk):
    desk.fill(5)
    post = QueryDict("selected=2024-000003&selected=2024-000001&selected=nobody&selected=2024-000003")

    found = selecting.chosen_keys(ERRANDS, post, QueryDict(""), desk.actor("seoyeon"), TODAY)

    assert found == ["2024-000003", "2024-000001"]


def test_everything_means_all_of_the_selection_and_not_the_page_alone(desk):
    desk.fill(130, state="open")
    desk.fill(10, begin=200, state="done")

    found = selecting.chosen_keys(
        ERRANDS, QueryDict("everything=1"), QueryDict("view=open&kind=paper"), desk.actor("seoyeon"), TODAY
    )

    assert len(found) == 65
    assert set(found) == set(
        Errand.objects.filter(state="open", kind="paper").values_list("number", flat=True)
    )


def test_more_than_can_be_done_at_once_is_refused_before_anything_is_done(desk, monkeypatch):
    desk.fill(30, state="open")
    monkeypatch.setattr(selecting, "MOST_CHOSEN", 20)

    with pytest.raises(Refused) as no:
        selecting.chosen_keys(ERRANDS, QueryDict("everything=1"), QueryDict(""), desk.actor("seoyeon"), TODAY)

    assert no.value.code == "too_many_chosen"


def test_a_queue_wants_views_with_codes_of_their_own():
    view = View("all", Words("모두", "All"), Q())
    given = {
        name: getattr(ERRANDS, name)
        for name in ("name", "words", "rows", "lines", "key", "columns", "page", "item", "may", "sort")
    }

    for views in ((), (view, view)):
        with pytest.raises(ValueError, match="one code each"):
            Queue(views=views, **given)


def test_pages_agree_with_a_plain_sort_whatever_the_rows(desk):
    dice = random.Random(20240304)  # noqa: S311 -- rows, not a secret
    desk.fill(160)
    for row in Errand.objects.all():
        row.amount, row.state = dice.randrange(3), "open"
        row.due_on = None if dice.random() < 0.5 else TODAY
        row.save()
    for sort in SORTS:
        chosen, actor = Selection("open", sort), desk.actor("seoyeon")
        whole = [row.number for row in selecting.ordered(ERRANDS, chosen, actor, TODAY)]

        assert [number for page in walk(ERRANDS, chosen, actor, TODAY) for number in page] == whole


def test_what_no_row_of_the_list_could_be_called_is_no_key_of_it(desk):
    by_id = replace(ERRANDS, key="id")

    assert selecting.valid_keys(by_id, desk.actor("seoyeon"), ["7", "9" * 40, "seven"]) == [7]
