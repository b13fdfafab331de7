"""The list of errands, declared as every room declares one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q
from django.urls import reverse
from tests.errands.models import Complaint, Errand

from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.queues.declaring import Bulk, Column, Queue, View, any_of, by_field
from jiphyeon.foundation.queues.marks import due_mark
from jiphyeon.foundation.queues.standing_in import officers
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Words

KINDS = {"paper": Words("서류", "Paper"), "parcel": Words("소포", "Parcel")}
STATES = {
    "open": Words("열림", "Open"),
    "resting": Words("쉬는 중", "Resting"),
    "done": Words("끝남", "Done"),
}


@dataclass(frozen=True, slots=True)
class ErrandRow:
    """A line of the list."""

    key: UUID
    number: str
    person: str
    kind: Words
    state: str
    due_on: date | None
    mark: Badge | None
    amount: int
    officer: str


def lines(errands, today):
    """Return lines with people's names, in one more query."""
    people = {one.person for one in errands} | {one.officer for one in errands if one.officer}
    names = {
        key: legal or shown or username
        for key, legal, shown, username in User.objects.filter(key__in=people).values_list(
            "key", "citizen__legal_name", "display_name", "username"
        )
    }
    return [
        ErrandRow(
            one.key, one.number, names.get(one.person, ""), KINDS[one.kind], one.state, one.due_on,
            due_mark(one.due_on, today, resting=one.state == "resting") if one.state != "done" else None,
            one.amount, names.get(one.officer, "") if one.officer else "",
        )
        for one in errands
    ]  # fmt: skip


def hand_over(keys, to, by, on):
    """Give errands to an officer; done ones stay with whoever did them."""
    return Errand.objects.filter(number__in=keys).exclude(state="done").update(officer=to)


ERRANDS: Queue[Errand, ErrandRow] = Queue(
    name="errands.all",
    words=Words("심부름", "Errands"),
    rows=lambda _actor: Errand.objects.all(),
    lines=lines,
    key="number",
    views=(
        View("open", Words("할 일", "To do"), Q(state="open"), work=True),
        View("late", Words("기한 지남", "Late"), lambda today: Q(state="open", due_on__lt=today), work=True),
        View(
            "complaints",
            Words("불만", "Complaints"),
            any_of(Complaint.objects.filter(errand=OuterRef("pk"), is_open=True)),
        ),
        View("all", Words("모두", "All"), Q()),
    ),
    columns=(
        Column("number", Words("번호", "Number"), lambda row: row.number, sort="number"),
        Column("person", Words("누구", "Who"), lambda row: row.person, personal=True),
        Column("kind", Words("종류", "Kind"), lambda row: row.kind, hide_on_phone=True),
        Column(
            "state", Words("상태", "State"), lambda row: Badge(STATES[row.state]), "badge", hide_on_phone=True
        ),
        Column("mark", Words("기한", "Due"), lambda row: row.mark, "badge"),
        Column(
            "due_on", Words("날", "Day"), lambda row: row.due_on, "date", sort="due_on", hide_on_phone=True
        ),
        Column(
            "amount", Words("값", "Price"), lambda row: row.amount, "won", sort="amount", hide_on_phone=True
        ),
        Column("officer", Words("담당", "Officer"), lambda row: row.officer, hide_on_phone=True),
        Column("address", Words("주소", "Address"), lambda _row: "=1+1", where="file"),
    ),
    page="errands:list",
    item=lambda row: reverse("errands:item", args=[row.key]),
    may=lambda actor: actor.has(CASE_OFFICER) or actor.has(CASE_SIGNER),
    sort="due_on",
    filters=(
        by_field("kind", Words("종류", "Kind"), lambda: list(KINDS.items()), Words("모든 종류", "All kinds")),
    ),
    person="person",
    officer="officer",
    due="due_on",
    bulk=(
        Bulk(
            "finish",
            Words("고른 것 끝내기", "Finish what is chosen"),
            "errands:finish",
            lambda actor: actor.has(CASE_OFFICER),
            primary=True,
        ),
    ),
    opens=lambda actor: actor.has(CASE_SIGNER),
    assign=hand_over,
    colleagues=lambda today: officers(today, language()),
)
