"""How texts are listed and compared, and how one stands on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from jiphyeon.contexts.wordings import permissions, queries
from jiphyeon.contexts.wordings.enums import Purpose, Stage, Variant
from jiphyeon.contexts.wordings.models import Edition
from jiphyeon.contexts.wordings.queries import EditionRow
from jiphyeon.contexts.wordings.rules.comparing import Difference
from jiphyeon.contexts.wordings.rules.lifecycle import EDITION
from jiphyeon.contexts.wordings.rules.trying import Tried
from jiphyeon.foundation.casework.lifecycle import OtherThan
from jiphyeon.foundation.casework.permissions import no_hand_in
from jiphyeon.foundation.casework.screens import staff_badge
from jiphyeon.foundation.documents import content as paper
from jiphyeon.foundation.queues.declaring import Column as Of
from jiphyeon.foundation.queues.declaring import Filter, Queue, View, by_field
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.kernel import Words
from jiphyeon.methods import wording

EDITIONS: Queue[Edition, EditionRow] = Queue(
    name="wordings.all",
    words=Words("문구", "Wordings"),
    rows=lambda _actor: Edition.objects.all(),
    lines=lambda rows, _today: queries.rows(rows),
    key="number",
    views=(
        View("written", Words("작성 중", "Being written"), Q(state=Stage.DRAFT), work=permissions.writes, of_anybody=True),
        View("waiting", Words("승인 대기", "Waiting for approval"), Q(state=Stage.PROPOSED), work=permissions.approves, of_anybody=True,
             able=lambda actor: no_hand_in(EDITION, OtherThan.MATTER, actor.user)),
        View("used", Words("사용 중", "In use"), Q(state=Stage.APPROVED)),
        View("past", Words("지난 판과 보관함", "Past and archived"), Q(state__in=[Stage.REPLACED, Stage.ARCHIVED, Stage.DROPPED])),
        View("all", Words("모두", "All"), Q()),
    ),
    columns=(
        Of("number", Words("번호", "Number"), lambda row: row.number, sort="number"),
        Of("name", Words("이름", "Name"), lambda row: row.name, sort="name"),
        Of("edition", Words("판", "Edition"), lambda row: row.edition, "number"),
        Of("channel", Words("보내는 길", "Channel"), lambda row: row.channel),
        Of("purpose", Words("쓰임", "Purpose"), lambda row: row.purpose, hide_on_phone=True),
        Of("unit", Words("부서", "Unit"), lambda row: row.unit, hide_on_phone=True),
        Of("state", Words("상태", "State"), lambda row: staff_badge(EDITION, row.stage), "badge"),
    ),
    page="wordings:desk",
    item=lambda row: reverse("wordings:item", args=[row.key]),
    may=permissions.reads,
    sort="-number",
    search=("number", "name"),
    search_words=Words("번호나 이름", "Number or name"),
    filters=(
        Filter("unit", Words("부서", "Unit"), lambda: list(queries.unit_names().items()), lambda value: Q(unit=value), Words("모든 부서", "All units")),
        by_field("channel", Words("보내는 길", "Channel"), queries.channels, Words("모든 길", "All channels")),
        by_field("purpose", Words("쓰임", "Purpose"), lambda: [(one.value, one.words) for one in Purpose], Words("모든 쓰임", "All purposes")),
    ),
    empty=Words("이 보기에는 문구가 없습니다.", "There is no wording in this view."),
)  # fmt: skip


FIELD_WORDS = {
    "name": Words("이름", "Name"),
    "channel": Words("보내는 길", "Channel"),
    "purpose": Words("쓰임", "Purpose"),
    "unit": Words("부서", "Unit"),
    "law": Words("근거", "Legal basis"),
    "subject": Words("제목", "Title"),
    "body": Words("본문", "Text"),
    "easy_body": Words("쉬운 말 본문", "Text in easy Korean"),
    "english_subject": Words("영어 제목", "English title"),
    "english_body": Words("영어 본문", "English text"),
    "buttons": Words("버튼", "Buttons"),
}


def compared(found: Iterable[Difference]) -> Table:
    """Return what changed since the last edition, a change a row."""
    rows = [
        {"field": FIELD_WORDS[one.field], "before": one.before or "-", "after": one.after or "-"}
        for one in found
    ]
    columns = [Column("field", _("어디")), Column("before", _("앞 판")), Column("after", _("이 판"))]
    return Table(columns, rows, _("앞 판과 다른 곳"), phone="cards")


def length_words(found: wording.Measured) -> Words:
    """Return how long a text is, and how long it may be."""
    unit, most = found.limit.unit.words, found.limit.most
    if most is None:
        return Words(f"{found.length:,}{unit.ko}", f"{found.length:,} {unit.en}")
    return Words(f"{found.length:,} / {most:,}{unit.ko}", f"{found.length:,} of {most:,} {unit.en}")


def facts(row: Edition) -> list[tuple[object, object]]:
    """Return what an edition is, in pairs."""
    units = queries.unit_names()
    found: list[tuple[object, object]] = [
        (_("보내는 길"), row.channel.words),
        (_("쓰임"), row.purpose.words),
        (_("부서"), units.get(row.unit, row.unit)),
    ]
    return [*found, (_("근거"), row.law)] if row.law else found


def sheet(row: Edition, tried: Tried, *, office: str, today: date, demo: bool, large: bool) -> paper.Document:
    """Return the text as a letter; its own number stands where a sent letter's would."""
    return paper.Document(
        language="en" if tried.variant is Variant.ENGLISH else "ko",
        title=tried.subject or row.name,
        office=office,
        number=f"{row.number}-{row.edition}",
        on=today,
        blocks=tuple(_on_paper(tried.blocks)),
        demo=demo,
        large=large,
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
