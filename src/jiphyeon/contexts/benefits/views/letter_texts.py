"""The letters of a case, made anew each time from what was decided: the decision, the receipt, the plan of payments.

All of them say the same as the pages, in Korean or in English as the caller has made active; what they rest on is held by
the public record, and the code on each leads there.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from jiphyeon.contexts.benefits.enums import PER_WORDS, Deed, Verdict
from jiphyeon.contexts.benefits.models import Case, Decision, Payment
from jiphyeon.contexts.benefits.queries.applications import sent_lines
from jiphyeon.contexts.benefits.queries.letters import KINDS, named
from jiphyeon.contexts.benefits.queries.reasons import reason_texts
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.accounts.names import names_of, writer
from jiphyeon.foundation.casework import agents
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
from jiphyeon.foundation.organisation.models import Post, Unit
from jiphyeon.foundation.ui.context import city_name
from jiphyeon.foundation.ui.saying import day, localized, won
from jiphyeon.kernel import Words
from jiphyeon.kernel.words import Language


def letter(case: Case, what: str, *, speech: Language, check: str, today: date) -> Document | None:
    """Return a letter of a case in a language, which the caller has made the active one; None where there is none.

    `check` is the address of the page where anybody checks a number; `today` is the day of a plan, which moves.
    """
    if what not in dict(named(case)):
        return None
    on, blocks, leaf = {
        "decision": _decision,
        "payments": _payments,
        "sent": _sent,
        "receipt": _receipt,
    }[what](case, speech, today)
    name = names_of([case.person], speech).get(case.person, "")
    return Document(
        language=speech,
        title=localized(KINDS[what]),
        office=_office(case),
        number=f"{case.number}-{case.decisions.count()}" if what == "decision" else case.number or "",
        on=on,
        to=_("{name} 님").format(name=name),
        blocks=blocks,
        check=Check.of(check, leaf) if leaf else None,
        demo=settings.DEMO,
    )


Written = tuple[date, list[Block], str]
"""What makes a letter of its own: its day, what it says, and the leaf it can be checked by."""


def _office(case: Case) -> str:
    city = localized(city_name(settings.CITY_PACK))
    unit = Unit.objects.filter(code=programmes.office(case.programme).unit).first()
    return _("{city} {unit}").format(city=city, unit=localized(unit.name)) if unit is not None else city


def _decision(case: Case, speech: Language, _today: date) -> Written:
    decision = case.decisions.latest("id")
    blocks: list[Block] = [
        Text(
            _("신청하신 지원을 드리기로 했습니다.")
            if decision.verdict == Verdict.APPROVE
            else _("신청하신 지원을 해 드리지 못합니다."),
            strong=True,
        ),
        Pairs(_about(case, decision, speech)),
        Heading(_("그렇게 정한 까닭")),
        Points(_reasons(decision, speech)),
    ]
    plan = list(decision.payments.all())
    if plan:
        blocks += [Heading(_("지급 계획")), _plan(plan)]
    return decision.decided_on, [*blocks, _how_to_object(decision)], decision.leaf


def _of(case: Case) -> list[tuple[str, str]]:
    return [
        (_("지원"), localized(programmes.programme(case.programme).names)),
        (_("신청 번호"), case.number or ""),
        (_("신청일"), day(case.applied_on)),
    ]


def _leaf_of_sending(case: Case) -> str:
    sent = case.history.filter(deed=Deed.SUBMIT).exclude(leaf="").order_by("id").last()
    return sent.leaf if sent else ""


def _about(case: Case, decision: Decision, speech: Language) -> list[tuple[str, str]]:
    pairs = _of(case)
    if decision.verdict == Verdict.APPROVE and decision.amount:
        amount = won(decision.amount)
        if (per := PER_WORDS.get(decision.per)) is not None:
            amount = Words(f"{per.ko} {amount}", f"{amount} {per.en}").text(speech)
        if decision.times > 1:
            amount += _(", 모두 {times}번").format(times=decision.times)
        pairs.append((_("금액"), amount))
    return [*pairs, (_("결정한 사람"), _signer(decision, speech))]


def _signer(decision: Decision, speech: Language) -> str:
    """Return who decided, with the title of the seat they signed from."""
    name = writer(speech)(decision.signed_name)
    post = Post.objects.filter(code=decision.signed_post).first()
    if post is None:
        return name
    return Words(f"{post.title.ko} {name}", f"{name}, {post.title.en}").text(speech)


def _reasons(decision: Decision, speech: Language) -> list[str]:
    reasons = [reason_texts(reason, speech) for reason in decision.reason]
    return [f"{one['text']} ({one['citation']})" if one["citation"] else one["text"] for one in reasons] or [
        _("모든 조건에 맞습니다.")
    ]


def _how_to_object(decision: Decision) -> Box:
    remedy = programmes.policy().remedy_on(decision.decided_on)
    object_within = _(
        "이 통지를 받은 날부터 {days}일 안에 이의를 신청하실 수 있습니다({law}). "
        "결정한 날부터 세면 {until}까지입니다. ‘내 신청’에서 바로 하거나 글로 보내 주세요."
    ).format(days=remedy.objection_days, law=localized(remedy.objection), until=day(decision.object_until))
    appeal_within = _(
        "행정심판은 {days}일 안에 따로 청구하실 수 있습니다({law}). 결정한 날부터 세면 {until}까지입니다."
    ).format(days=remedy.appeal_days, law=localized(remedy.appeal), until=day(decision.appeal_until))
    return Box(_("결정이 잘못되었다면"), f"{object_within}\n{appeal_within}")


def _plan(payments: list[Payment]) -> Grid:
    rows = [
        (str(one.number), day(one.pays_on), won(one.amount), localized(one.state.words)) for one in payments
    ]
    return Grid((_("회차"), _("지급일"), _("금액"), _("상태")), rows, right=(0, 2))


def _payments(case: Case, _speech: Language, today: date) -> Written:
    decision = case.decisions.order_by("id").last()
    intro = _(
        "{today} 현재의 지급 계획입니다. 지급 전에 조건을 다시 확인하며, 달라지면 먼저 알려 드립니다."
    ).format(today=day(today))
    return today, [Text(intro), _plan(list(case.payments.all()))], decision.leaf if decision else ""


def _sent(case: Case, _speech: Language, today: date) -> Written:
    facts = [
        (localized(line.label), localized(line.value), f"{localized(line.kind)} · {localized(line.source)}")
        for line in sent_lines(case, today)
    ]
    papers = [f"{one.title} ({day(one.brought_on)})" for one in case.papers.all()]
    blocks: list[Block] = [
        Text(_("신청하실 때의 내용입니다."), strong=True),
        Pairs(_of(case)),
        Grid((_("항목"), _("값"), _("출처")), facts),
    ]
    blocks += [Heading(_("올린 서류")), Points(papers)] if papers else []
    return case.applied_on or today, blocks, _leaf_of_sending(case)


def _receipt(case: Case, _speech: Language, today: date) -> Written:
    blocks: list[Block] = [
        Text(_("신청을 받았습니다."), strong=True),
        Pairs([*_of(case), *agents.pairs(case, today), (_("답을 드릴 날"), day(case.due_on))]),
        Points(
            (
                _("담당자가 확인하고, 결정되면 알림으로 알려 드립니다."),
                _("더 필요한 것이 있으면 먼저 여쭙니다. 그동안 답할 날은 그만큼 미뤄집니다."),
            )
        ),
    ]
    return case.applied_on or today, blocks, _leaf_of_sending(case)
