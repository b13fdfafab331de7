"""What was agreed, and what is known on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from jiphyeon.contexts.mydata.enums import AnswerState, AnswerValue, ConsentState
from jiphyeon.contexts.mydata.models import Consent, ConsentItem, StoredAnswer
from jiphyeon.contexts.mydata.rules.catalogue import Catalogue, read_catalogue
from jiphyeon.contexts.mydata.rules.consent import state_on
from jiphyeon.foundation.ledger.kinds import name_kind
from jiphyeon.foundation.ledger.rows import Leaves, Row, declare, pass_over, unheld
from jiphyeon.kernel import Words, months_between


def catalogue() -> Catalogue:
    """Return the city's catalogue of items, read anew when its file changes."""
    file = Path(settings.CITY_PACK) / "mydata" / "items.yaml"
    return _read(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(file: Path, stamp: int) -> Catalogue:
    del stamp
    return read_catalogue(file.read_text(encoding="utf-8"), file=file.name)


def trail_words() -> dict[str, Words]:
    """Return what items, holders, outcomes and purposes are called that lines of the trail name."""
    known = catalogue()
    items = {code: item.words for code, item in known.items.items()}
    holders = {item.holder: item.holder_words for item in known.items.values()}
    purposes = {one.words.ko: one.words for one in known.purposes.values()}
    return {**items, **holders, **purposes, **{str(state): words for state, words in _OUTCOMES.items()}}


_OUTCOMES = {
    AnswerState.ANSWERED: Words("확인됨", "Answered"),
    AnswerState.REFUSED: Words("동의하지 않음", "Not agreed"),
    AnswerState.UNKNOWN: Words("기관에 자료가 없음", "Holder keeps nothing"),
    AnswerState.HOLDER_ERROR: Words("기관이 답하지 못함", "Holder could not answer"),
    AnswerState.EXPIRED: Words("기한 지남", "Expired"),
}


@dataclass(frozen=True, slots=True)
class FactOnRecord:
    """What is known of one fact on a day; `problem` says in a code why it is not answered."""

    code: str
    fact: str
    state: AnswerState
    value: AnswerValue = None
    problem: str = ""
    rule: str = ""
    obtained_on: date | None = None
    valid_until: date | None = None
    evidence: str = ""


def one_of(person: UUID, key: UUID) -> Consent | None:
    """Return a consent, but only to the person it belongs to."""
    return Consent.objects.of(person).prefetch_related("items").filter(key=key).first()


def consents_of(person: UUID) -> list[Consent]:
    """Return a person's consents, newest first."""
    return list(Consent.objects.of(person).prefetch_related("items"))


def latest_about(person: UUID, about: str) -> list[Consent]:
    """Return the consents about a matter, oldest first."""
    found = Consent.objects.filter(person=person, about=about).exclude(state=ConsentState.CLOSED)
    return list(found.order_by("asked_at", "id").prefetch_related("items"))


def facts_about(person: UUID, about: str, on: date) -> list[FactOnRecord]:
    """Return what is known of every fact asked about a matter; a later consent's word on an item replaces an earlier one's."""
    facts: dict[str, FactOnRecord] = {}
    for consent in latest_about(person, about):
        for known in facts_brought_by(consent, on):
            facts[known.fact] = known
    return list(facts.values())


def facts_brought_by(consent: Consent, on: date) -> list[FactOnRecord]:
    """Return what one consent brought: nothing for items still waiting for the person or the holder."""
    table = catalogue()
    newest: dict[str, StoredAnswer] = {}
    if consent.state == ConsentState.GIVEN:
        for answer in consent.answers.order_by("obtained_at", "id"):
            before = newest.get(answer.fact)
            failed = answer.state == AnswerState.HOLDER_ERROR
            if failed and before is not None and _fact_on_record(before, on).state == AnswerState.ANSWERED:
                continue  # a holder that fails today takes nothing from what it said while that still holds
            newest[answer.fact] = answer
    known = []
    for item in consent.items.all():
        for fact in table.item(item.code).asked(item.facts):
            stored = newest.get(fact.name)
            if (problem := _refusal(consent, item)) is not None:
                known.append(FactOnRecord(item.code, fact.name, AnswerState.REFUSED, problem=problem))
            elif stored is not None:
                known.append(_fact_on_record(stored, on))
    return known


def _refusal(consent: Consent, item: ConsentItem) -> str | None:
    if consent.state == ConsentState.WITHDRAWN:
        return "withdrawn"
    if item.agreed is False or consent.state == ConsentState.REFUSED:
        return "not_agreed"
    return "not_granted" if item.granted is False else None


def _fact_on_record(stored: StoredAnswer, on: date) -> FactOnRecord:
    state = state_on(stored.state, stored.valid_until, on)
    if state == AnswerState.ANSWERED and stored.value is None:
        state = AnswerState.EXPIRED  # its value was erased when its purpose was served
    return FactOnRecord(
        code=stored.code,
        fact=stored.fact,
        state=state,
        value=stored.value if state == AnswerState.ANSWERED else None,
        problem=stored.problem,
        rule=stored.rule,
        obtained_on=stored.obtained_on,
        valid_until=stored.valid_until,
        evidence=stored.evidence,
    )


def due_for_fetching(day: date) -> list[UUID]:
    """Return the regular consents under which the holders should be asked again on a day.

    That is a month after the last fetch, and each day while a fact is expired or a holder failed.
    """
    return [
        consent.key
        for consent in Consent.objects.running_on(day).filter(regular=True, refresh__isnull=False)
        if _is_due(consent, day)
    ]


def _is_due(consent: Consent, day: date) -> bool:
    last = consent.answers.order_by("-obtained_on").values_list("obtained_on", flat=True).first()
    if last is None or months_between(last, day) >= 1:
        return True
    wanting = {AnswerState.EXPIRED, AnswerState.HOLDER_ERROR}
    return last < day and any(known.state in wanting for known in facts_brought_by(consent, day))


def ending_on(day: date) -> list[Consent]:
    """Return the regular consents whose last day is this one."""
    return list(Consent.objects.running_on(day).filter(regular=True, last_day=day))


def consent_facts(consent: Consent, items: list[ConsentItem]) -> dict[str, object]:
    """Return what the leaf of a person's choice commits to."""
    return {
        "holders": sorted({item.holder for item in items if item.agreed}),
        "items": [item.code for item in items if item.agreed],
        "recipient": consent.terms["recipient"]["ko"],
        "purpose": consent.purpose,
        "person": str(consent.person),
        "about": consent.about,
        "regular": consent.regular,
        "first_day": consent.first_day.isoformat(),
        "keep_days": consent.keep_days,
        "last_day": consent.last_day.isoformat(),
        "routes": sorted({item.route for item in items if item.agreed}),
    }


_CHOSEN = ("mydata.given", "mydata.refused")


def declare_rows() -> None:
    """Have this room's rows held against their leaves by `ledger verify --rows`, under the words they go by."""
    name_kind("mydata.given", "자료를 가져오는 데 동의", "Consent given")
    name_kind("mydata.refused", "동의하지 않음", "Consent refused")
    name_kind("mydata.withdrawn", "동의 철회", "Consent withdrawn")
    name_kind("mydata.answered", "기관이 답함", "Holder answered")
    declare(
        Words("동의", "consents"),
        kinds=[*_CHOSEN, "mydata.withdrawn"],
        rows=_consents,
        holds=["mydata.Consent", "mydata.ConsentItem"],
        apart={
            Words("고른 것만 적습니다", "the choice alone is recorded"): [
                *(f"mydata.Consent.{name}" for name in ("return_to", "asked_at", "decided_at")),
                *(f"mydata.ConsentItem.{name}" for name in ("order", "reason", "facts")),
            ],
            Words("받는 기관만 적습니다", "of the terms the recipient alone is recorded"): [
                "mydata.Consent.terms"
            ],
            Words("철회했을 때만 적습니다", "recorded only where it was withdrawn"): [
                "mydata.Consent.state",
                "mydata.Consent.ended_on",
            ],
            Words("가져오는 일은 기록부에 적지 않습니다", "fetching is not put on the log"): [
                *(f"mydata.Consent.{name}" for name in ("fetched_at", "purged_at", "refresh")),
                "mydata.ConsentItem.granted",
            ],
        },
    )
    unheld(
        Words(
            "받은 답은 그것으로 한 판단에서만 견줍니다",
            "what holders answered is compared only in the assessments made of it",
        ),
        ["mydata.StoredAnswer"],
    )
    pass_over(
        Words("동의하는 동안만 쓰입니다", "used only while a consent is given"),
        ["mydata.Authorisation", "mydata.SeenAnswer"],
    )


def _consents(leaves: Leaves) -> Iterator[Row]:
    decided = Consent.objects.filter(decided_at__isnull=False) | Consent.objects.filter(
        state=ConsentState.WITHDRAWN
    )
    for consent in decided.defer("refresh").prefetch_related("items").order_by("pk").iterator(500):
        subject = str(consent.key)
        name = Words(f"동의 {consent.key}", f"consent {consent.key}")
        chosen = [leaf for kind in _CHOSEN for leaf in leaves.about(kind, subject)]
        given = any(item.agreed for item in consent.items.all())
        # A choice may be made anew until something was fetched; the last one of its kind is the one that stands.
        last = [leaf for leaf in chosen if leaf.kind == f"mydata.{'given' if given else 'refused'}"][-1:]
        if consent.decided_at is not None:
            yield Row(
                name,
                f"mydata.{'given' if given else 'refused'}",
                subject,
                consent_facts(consent, list(consent.items.all())),
                leaf=last[0].hash if last else "-",
                earlier=tuple(leaf.hash for leaf in chosen if leaf not in last),
            )
        if consent.state == ConsentState.WITHDRAWN:
            yield Row(
                name, "mydata.withdrawn", subject, {"about": consent.about}, consent.ended_on, counts=False
            )
