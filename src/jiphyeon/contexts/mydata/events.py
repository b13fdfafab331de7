"""What this room tells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnswersArrived:
    """The holders were asked for what a consent covers; read the outcome with `api.answers`."""

    person: str
    about: str


@dataclass(frozen=True, slots=True)
class ConsentEnded:
    """A consent was withdrawn: whoever relies on its answers from now on must ask otherwise."""

    person: str
    about: str
    consent: str


@dataclass(frozen=True, slots=True)
class GrantToRevoke:
    """The provider has yet to hear that a consent ended."""

    consent: str


@dataclass(frozen=True, slots=True)
class FetchWanted:
    """Somebody wants a regular consent's answers anew, as of a day (ISO)."""

    consent: str
    on: str
