"""States an initiative and its milestones can be in."""

from enum import StrEnum


class InitiativeState(StrEnum):
    """How an initiative stands on a day."""

    AT_WORK = "at_work"
    WAITING = "waiting"
    NOT_BUILT = "not_built"
    CALLED_OFF = "called_off"


class Change(StrEnum):
    """What a line of a milestone's history records."""

    ADDED = "added"
    MOVED = "moved"
    DONE = "done"
    REOPENED = "reopened"
    RENAMED = "renamed"
    REMOVED = "removed"
    NOTED = "noted"


NAMED = frozenset({Change.ADDED, Change.RENAMED, Change.REMOVED})
"""The changes whose line says what the milestone is called."""
