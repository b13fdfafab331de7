"""A programme's terms as tables of its page, and as a sheet to print and keep: what it asks, pays and rests on, how to apply."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiphyeon.contexts.programmes.queries.catalogue import ProgrammeCard, Sheet
from jiphyeon.foundation.documents.content import (
    Block,
    Box,
    Check,
    Document,
    Grid,
    Heading,
    Pairs,
    Points,
    Text,
)
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.context import city_name
from jiphyeon.foundation.ui.saying import day, localized
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.kernel.words import Language


def conditions_table(sheet: Sheet) -> Table:
    """Return what a programme asks on a day, condition by condition."""
    return Table(
        [Column("sentence", _("조건")), Column("threshold", _("그날의 기준")), Column("citation", _("근거"))],
        sheet.conditions,
        caption=_("조건"),
    )


def values_table(sheet: Sheet) -> Table:
    """Return every value by the days it holds, the one of the day asked about marked."""
    rows = [
        {
            "label": line.label,
            "state": Badge(_("이날의 값"), "info") if line.current else None,
            "first": line.first,
            "text": line.text,
            "citation": line.citation if line.verified else f"{localized(line.citation)} ({_('확인 전')})",
            "note": line.note,
        }
        for line in sheet.values
    ]
    return Table(
        [
            Column("label", _("이름")),
            Column("state", _("상태"), "badge"),
            Column("first", _("언제부터"), "date"),
            Column("text", _("값")),
            Column("citation", _("근거")),
            Column("note", _("덧붙임")),
        ],
        rows,
        caption=_("값이 언제 어떻게 바뀌었나"),
    )


def sheet_document(
    card: ProgrammeCard, sheet: Sheet, *, on: date, today: date, page: str, speech: Language
) -> Document:
    """Return the sheet in a language, which the caller has made the active one. `on`: the day whose terms it states;
    `page`: the whole address of the programme's page, where the code on the sheet leads.
    """
    city = localized(city_name(settings.CITY_PACK))
    blocks: list[Block] = [
        Text(localized(card.summary), strong=True),
        Text(_("{day}의 기준입니다. 그 뒤에 바뀐 것은 아래 화면에서 보실 수 있습니다.").format(day=day(on))),
        Heading(_("조건")),
        Grid(
            (_("조건"), _("그날의 기준"), _("근거")),
            [
                (
                    localized(one.sentence),
                    localized(one.threshold) if one.threshold else "–",
                    localized(one.citation),
                )
                for one in sheet.conditions
            ],
        ),
        Heading(_("얼마를, 몇 분께")),
        Pairs(_money(sheet)),
        Heading(_("신청 방법")),
        Points(_how(card, sheet, today)),
        Box(_("문의"), _contact(sheet, city)),
    ]
    return Document(
        language=speech,
        title=localized(card.name),
        office=_("{city} {unit}").format(city=city, unit=localized(sheet.unit)) if sheet.unit else city,
        number=_("기준 {version}").format(version=sheet.version),
        on=today,
        blocks=blocks,
        check=Check(page, ""),
        demo=settings.DEMO,
    )


def _money(sheet: Sheet) -> list[tuple[str, str]]:
    pairs = [(_("금액"), f"{localized(one.sentence)} ({localized(one.citation)})") for one in sheet.amounts]
    if sheet.per == "month":
        pairs.append((_("지급"), _("달마다, 최대 {times}번").format(times=sheet.times)))
    elif sheet.per == "year":
        pairs.append((_("지급"), _("해마다, 최대 {times}번").format(times=sheet.times)))
    if sheet.places:
        pairs.append((_("모집 인원"), _("{places}명").format(places=f"{sheet.places:,}")))
    if sheet.ranking:
        order = " → ".join(localized(line) for line in sheet.ranking)
        pairs.append((_("신청이 더 많으면"), order))
    return pairs + [(_("함께 받을 수 없는 것"), localized(line)) for line in sheet.conflicts]


def _how(card: ProgrammeCard, sheet: Sheet, today: date) -> list[str]:
    points = [_when(card, today)]
    if card.kind == "fee":
        points.append(_("시설을 고르면 바로 확인됩니다."))
    else:
        points.append(_("누리집에서 신청하시거나, 담당 부서에 오시거나 글로 보내시면 됩니다."))
    if sheet.items:
        listed = ", ".join(localized(one) for one in sheet.items)
        points.append(
            _("동의해 주시면 가진 기관에서 바로 받아 오고, 아니면 서류로 내셔도 됩니다: {items}").format(
                items=listed
            )
        )
    if sheet.asked:
        points.append(_("여쭙는 것: {items}").format(items=", ".join(localized(one) for one in sheet.asked)))
    if card.kind != "fee":
        days = sheet.terms.answer_working_days
        points.append(
            ngettext(
                "접수 뒤 근무일 {days}일 안에 답해 드립니다.",
                "접수 뒤 근무일 {days}일 안에 답해 드립니다.",
                days,
            ).format(days=days)
        )
    return points


def _when(card: ProgrammeCard, today: date) -> str:
    if card.call is not None and card.call.period.last is not None:
        first, last = day(card.call.period.first), day(card.call.period.last)
        return _("접수 기간: {first}부터 {last}까지").format(first=first, last=last)
    if card.is_open or card.kind == "fee":
        return _("언제든 신청하실 수 있습니다.")
    if card.next_call is not None:
        return _("다음 접수: {first}부터").format(first=day(card.next_call.period.first))
    return _("지금은 접수 기간이 아닙니다({today} 현재).").format(today=day(today))


def _contact(sheet: Sheet, city: str) -> str:
    lines = [localized(sheet.unit) if sheet.unit else city]
    if sheet.telephone is not None:
        unread = "" if sheet.telephone.verified else _(" (확인 전)")
        lines.append(f"{localized(sheet.telephone.words)} {sheet.telephone.number}{unread}")
    return "\n".join(lines)
