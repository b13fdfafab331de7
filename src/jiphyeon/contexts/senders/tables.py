"""How services, their keys, their use and what they are told are listed, and how a letter stands on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiphyeon.contexts.senders import permissions, queries
from jiphyeon.contexts.senders.enums import Stage, Told, Type
from jiphyeon.contexts.senders.models import Service
from jiphyeon.contexts.senders.queries import EventLine, Found, ServiceRow, UseLine
from jiphyeon.contexts.senders.rules.lifecycle import SERVICE
from jiphyeon.foundation.documents import content as paper
from jiphyeon.foundation.organisation.about import city_of
from jiphyeon.foundation.queues.declaring import Column as Of
from jiphyeon.foundation.queues.declaring import Filter, Queue, View
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.saying import moment
from jiphyeon.foundation.ui.shapes import Tone
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.kernel import Words
from jiphyeon.methods import wording

SERVICES: Queue[Service, ServiceRow] = Queue(
    name="senders.all",
    words=Words("보내는 곳", "Sending services"),
    rows=lambda _actor: Service.objects.all(),
    lines=lambda rows, _today: queries.rows(rows),
    key="number",
    views=(
        View("trial", Words("시험 중", "On trial"), Q(state=Stage.TRIAL)),
        View("live", Words("보내는 중", "Live"), Q(state=Stage.LIVE)),
        View("stopped", Words("멈춤", "Stopped"), Q(state=Stage.STOPPED), work=permissions.manages, of_anybody=True),
        View("closed", Words("닫음", "Closed"), Q(state=Stage.CLOSED)),
        View("all", Words("모두", "All"), Q()),
    ),
    columns=(
        Of("number", Words("번호", "Number"), lambda row: row.number, sort="number"),
        Of("name", Words("이름", "Name"), lambda row: row.name, sort="name"),
        Of("unit", Words("부서", "Unit"), lambda row: row.unit, hide_on_phone=True),
        Of("state", Words("상태", "State"), lambda row: stage_badge(row.stage), "badge"),
    ),
    page="senders:desk",
    item=lambda row: reverse("senders:item", args=[row.key]),
    may=permissions.reads,
    sort="name",
    search=("number", "name"),
    search_words=Words("번호나 이름", "Number or name"),
    filters=(
        Filter("unit", Words("부서", "Unit"), lambda: list(queries.unit_names().items()), lambda value: Q(unit=value), Words("모든 부서", "All units")),
    ),
    empty=Words("이 보기에는 보내는 곳이 없습니다.", "There is no sending service in this view."),
)  # fmt: skip


def stage_badge(stage: Stage) -> Badge:
    """Return where a service stands, as a badge."""
    state = SERVICE.state(stage)
    return Badge(state.names.staff, state.tone)


_TOLD_TONES: dict[Told, Tone] = {Told.WAITING: "info", Told.DONE: "good", Told.GIVEN_UP: "bad"}
_KINDS = {
    "status": Words("보낸 것의 결과", "What became of one"),
    "received": Words("받은 문자", "Text received"),
}


def facts(row: Service) -> list[tuple[object, object]]:
    """Return what a service is, in pairs; guests are counted, not named."""
    units = queries.unit_names()
    yes, no = _("예"), _("아니요")
    found: list[tuple[object, object]] = [
        (_("부서"), units.get(row.unit, row.unit)),
        (_("서비스 번호(service id)"), str(row.key)),
        (_("시험할 때 받는 사람"), _("{count}명").format(count=len(row.guests))),
        ("sms_sender_id", str(row.sms_sender_id)),
    ]
    if row.reply_to:
        found += [(_("답장 받을 이메일"), row.reply_to), ("email_reply_to_id", str(row.reply_to_id))]
    if row.number_for_answers:
        found.append((_("답 문자를 받을 번호"), row.number_for_answers))
    found += [
        (_("다른 나라로도 보냄"), yes if row.abroad else no),
        (_("같은 reference는 한 번만"), yes if row.once else no),
    ]
    if row.callback_url:
        found.append((_("결과를 알릴 주소"), row.callback_url))
    return found


def use(lines: Sequence[UseLine]) -> Table:
    """Return what was sent, a day a row."""
    columns = [Column("day", _("날"), kind="date")]
    columns += [Column(type_.value, type_.words, kind="number") for type_ in Type]
    columns.append(Column("tested", _("시험 열쇠"), kind="number", hide_on_phone=True))
    rows = [
        {"day": line.day, **{type_.value: line.sent[type_] for type_ in Type}, "tested": line.tested}
        for line in lines
    ]
    return Table(
        columns,
        rows,
        _("날마다 보낸 수"),
        empty=Empty(
            _("아직 보낸 것이 없습니다."), _("프로그램이 보내면 날마다 몇 건을 보냈는지 여기에 보입니다.")
        ),
    )


def events(lines: Iterable[EventLine]) -> Table:
    """Return what a service was told of, an event a row."""
    return Table(
        [
            Column("made", _("때")),
            Column("kind", _("무엇을")),
            Column("state", _("상태"), kind="badge"),
            Column("tries", _("부른 횟수"), kind="number"),
            Column("answered", _("답"), hide_on_phone=True),
            Column("key", _("사건 번호"), hide_on_phone=True),
        ],
        [
            {
                "made": moment(line.made_at),
                "kind": _KINDS[line.kind],
                "state": Badge(line.state.words, _TOLD_TONES[line.state]),
                "tries": line.tries,
                "answered": line.answered or "-",
                "key": str(line.key),
            }
            for line in lines
        ],
        _("알린 것"),
        empty=Empty(
            _("알린 것이 없습니다."),
            _("결과를 알릴 주소를 적어 두면, 보낸 것이 어떻게 되었는지 그 주소로 알립니다."),
        ),
    )


def letter(found: Found, *, demo: bool) -> paper.Document:
    """Return a notification by post as it is printed."""
    service = found.row.service
    made = timezone.localtime(found.row.created_at).date()
    return paper.Document(
        language=wording.Wording(found.subject, found.body).language,
        title=found.subject,
        office=city_of(settings.CITY_PACK).name.text("ko"),
        number=str(found.row.key),
        on=made,
        blocks=tuple(_on_paper(wording.blocks(found.body))),
        to=found.to.replace("\n", ", "),
        contact=service.contact_block.replace("\n", ", "),
        demo=demo,
    )


def _on_paper(blocks: Iterable[wording.Block]) -> Iterator[paper.Block]:
    for block in blocks:
        match block:
            case wording.Heading(level, line):
                yield paper.Heading(_as_text(line), level=level)
            case wording.Paragraph(lines) | wording.Quote(lines):
                yield paper.Text("\n".join(map(_as_text, lines)))
            case wording.Items(items, is_numbered):
                yield paper.Points(tuple(map(_as_text, items)), numbered=is_numbered)


def _as_text(line: wording.Line) -> str:
    return "".join(
        part if isinstance(part, str) else part.to if part.text == part.to else f"{part.text}({part.to})"
        for part in line
    )
