"""Whose duty a deed is: the refusals that every room gives in the same words."""

from __future__ import annotations

from uuid import UUID

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.kernel import Refused


def require_role(actor: Actor, role: Role, deed_ko: str, deed_en: str) -> None:
    """Refuse an officer who does not hold the role today."""
    if not actor.has(role):
        raise Refused(
            "not_your_duty",
            ko="{deed_ko}은(는) 맡은 직원만 할 수 있습니다. 권한이 필요하면 담당 팀장에게 말씀해 주세요.",
            en="Only an officer in charge may {deed_en}. Ask your team lead if it should be you.",
            deed_ko=deed_ko,
            deed_en=deed_en,
        )


def named(actor: Actor) -> UUID:
    """Return who acts, where a person must. Refused for the machine and for nobody."""
    if actor.user is None:
        raise Refused(
            "nobody", ko="로그인한 사람만 할 수 있습니다.", en="Only somebody signed in can do this."
        )
    return actor.user
