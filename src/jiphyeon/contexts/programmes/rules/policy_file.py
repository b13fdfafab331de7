"""Reads a pack's benefits.yaml; anything misspelt, missing or of the wrong kind is refused with its line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jiphyeon.contexts.programmes.rules.policy import (
    AskedTogether,
    Call,
    Conflict,
    Facility,
    FinderQuestions,
    Policy,
    Programme,
    Qualification,
    Remedy,
    Retention,
    TakingBack,
    Terms,
)
from jiphyeon.kernel import Citation, Period, Place, Refused, Words, source
from jiphyeon.kernel.source import Block
from jiphyeon.methods.rules import Pack, Rows, Type, tree

_KINDS = ("money", "stage", "fee")


def _refused(block: Block, key: str, ko: str, en: str) -> Refused:
    entry = block.entries.get(key)
    return Refused("policy_wrong", ko=ko, en=en, place=Place(block.file, entry.line if entry else block.line))


def _named(block: Block, what: str) -> Words:
    return Words(block.text("ko", what), block.text("en", what))


def _words(block: Block, key: str, what: str) -> Words | None:
    return block.words(key, what) if key in block else None


def _cites(block: Block, what: str) -> tuple[Citation, ...]:
    return tuple(one.cited(f"a citation of {what}") for one in block.listed("cites", what, default=True))


def _by_first_day(dated: Sequence[Terms | Retention | TakingBack]) -> bool:
    return bool(dated) and [one.first for one in dated] == sorted({one.first for one in dated})


_OF_TERMS = (
    "from", "answer_working_days", "supplement_days", "machine_may_approve", "two_people", "verified", "pay_day",
    "cites",
)  # fmt: skip


def _terms(block: Block, programme: str) -> Terms:
    what = f"the terms of {programme}"
    block.only(_OF_TERMS, what)
    return Terms(
        first=block.day("from", what),
        answer_working_days=block.whole("answer_working_days", what, least=1),
        supplement_days=block.whole("supplement_days", what, least=1),
        machine_may_approve=block.truth("machine_may_approve", what),
        two_people=block.truth("two_people", what),
        verified=block.truth("verified", what),
        pay_day=block.whole("pay_day", what, least=1) if "pay_day" in block else None,
        cites=_cites(block, what),
    )


def _call(block: Block, programme: str) -> Call:
    what = f"a call of {programme}"
    block.only(("id", "ko", "en", "first", "last", "verified", "note"), what)
    return Call(
        id=block.text("id", what),
        words=_named(block, what),
        period=Period(block.day("first", what), block.day("last", what)),
        verified=block.truth("verified", what),
        note=_words(block, "note", what),
    )


def _conflict(block: Block, programme: str) -> Conflict:
    what = f"a conflict of {programme}"
    block.only(("programme", "ko", "en", "cite"), what)
    return Conflict(block.text("programme", what), _named(block, what), block.citation("cite", what))


_OF_A_PROGRAMME = (
    "kind", "initiative", "unit", "terms", "figures", "calls", "conflicts", "papers", "outcome_months", "stage",
    "period_for", "search_words", "reduction",
)  # fmt: skip


def _programme(key: str, block: Block) -> Programme:
    block.only(_OF_A_PROGRAMME, key)
    kind = block.choice("kind", _KINDS, key)
    terms = tuple(_terms(one, key) for one in block.listed("terms", key))
    if kind == "money" and any(one.pay_day is None for one in terms):
        raise _refused(
            block,
            "terms",
            "돈을 드리는 지원에는 지급일이 있어야 합니다.",
            "What pays money needs a pay_day.",
        )
    if (kind == "fee") != ("reduction" in block):
        raise _refused(
            block,
            "reduction",
            "reduction은 요금 감면에만, 그리고 반드시 적습니다.",
            "A fee names the table of its reductions (reduction), and nothing else does.",
        )
    if not _by_first_day(terms):
        raise _refused(
            block,
            "terms",
            "시작일이 빠른 것부터 하나씩 적어 주세요.",
            "List the terms by their first day, earliest first, no day twice.",
        )
    figures = block.block("figures", key) if "figures" in block else None
    papers = block.block("papers", key) if "papers" in block else None
    return Programme(
        id=key,
        kind=kind,
        initiative=block.text("initiative", key),
        unit=block.text("unit", key),
        figures={name: figures.text(name, f"the figures of {key}") for name in figures.entries}
        if figures
        else {},
        terms=terms,
        calls=tuple(_call(one, key) for one in block.listed("calls", key, default=True)),
        conflicts=tuple(_conflict(one, key) for one in block.listed("conflicts", key, default=True)),
        papers={name: papers.words(name, f"the papers of {key}") for name in papers.entries}
        if papers
        else {},
        outcome_months=tuple(
            source.whole_of(one, least=1) for one in block.values("outcome_months", key, default=True)
        ),
        stage=_words(block, "stage", key),
        period_for=_words(block, "period_for", key),
        search_words=block.text("search_words", key, ""),
        reduction=block.text("reduction", key, ""),
    )


_DAYS = ("opinion_days", "objection_days", "answer_days", "extension_days", "appeal_days")


def _remedy(block: Block) -> Remedy:
    what = "a remedy"
    block.only(("from", *_DAYS, "objection", "appeal"), what)
    return Remedy(
        first=block.day("from", what),
        objection=block.citation("objection", what),
        appeal=block.citation("appeal", what),
        **{name: block.whole(name, what, least=1) for name in _DAYS},
    )


def _taking_back(block: Block) -> TakingBack:
    what = "how long a proposal can be taken back"
    block.only(("from", "working_days", "rule"), what)
    return TakingBack(
        first=block.day("from", what),
        working_days=block.whole("working_days", what, least=1),
        rule=block.citation("rule", what),
    )


_ENDS = ("draft", "withdrawn", "returned", "refused", "completed", "stopped", "wish")


def _retention(block: Block) -> Retention:
    what = "the time to keep papers"
    months = block.only(("from", "months", "verified", "cites"), what).block("months", what).only(_ENDS, what)
    cites = _cites(block, what)
    if not cites:
        raise _refused(
            block,
            "cites",
            "보관 기간의 근거를 적어 주세요.",
            "Name the law that the time to keep papers rests on.",
        )
    return Retention(
        first=block.day("from", what),
        months={name: months.whole(name, what, least=0) for name in _ENDS},
        verified=block.truth("verified", what),
        cites=cites,
    )


def _facility(key: str, block: Block) -> Facility:
    block.only(("ko", "en", "fee", "unit", "from", "verified", "programme"), key)
    return Facility(
        id=key,
        words=_named(block, key),
        fee=block.whole("fee", key, least=1),
        unit=block.words("unit", key),
        first=block.day("from", key),
        verified=block.truth("verified", key),
        programme=block.text("programme", key),
    )


def _qualification(key: str, block: Block) -> Qualification:
    block.only(("ko", "en", "from_age", "to_age"), key)
    ages = {name: block.text(name, key) for name in ("from_age", "to_age") if name in block}
    return Qualification(_named(block, key), **ages)


def _asked_together(block: Block) -> AskedTogether:
    what = "facts asked together"
    block.only(("question", "why", "facts"), what)
    facts = tuple(source.text_of(one) for one in block.values("facts", what))
    return AskedTogether(block.words("question", what), block.words("why", what), facts)


def _finder_questions(block: Block) -> FinderQuestions:
    what = "the finder's questions"
    block.only(("most", "together"), what)
    return FinderQuestions(
        most=block.whole("most", what, least=1),
        together=tuple(_asked_together(one) for one in block.listed("together", what, default=True)),
    )


_TOP = (
    "programmes", "remedies", "retention", "taking_back", "facilities", "finder", "finder_questions", "qualifications",
)  # fmt: skip


def read(path: Path) -> Policy:
    """Read the office's policy from a file. Refused with file and line on anything unclear."""
    what = "the office's policy"
    top = source.read(path, path.name).only(_TOP, what)
    remedies = tuple(_remedy(one) for one in top.listed("remedies", what))
    if not remedies:
        raise _refused(
            top, "remedies", "불복 방법이 하나는 있어야 합니다.", "At least one way to object is needed."
        )
    retention = tuple(_retention(one) for one in top.listed("retention", what))
    if not _by_first_day(retention):
        raise _refused(
            top,
            "retention",
            "보관 기간을 시작일이 빠른 것부터 하나씩 적어 주세요.",
            "List how long papers are kept by the first day, earliest first, no day twice.",
        )
    taking_back = tuple(_taking_back(one) for one in top.listed("taking_back", what))
    if not taking_back or not _by_first_day(taking_back):
        raise _refused(
            top,
            "taking_back",
            "결정안을 거둘 수 있는 기간을 시작일이 빠른 것부터 하나씩 적어 주세요.",
            "List how long a proposal can be taken back by the first day, earliest first, no day twice.",
        )
    facilities = top.named("facilities", what, default=True)
    kinds = top.named("qualifications", what, default=True)
    return Policy(
        programmes={key: _programme(key, one) for key, one in top.named("programmes", what).items()},
        remedies=remedies,
        retention=retention,
        taking_back=taking_back,
        facilities={key: _facility(key, one) for key, one in facilities.items()},
        qualifications={key: _qualification(key, one) for key, one in kinds.items()},
        finder=tuple(source.text_of(one) for one in top.values("finder", what, default=True)),
        asks=_finder_questions(top.block("finder_questions", what))
        if "finder_questions" in top
        else FinderQuestions(),
    )


def check_against(policy: Policy, pack: Pack) -> None:
    """Refuse a policy that speaks of programmes or facts the rules do not have."""
    _check_asked(policy, pack)
    for programme in policy.programmes.values():
        place = Place("benefits.yaml", column=f"programmes.{programme.id}")
        if programme.id not in pack.programmes:
            known = ", ".join(sorted(pack.programmes))
            raise Refused(
                "no_rules",
                ko="‘{id}’의 규칙이 없습니다. 규칙이 있는 것: {known}",
                en="There are no rules for {id}; there are for {known}.",
                place=place,
                id=programme.id,
                known=known,
            )
        for name in set(programme.papers) - set(pack.facts):
            raise Refused(
                "no_fact",
                ko="papers에 적힌 ‘{name}’은(는) 사실이 아닙니다. facts.yaml의 이름으로 적어 주세요.",
                en="papers names {name!r}, which is no fact.",
                place=place,
                name=name,
            )
        if programme.kind == "fee":
            _check_reductions(programme, policy, pack, place)
        for conflict in programme.conflicts:
            if conflict.programme not in policy.programmes:
                raise Refused(
                    "no_conflict",
                    ko="conflicts에 적힌 ‘{name}’은(는) 이 부서의 지원이 아닙니다. programmes의 이름으로 적어 주세요.",
                    en="conflicts names {name!r}, which the office does not run.",
                    place=place,
                    name=conflict.programme,
                )


def _check_asked(policy: Policy, pack: Pack) -> None:
    """Refuse facts asked together of which one is no question of yes or no, or stands on two pages."""
    seen: set[str] = set()
    for name in (name for group in policy.asks.together for name in group.facts):
        fact = pack.facts.get(name)
        if fact is None or fact.type is not Type.BOOLEAN or not fact.askable or name in seen:
            raise Refused(
                "not_together",
                ko="{name!r}은(는) 함께 물을 수 없습니다. 예·아니요로 답하는 사실을 한 번씩만 적어 주세요.",
                en="{name!r} cannot be asked together: name facts answered by yes or no, each once.",
                place=Place("benefits.yaml", column="finder_questions.together"),
                name=name,
            )
        seen.add(name)


def _check_reductions(programme: Programme, policy: Policy, pack: Pack, place: Place) -> None:
    """Refuse a fee that is not rounded, whose table is not there, or whose rows nobody could know of a person."""
    for version in pack.programmes[programme.id].versions:
        if version.amount is None or not isinstance(version.amount.expression, tree.Round):
            raise Refused(
                "no_rounding",
                ko="‘{programme}’은(는) 요금을 줄이는데 금액을 몇 원 단위로 정하는지 적혀 있지 않습니다. floor(…, 10)처럼 적어 주세요.",
                en="{programme} lowers a fee, and its amount does not say how it is rounded: floor(…, 10).",
                place=place,
                programme=programme.id,
            )
        table = version.parameters.get(programme.reduction)
        if table is None or table.shape != "table":
            raise Refused(
                "no_reduction",
                ko="reduction에 적힌 ‘{name}’은(는) 그 규칙의 표가 아닙니다. 규칙에 있는 표의 이름을 적어 주세요.",
                en="reduction names {name!r}, which is no table of its rules.",
                place=place,
                name=programme.reduction,
            )
        tables = [dated.content for dated in table.values]
        for kind in {str(row) for one in tables if isinstance(one, Rows) for row in one.rows}:
            meant = policy.qualifications.get(kind)
            ages = [name for name in (meant.from_age, meant.to_age) if name] if meant else []
            if unknown := [name for name in ages if name not in version.parameters]:
                raise Refused(
                    "no_age",
                    ko="‘{kind}’에 적힌 ‘{name}’이(가) 규칙에 없습니다. 규칙에 있는 값의 이름을 적어 주세요.",
                    en="{kind} names {name!r}, which its rules do not have.",
                    place=place,
                    kind=kind,
                    name=unknown[0],
                )
            if not ages and kind not in pack.facts:
                raise Refused(
                    "no_fact",
                    ko="표의 ‘{kind}’은(는) 사실도, qualifications의 나이도 아닙니다. 둘 가운데 하나로 적어 주세요.",
                    en="{kind!r} of the table is neither a fact nor an age of the qualifications.",
                    place=place,
                    kind=kind,
                )
