"""What an officer may be asked to do. A role is held through an appointment to a post, for a period."""

from collections.abc import Iterable
from enum import StrEnum


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


def known_roles(words: Iterable[str]) -> frozenset[Role]:
    """Return the roles among words, leaving out those that are no longer roles."""
    return frozenset(Role(word) for word in words if word in set(Role))
