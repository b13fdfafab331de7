"""Finding people by name although names are sealed: a short keyed mark leads to few, and those few are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import Q

from jiphyeon.foundation.accounts.models import Citizen, User
from jiphyeon.foundation.secrets.keys import keyed_hash

_MARKS = 4_096  # few enough that a mark tells nobody's name, many enough that a search reads one row in four thousand


def plain_name(name: str) -> str:
    """Return a name as names are compared: composed, without blanks, in small letters."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def name_mark(name: str | None) -> int | None:
    """Return the mark of a name, which many names share; None where no name is known."""
    plain = plain_name(name or "")
    return int(keyed_hash(plain, purpose="name_mark"), 16) % _MARKS if plain else None


def latin_ring(name: str | None) -> str:
    """Return the letters of a name in Latin letters, turned so that they begin at the least; "" for one in other letters.

    Whoever writes the family name first or last, with a hyphen or apart, writes the same ring.

    >>> latin_ring("Kim Hana") == latin_ring("kim ha-na") == latin_ring("Hana Kim")
    True
    """
    apart = unicodedata.normalize("NFKD", name or "").casefold()
    letters = "".join(sign for sign in apart if sign.isalpha())
    if not all(unicodedata.name(sign, "").startswith("LATIN") for sign in letters):
        return ""
    return min((letters[place:] + letters[:place] for place in range(len(letters))), default="")


def latin_mark(*names: str | None) -> int | None:
    """Return the mark of the first of several names that is in Latin letters, as `name_mark` does; None where none is."""
    ring = next(filter(None, map(latin_ring, names)), "")
    return int(keyed_hash(ring, purpose="latin_mark"), 16) % _MARKS if ring else None


def people_named(name: str) -> list[UUID]:
    """Return the citizens of a whole name in either script, however it is spaced, and in Latin letters in whatever order."""
    is_theirs = _wanted(name)
    if not plain_name(name):
        return []
    marked = Q(name_mark=name_mark(name))
    if latin_ring(name):
        marked |= Q(latin_mark=latin_mark(name))
    rows = Citizen.objects.filter(marked).values_list("user__key", "legal_name", "user__latin_name")
    return [key for key, *names in rows if is_theirs(names)]


def officers_named(name: str) -> list[UUID]:
    """Return those who ever held a post, by a whole name in either script; officers are few, so each name is read."""
    is_theirs = _wanted(name)
    if not plain_name(name):
        return []
    officers = User.objects.filter(appointments__isnull=False).distinct()
    return [
        key for key, *names in officers.values_list("key", "display_name", "latin_name") if is_theirs(names)
    ]


def _wanted(name: str) -> Callable[[Iterable[str | None]], bool]:
    """Return what tells whether one of somebody's names is the one looked for."""
    plain, ring = plain_name(name), latin_ring(name)
    return lambda names: any(
        plain_name(one) == plain or (ring and latin_ring(one) == ring) for one in names if one
    )
