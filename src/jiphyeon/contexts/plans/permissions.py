"""Who may enter what: a plan owner for initiatives of their own unit."""

from __future__ import annotations

from jiphyeon.contexts.plans.models import Initiative
from jiphyeon.contexts.plans.roles import PLAN_OWNER
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.kernel import Refused


def may_keep(by: Actor, initiative: Initiative) -> bool:
    """Return whether the actor keeps this initiative: the plan's keeper keeps all, others their own unit's."""
    return by.has(PLAN_OWNER) and by.unit in {initiative.owner.code, initiative.plan.keeper.code}


def require_keeper(by: Actor, initiative: Initiative) -> None:
    """Refuse anyone who does not keep this initiative."""
    if not may_keep(by, initiative):
        raise Refused(
            "not_the_owner",
            ko="이 과제는 {owner}에서 관리합니다. 담당자에게 알려 주세요.",
            en="This initiative is kept by {owner_en}. Please tell them.",
            owner=initiative.owner.name.ko,
            owner_en=initiative.owner.name.en,
        )
