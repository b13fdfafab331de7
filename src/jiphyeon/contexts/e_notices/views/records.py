"""The record of service: what was served on whom, how and when, step by step, as a document that anybody can check."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jiphyeon.contexts.e_notices.enums import Step, Way
from jiphyeon.contexts.e_notices.models import Notice
from jiphyeon.contexts.e_notices.queries.sendings import kind_words
from jiphyeon.contexts.e_notices.queries.texts import Said
from jiphyeon.contexts.e_notices.rules.codes import shown
from jiphyeon.foundation.casework.lifecycle import Reader
from jiphyeon.foundation.documents.content import Box, Check, Document, Grid, Heading, Pairs, Text
from jiphyeon.foundation.organisation.about import city_of
from jiphyeon.foundation.ui.saying import day, language
from jiphyeon.kernel.words import Language
from jiphyeon.methods.wording import html


def as_html(said: Said) -> SafeString:
    """Return a document as it is read on a page."""
    return mark_safe(html(said.body))  # noqa: S308 -- the method writes its own tags and escapes all else


def record_of(row: Notice, what: str, /, *, speech: Language, check: str, today: date) -> Document | None:
    """Return the record of service of a notice; None for a draft, or another paper."""
    if what != "record" or row.step is Step.DRAFTED:
        return None
    lines = list(row.history)
    kind = row.sending.kind
    return Document(
        language=speech,
        title=_("송달 기록"),
        office=city_of(settings.CITY_PACK).name.text(speech),
        number=f"{row.number}",
        on=today,
        to=row.name,
        blocks=(
            Text(_service(row), strong=True),
            Pairs(
                (
                    (_("종류"), kind_words(kind).text(speech)),
                    (_("문서의 해시(SHA-256)"), row.document),
                    (_("확인번호"), shown(row.code)),
                    (_("고지 묶음"), row.sending.number or ""),
                    (_("의견 제출 기한"), day(row.respond_by) if row.respond_by else "-"),
                )
            ),
            Heading(_("한 걸음씩")),
            Grid(
                (_("때"), _("무엇을"), _("누가"), _("기록 번호")),
                [
                    (
                        timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M:%S %z"),
                        _step(row, line.deed, speech),
                        line.by_name,
                        "-".join(line.leaf[at : at + 4] for at in (0, 4, 8)),
                    )
                    for line in lines
                ],
            ),
            Box(
                _("이 문서는 유통증명서가 아닙니다"),
                _(
                    "전자문서 및 전자거래 기본법 제18조의5의 유통증명서는 전담기관이나 공인전자문서중계자가 냅니다. 이것은 시가 스스로 남긴 기록이고, 각 줄은 공개 기록부의 기록 번호로 확인할 수 있습니다."
                ),
            ),
        ),
        check=Check.of(check, lines[-1].leaf) if lines and lines[-1].leaf else None,
        demo=settings.DEMO,
    )


def _service(row: Notice) -> str:
    if row.served_on is None or not isinstance(row.way, Way):
        return _("아직 송달되지 않았습니다.")
    return _("{day}에 송달되었습니다({way}).").format(
        day=day(row.served_on), way=row.way.words.text(language())
    )


def _step(row: Notice, deed: str, speech: Language) -> str:
    return row.lifecycle.deed(deed).did.to(Reader.STAFF).text(speech)
