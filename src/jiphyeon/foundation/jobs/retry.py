"""When a job is tried again, and when it is not."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta


class Later(Exception):  # noqa: N818 -- an answer, not a malfunction
    """Raised by a task that cannot do its work yet: try again in `seconds`, and do not count it as a failure."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Policy:
    """How long a worker may be silent, how often a job may fail, and how long the waits between are.

    `lease` must be longer than any pause a healthy worker can have; its heartbeat renews it four times as often.
    A lost worker is counted apart from a failure, because a machine that is switched off is not the job's fault;
    but a job that takes its worker down every time must end on the dead list too.
    """

    lease: timedelta = timedelta(seconds=60)
    most_failures: int = 8
    most_losses: int = 5
    first_wait: float = 10.0
    longest_wait: float = 3600.0


def wait_after(failures: int, *, seed: str, policy: Policy) -> timedelta:
    """Return the pause after the n-th failure: doubled each time, capped, and spread by half either way.

    The spread comes from `seed`, so that many jobs that fail together do not come back together, and yet one job's
    waits are the same each time they are worked out.

    >>> wait_after(1, seed="a", policy=Policy()) == wait_after(1, seed="a", policy=Policy())
    True
    """
    doubled = min(policy.longest_wait, policy.first_wait * 2 ** min(failures - 1, 30))
    spread = random.Random(f"{seed}:{failures}").uniform(0.5, 1.5)  # noqa: S311 -- a pause, not a secret
    return timedelta(seconds=doubled * spread)
