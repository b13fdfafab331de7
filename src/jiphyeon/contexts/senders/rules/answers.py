"""What a program is told when it is not done: the contract's status, class and sentence.

The sentences are English, as the contract's are: programs hold themselves to their beginnings.
"""

from __future__ import annotations

from collections.abc import Iterable


class Rejected(Exception):  # noqa: N818 -- an answer, no malfunction
    """Why a request is not carried out. Each error is (class, sentence)."""

    def __init__(self, status: int, errors: Iterable[tuple[str, str]]) -> None:
        self.status = status
        self.errors = tuple(errors)
        super().__init__(self.errors)

    @property
    def body(self) -> dict[str, object]:
        """Return the answer's body."""
        return {
            "status_code": self.status,
            "errors": [{"error": name, "message": message} for name, message in self.errors],
        }


def invalid(*messages: str) -> Rejected:
    """Return that a request is not of the shape it must have."""
    return Rejected(400, [("ValidationError", message) for message in messages])


def bad(message: str, error: str = "BadRequestError") -> Rejected:
    """Return that a request cannot be carried out as things stand."""
    return Rejected(400, [(error, message)])


def absent() -> Rejected:
    """Return that there is no such thing, or that it is another service's."""
    return Rejected(404, [("NoResultFound", "No result found")])


def no_key(message: str) -> Rejected:
    """Return that nobody knows who asks."""
    return Rejected(401, [("AuthError", f"Unauthorized: {message}")])


def wrong_key(message: str) -> Rejected:
    """Return that whoever asks may not."""
    return Rejected(403, [("AuthError", f"Invalid token: {message}")])


def too_fast(kind: str, most: int, seconds: int) -> Rejected:
    """Return that a key asks more often than it may."""
    return Rejected(
        429,
        [
            (
                "RateLimitError",
                f"Exceeded rate limit for key type {kind.upper()} of {most} requests per {seconds} seconds",
            )
        ],
    )


def too_many(type_: str, most: int) -> Rejected:
    """Return that a service has sent what it may send on one day."""
    return Rejected(429, [("TooManyRequestsError", f"Exceeded {type_} daily limit of {most} for today")])
