"""When a clause is judged: at the application, at each payment, or both times.

A time to apply is judged once; whether somebody still lives here is asked again before money goes out. What is not
judged at a moment stands as it was decided, or waits for its own moment.
"""

from __future__ import annotations

from enum import StrEnum


class Moment(StrEnum):
    """The moment somebody is judged at."""

    APPLICATION = "application"
    PAYMENT = "payment"

    # Enum hashes in Python; a plan is looked up by its moment for every citizen.
    __hash__ = str.__hash__


class Judged(StrEnum):
    """When a clause is judged."""

    APPLICATION = "application"
    PAYMENT = "payment"
    ALWAYS = "always"

    def at(self, moment: Moment) -> bool:
        """Return whether the clause is judged at a moment.

        >>> Judged.APPLICATION.at(Moment.PAYMENT), Judged.ALWAYS.at(Moment.PAYMENT)
        (False, True)
        """
        return self is Judged.ALWAYS or self.value == moment.value
