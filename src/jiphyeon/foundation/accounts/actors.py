"""Who is acting: a plain value that actions take as `by`, made once per request or written down by a job."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiphyeon.foundation.accounts.models import Citizen, User
from jiphyeon.foundation.accounts.roles import Role, known_roles


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
    latin_name: str = ""

    def called(self, language: str) -> str:
        """Return the name in the reader's letters: in English the romanised one, where it is known."""
        return (self.latin_name if language.startswith("en") else "") or self.name

    @property
    def is_officer(self) -> bool:
        """Return whether this person holds any post today."""
        return bool(self.post)

    def has(self, role: Role) -> bool:
        """Return whether a role is held today."""
        return role in self.roles


def holding(*several: Role) -> Callable[[Actor], bool]:
    """Return what tells whether an actor holds any of some roles today."""
    wanted = frozenset(several)
    return lambda actor: bool(actor.roles & wanted)


NOBODY = Actor()
MACHINE = Actor(name="집현", is_machine=True, latin_name="Jiphyeon")


def actor_of(user: User, *, on: date) -> Actor:
    """Return the actor a user is on a civil day: an appointment that has ended gives nothing."""
    posts = user.appointments.order_by("id").values_list(
        "first", "last", "roles", "post__code", "post__unit__code"
    )
    held = [one for one in posts if one[0] <= on and (one[1] is None or on <= one[1])]
    return Actor(
        user=user.key,
        name=str(user),
        is_citizen=Citizen.objects.filter(user=user).exists(),
        roles=frozenset(role for one in held for role in known_roles(one[2])),
        unit=held[0][4] if held else "",
        post=held[0][3] if held else "",
        latin_name=user.latin_name,
        bodies=frozenset(user.memberships.values_list("body__code", flat=True)),
    )
