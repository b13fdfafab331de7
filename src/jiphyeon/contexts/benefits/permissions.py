"""Who may do what to a case. Not being allowed to know of a case is the same as there being none."""

from __future__ import annotations

from uuid import UUID

from jiphyeon.contexts.benefits.models import Case
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.kernel import Refused

READERS = frozenset({Role.CASE_OFFICER, Role.CASE_SIGNER, Role.AUDITOR})


def reads_desk(actor: Actor) -> bool:
    """Return whether this actor may read the desk."""
    return bool(actor.roles & READERS)


def require_own(actor: Actor, case: Case) -> None:
    """Refuse, as if there were no such case, unless it is the actor's own."""
    if actor.user is None or actor.user != case.person:
        raise Case.DoesNotExist


def require(actor: Actor, role: Role, deed_ko: str, deed_en: str) -> None:
    """Refuse an officer who does not hold the role today."""
    if not actor.has(role):
        raise Refused(
            "not_your_duty",
            ko="{deed_ko}은(는) 맡은 직원만 할 수 있습니다. 권한이 필요하면 담당 팀장에게 말씀해 주세요.",
            en="Only an officer in charge may {deed_en}. Ask your team lead if it should be you.",
            deed_ko=deed_ko,
            deed_en=deed_en,
        )


def require_preparer(actor: Actor) -> None:
    """Refuse unless the actor prepares cases."""
    require(actor, Role.CASE_OFFICER, "심사", "examine cases")


def require_signer(actor: Actor) -> None:
    """Refuse unless the actor signs."""
    require(actor, Role.CASE_SIGNER, "서명", "sign")


def require_stranger(actor: Actor, case: Case) -> None:
    """Refuse an officer who would handle their own application (행정절차법의 공정, 이해충돌)."""
    if actor.user is not None and actor.user == case.person:
        raise Refused(
            "own_case",
            ko="본인의 신청은 직접 처리할 수 없습니다. 다른 직원에게 넘겨 주세요.",
            en="You cannot handle your own application. Please hand it to a colleague.",
        )


def named(actor: Actor) -> UUID:
    """Return who acts, where a person must. Refused for the machine and for nobody."""
    if actor.user is None:
        raise Refused(
            "nobody", ko="로그인한 사람만 할 수 있습니다.", en="Only somebody signed in can do this."
        )
    return actor.user
