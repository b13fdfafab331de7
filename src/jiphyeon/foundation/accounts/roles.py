"""What an officer may be asked to do. A role is held through an appointment to a post, for a period."""

from collections.abc import Iterable
from enum import StrEnum

from jiphyeon.kernel import Words


class Role(StrEnum):
    """Each role is a duty of the office, not a technical permission."""

    PLAN_OWNER = "plan_owner"  # keeps an initiative's milestones and figures
    CASE_OFFICER = "case_officer"  # prepares benefit cases
    CASE_SIGNER = "case_signer"  # signs what the law leaves to a person
    RULES_EDITOR = "rules_editor"  # drafts a programme's next version
    RULES_APPROVER = "rules_approver"  # lets a version take effect; never the one who drafted it
    JOBS_OPERATOR = "jobs_operator"  # sees and retries failed work
    AUDITOR = "auditor"  # reads everything, changes nothing
    ADMINISTRATOR = "administrator"  # appoints officers


DUTIES: dict[Role, Words] = {
    Role.PLAN_OWNER: Words("추진과제 담당", "keeps the plan's initiatives"),
    Role.CASE_OFFICER: Words("심사 담당", "prepares benefit cases"),
    Role.CASE_SIGNER: Words("결재", "signs decisions"),
    Role.RULES_EDITOR: Words("기준 작성", "drafts the rules"),
    Role.RULES_APPROVER: Words("기준 승인", "approves the rules"),
    Role.JOBS_OPERATOR: Words("전산 운영", "runs the machine room"),
    Role.AUDITOR: Words("감사", "reads everything, changes nothing"),
    Role.ADMINISTRATOR: Words("관리자", "appoints officers"),
}


def known_roles(words: Iterable[str]) -> frozenset[Role]:
    """Return the roles among words, leaving out those that are no longer roles."""
    return frozenset(Role(word) for word in words if word in set(Role))
