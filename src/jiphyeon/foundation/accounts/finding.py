"""Finding people by name although names are sealed: a short keyed mark leads to few, and those few are read."""

from __future__ import annotations

import unicodedata
from uuid import UUID

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


def people_named(name: str) -> list[UUID]:
    """Return the citizens of a whole name, however it is spaced."""
    plain = plain_name(name)
    if not plain:
        return []
    rows = Citizen.objects.filter(name_mark=name_mark(name)).values_list("user__key", "legal_name")
    return [key for key, legal in rows if plain_name(legal or "") == plain]


def officers_named(name: str) -> list[UUID]:
    """Return those who ever held a post, by a whole name in either script; officers are few, so each name is read."""
    plain = plain_name(name)
    if not plain:
        return []
    officers = User.objects.filter(appointments__isnull=False).distinct()
    return [
        key
        for key, *names in officers.values_list("key", "display_name", "latin_name")
        if plain in {plain_name(one or "") for one in names}
    ]
