"""The auditor's lists: who looked at what, and the deeds of the public log."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from jiphyeon.foundation.accounts.actors import holding
from jiphyeon.foundation.accounts.roles import AUDITOR, roles
from jiphyeon.foundation.audit import queries
from jiphyeon.foundation.audit.queries import DeedLine, LookLine
from jiphyeon.foundation.ledger.kinds import known_kinds
from jiphyeon.foundation.ledger.looks import WHAT
from jiphyeon.foundation.ledger.models import Entry, TrailEntry
from jiphyeon.foundation.queues.declaring import Column, Filter, Queue, View, by_day, by_field, by_moment
from jiphyeon.foundation.ui.saying import language, moment
from jiphyeon.kernel import Words

_AUDITS = holding(AUDITOR)
_EXPORTS = Q(verb=queries.EXPORTED)

LOOKS: Queue[TrailEntry, LookLine] = Queue(
    name="audit.looks",
    words=Words("누가 무엇을 보았나", "Who looked at what"),
    rows=lambda _actor: TrailEntry.objects.all(),
    lines=lambda found, _today: queries.look_lines(found, language()),
    key="id",
    views=(
        View("looks", Words("열람", "Seen"), queries.looked() & ~queries.OWN),
        View("deeds", Words("처리", "Done"), ~queries.looked() & ~_EXPORTS & ~queries.OWN),
        View("exports", Words("내려받기", "Taken away"), _EXPORTS),
        View("own", Words("본인이 한 것", "By the person"), queries.OWN),
        View("all", Words("모두", "All"), Q()),
    ),
    columns=(
        Column("at", Words("언제", "When"), lambda row: moment(row.at), sort="id", where="page"),
        Column("moment", Words("언제", "When"), lambda row: queries.sortable(row.at), where="file"),
        Column("by", Words("누가", "Who"), lambda row: row.by),
        Column("post", Words("자리", "Post"), lambda row: row.post, hide_on_phone=True),
        Column("what", Words("무엇을 했나", "What"), lambda row: row.what),
        Column("data", Words("자료", "Data"), lambda row: row.data),
        Column("number", Words("번호", "Number"), lambda row: row.number),
        Column("whose", Words("누구의", "Whose"), lambda row: row.whose, personal=True),
        Column("why", Words("왜", "Why"), lambda row: row.why),
        Column("room", Words("업무", "Room"), lambda row: row.room, where="file"),
        Column("line", Words("줄 번호", "Line"), lambda row: row.id, "number", where="file"),
    ),
    page="audit:looks",
    item=lambda row: reverse("audit:look", args=[row.id]),
    may=_AUDITS,
    sort="-id",
    search=(),
    in_search=False,
    search_words=Words("이름, 번호, 까닭", "Name, number, reason"),
    means=queries.means_look,
    periods=(by_moment("at", Words("언제", "When")),),
    person="person",
    filters=(
        by_field(
            "actor",
            Words("누가", "Who"),
            lambda: queries.officers_ever(language()),
            Words("모든 직원", "Every officer"),
        ),
        Filter(
            "role",
            Words("역할", "Role"),
            lambda: [(str(role), role.words) for role in roles()],
            queries.by_role,
            Words("모든 역할", "Every role"),
        ),
        Filter(
            "room",
            Words("업무", "Room"),
            lambda: sorted(queries.room_words().items()),
            lambda value: Q(verb__startswith=f"{value}."),
            Words("모든 업무", "Every room"),
        ),
        Filter(
            "deed",
            Words("한 일", "Deed"),
            lambda: list(WHAT.items()),
            queries.by_deed,
            Words("모든 일", "Every deed"),
        ),
        Filter(
            "data",
            Words("자료", "Data"),
            lambda: sorted(queries.data_words().items()),
            lambda value: Q(about__startswith=f"{value}:"),
            Words("모든 자료", "All data"),
        ),
    ),
    opens=_AUDITS,
    empty=Words("이 보기에 남은 기록이 없습니다.", "Nothing is recorded in this view."),
    reason="감사",
)

DEEDS: Queue[Entry, DeedLine] = Queue(
    name="audit.deeds",
    words=Words("기록된 처리", "Recorded deeds"),
    rows=lambda _actor: Entry.objects.defer("sealed", "leaf"),
    lines=lambda found, _today: queries.deed_lines(found, language()),
    key="id",
    views=(
        View("all", Words("모두", "All"), Q()),
        View("unplaced", Words("아직 차례가 없음", "Not in order yet"), Q(index__isnull=True)),
        View("forgotten", Words("내용을 파기함", "Facts forgotten"), Q(sealed__isnull=True)),
    ),
    columns=(
        Column("at", Words("언제", "When"), lambda row: moment(row.at), sort="id", where="page"),
        Column("moment", Words("언제", "When"), lambda row: queries.sortable(row.at), where="file"),
        Column("on", Words("업무 날짜", "Civil day"), lambda row: row.on, "date", hide_on_phone=True),
        Column("room", Words("업무", "Room"), lambda row: row.room),
        Column("kind", Words("한 일", "Deed"), lambda row: row.kind),
        Column("number", Words("번호", "Number"), lambda row: row.number),
        Column("by", Words("누가", "Who"), lambda row: row.by),
        Column("leaf", Words("기록 번호", "Record"), lambda row: row.leaf),
    ),
    page="audit:deeds",
    item=lambda row: f"{reverse('ledger:check')}?q={row.leaf_hash}",
    may=_AUDITS,
    sort="-id",
    search=(),
    in_search=False,
    search_words=Words("번호, 기록 번호, 직원 이름", "Number, record, officer"),
    means=queries.means_deed,
    periods=(
        by_moment("recorded_at", Words("기록한 때", "Recorded")),
        by_day("on", Words("업무 날짜", "Civil day")),
    ),
    filters=(
        Filter(
            "room",
            Words("업무", "Room"),
            lambda: sorted(queries.room_words().items()),
            lambda value: Q(kind__startswith=f"{value}."),
            Words("모든 업무", "Every room"),
        ),
        by_field("kind", Words("한 일", "Deed"), known_kinds, Words("모든 일", "Every deed")),
    ),
    empty=Words("이 보기에 남은 기록이 없습니다.", "Nothing is recorded in this view."),
    reason="감사",
)
