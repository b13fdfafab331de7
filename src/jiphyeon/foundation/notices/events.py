"""What this room tells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoticeSent:
    """A notice lies in somebody's inbox; its e-mail has yet to go out."""

    key: str
