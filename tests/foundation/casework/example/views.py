"""The example's own pages: two lists, two item pages; all else is casework's."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER
from jiphyeon.foundation.accounts.doors import CITIZEN, door, officer
from jiphyeon.foundation.accounts.roles import AUDITOR
from jiphyeon.foundation.casework import bulk
from jiphyeon.foundation.casework.drawing import cells, head, svg
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.foundation.casework.pages import CasePages, Together
from jiphyeon.foundation.casework.screens import Side, state_badge
from jiphyeon.foundation.ui.saying import language
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.kernel import Words

from .lifecycle import STALL, StallDecided
from .models import Stall

DESK = officer(CASE_OFFICER, CASE_SIGNER, AUDITOR)
RENT = 10_000


def decide(key, pressed):
    stall = hold(Stall, key, pressed.deed, by=pressed.by, seen=pressed.seen)
    granted = pressed.deed == "grant"
    move(
        stall,
        pressed.deed,
        by=pressed.by,
        on=pressed.on,
        comment=pressed.comment,
        facts={"granted": granted},
        announce=[StallDecided(str(key), granted)],
    )


def grant(stall, judged, by, on):
    decided = StallDecided(str(stall.key), granted=True)
    move(stall, judged.deed, by=by, on=on, facts={"granted": True}, announce=[decided])


OFFICE = CasePages(
    model=Stall,
    side=Side.OFFICE,
    namespace="stalls",
    door=DESK,
    item="desk_item",
    listing="desk",
    acts={"grant": decide, "refuse": decide},
    together={
        "grant": Together(
            Words("고른 것 허가에 서명하기", "Sign the grants"),
            judge=lambda _stall: bulk.Judged("grant", Words("자리 줌", "Granted"), RENT),
            act=grant,
            roles=frozenset({CASE_SIGNER}),
        )
    },
    readers=(CASE_OFFICER, CASE_SIGNER),
)
PERSON = CasePages(
    model=Stall,
    side=Side.PERSON,
    namespace="stalls",
    door=CITIZEN,
    item="my_item",
    listing="mine",
    readers=OFFICE.readers,
)


def listed(rows, item, *, select=False):
    columns = [
        *([Column("number", "고르기", kind="check")] if select else []),
        Column("number", "번호"),
        Column("place", "자리"),
        Column("state", "상태", kind="badge"),
    ]
    side = Side.OFFICE if select else Side.PERSON
    shown = [
        {"key": row.key, "number": row.number or "–", "place": row.place, "state": state_badge(row, side)}
        for row in rows
    ]
    return Table(
        columns, shown, "노점 신청", row_url=lambda row: reverse(f"stalls:{item}", kwargs={"key": row["key"]})
    )


@door(DESK)
def desk(request):
    table = listed(Stall.objects.exclude(number=None).order_by("number"), "desk_item", select=True)
    return render(request, "stalls/desk.html", {"table": table})


@door(CITIZEN)
def mine(request):
    table = listed(Stall.objects.filter(person=request.actor.user).order_by("pk"), "my_item")
    return render(request, "stalls/mine.html", {"table": table})


@door(DESK)
def desk_item(request, key):
    stall = OFFICE.find(request, key)
    screen = OFFICE.opened(request, stall)
    speech = language()
    rows = [dict(zip("abcdefg", cells(deed, STALL, speech, {}), strict=True)) for deed in STALL.deeds]
    table = Table(
        [Column(key, word) for key, word in zip("abcdefg", head(speech), strict=True)],
        rows,
        "노점 신청의 흐름",
    )
    picture = mark_safe(svg(STALL, speech, in_page=True))  # noqa: S308 -- our own picture
    page = {"stall": stall, "screen": screen, "picture": picture, "table": table}
    return render(request, "stalls/desk_item.html", page)


@door(CITIZEN)
def my_item(request, key):
    stall = PERSON.find(request, key)
    return render(request, "stalls/my_item.html", {"stall": stall, "screen": PERSON.opened(request, stall)})
