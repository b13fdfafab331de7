"""What is due to a home is due once: which applications come from the same home, and which of them has it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from jiphyeon.contexts.benefits.enums import AT_DESK, CaseState
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.rules import verdicts
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.accounts.models import Citizen
from jiphyeon.foundation.secrets.keys import keyed_hash
from jiphyeon.kernel import Refused
from jiphyeon.kernel.text import clean


@dataclass(frozen=True, slots=True)
class Rival:
    """Another application of the same home. `has`: it is being paid, or was within this call; else it waits, sent earlier."""

    number: str
    has: bool


def home_of(case: Case) -> str:
    """Return a keyed hash of where an applicant lives, by their verified address.

    Nothing where the city knows no address, or where the benefit is due to each person.
    """
    if _claim(case) is None:
        return ""
    citizen = Citizen.objects.filter(user__key=case.person).first()
    address = re.sub(r"\s+", " ", clean(citizen.address or "")) if citizen else ""
    return keyed_hash(address, purpose="home") if address else ""


def rival(case: Case, home: str) -> Rival | None:
    """Return the application that comes before a case of this home: one that has the benefit, else one sent earlier.

    Nothing where the benefit is due to each person, or nobody knows the home.
    """
    if not home or _claim(case) is None:
        return None
    others = Case.objects.filter(programme=case.programme, home=home).exclude(pk=case.pk)
    has = _having(others, case).order_by("applied_on", "id").first()
    if has is not None:
        return Rival(has.number or "", has=True)
    earlier = Q(applied_on__lt=case.applied_on) | Q(applied_on=case.applied_on, id__lt=case.pk)
    waits = (
        others.filter(earlier, call=case.call, state__in=AT_DESK).order_by("applied_on", "id").first()
        if case.applied_on
        else None
    )
    return Rival(waits.number or "", has=False) if waits else None


def _having(others: QuerySet[Case], case: Case) -> QuerySet[Case]:
    return others.filter(Q(state=CaseState.APPROVED) | Q(state=CaseState.COMPLETED, call=case.call))


def reason(case: Case, other: Rival) -> verdicts.Reason:
    """Return the reason why a case does not have what another application of the home comes before it for."""
    claim = _claim(case)
    assert claim is not None  # noqa: S101 -- there is a rival only where there is a claim
    return verdicts.same_home(claim, other.number, has=other.has)


def require_free(case: Case) -> None:
    """Refuse to grant or resume what another application of the same home has already."""
    other = rival(case, case.home)
    if other is not None and other.has:
        raise Refused(
            "home_has_it",
            ko="같은 집에서 이미 이 지원을 받고 있어(신청 {number}) 두 번 지급할 수 없습니다. 결정안을 거두고 다시 확인해 주세요.",
            en="The same home already has this support (application {number}), and it is due once. Take the proposal back and look again.",
            number=other.number,
        )


def with_claim(case: Case, decided: Mapping[str, bool], other: Rival | None) -> dict[str, bool]:
    """Return what persons decided, and of a claim due once a home what the office knows: not theirs where another has it."""
    claim = _claim(case)
    if claim is None:
        return dict(decided)
    not_theirs = {claim.id: False} if other is not None and other.has else {}
    return {name: granted for name, granted in decided.items() if name != claim.id} | not_theirs


def _claim(case: Case) -> Any:
    version = programmes.version_on(case.programme, case.began)
    return None if version is None else version.claim
