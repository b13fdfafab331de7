"""What a room puts on the pages that span rooms: a citizen's own page, and an officer's work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.timelines import Moment
from jiphyeon.kernel import Words


@dataclass(frozen=True, slots=True)
class Part:
    """Moments of one kind on a person's timeline. `kind` stands in the address, `name` on the tab."""

    kind: str
    name: Words
    moments: Sequence[Moment] = ()


@dataclass(frozen=True, slots=True)
class Now:
    """What waits for the person, or comes to them next. `figure` is what counts in it."""

    title: object
    url: str
    text: object = ""
    figure: object = ""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day that a person should not miss. `words` say what it is and nothing of what it is about: they go into calendars
    that others may see; `about` says that, on the person's own page alone. `key` tells it from every other.
    """

    key: str
    day: date
    words: Words
    about: object
    url: str


@dataclass(frozen=True, slots=True)
class Share:
    """All that one room puts on a citizen's page.

    `links` lead on. `reasons` say, for looks of the private trail about `kind:key`, why they were taken; a look that
    stands in none keeps the reason it was noted with.
    """

    parts: Sequence[Part] = ()
    now: Sequence[Now] = ()
    ahead: Sequence[Ahead] = ()
    links: Sequence[tuple[Words, str]] = ()
    reasons: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits for an officer, with its shapes and its day."""

    title: object
    url: str
    badges: Sequence[Badge] = ()
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """One section of an officer's page: doors with their counts, single lines, a sentence, and the way to the rest."""

    name: str
    title: Words
    doors: Sequence[tuple[object, str, int]] = ()
    lines: Sequence[Line] = ()
    text: object = ""
    more: tuple[Words, str] | None = None
