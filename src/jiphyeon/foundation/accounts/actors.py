"""Who is acting: a plain value that actions take as `by`, made once per request or written down by a job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the machine) as seen by permissions. `user` None means nobody signed in."""

    user: UUID | None = None
    name: str = ""
    is_citizen: bool = False
    roles: frozenset[Role] = frozenset()
    unit: str = ""
    post: str = ""
    bodies: frozenset[str] = frozenset()
    is_machine: bool = False

    @property
    def is_officer(self) -> bool:
        """Return whether this person holds any post today."""
        return bool(self.post)

    def has(self, role: Role) -> bool:
        """Return whether a role is held today."""
        return role in self.roles


NOBODY = Actor()
MACHINE = Actor(name="집현", is_machine=True)


def actor_of(user: User, *, on: date) -> Actor:
    """Return the actor a user is on a civil day: an appointment that has ended gives nothing."""
    held = [a for a in user.appointments.select_related("post__unit") if a.held_on(on)]
    return Actor(
        user=user.key,
        name=str(user),
        is_citizen=hasattr(user, "citizen"),
        roles=frozenset().union(*(a.known_roles() for a in held)),
        unit=held[0].post.unit.code if held else "",
        post=held[0].post.code if held else "",
        bodies=frozenset(m.body.code for m in user.memberships.select_related("body")),
    )
