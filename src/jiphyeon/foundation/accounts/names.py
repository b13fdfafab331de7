"""People's names in the reader's letters. Rows keep the name as it was on the day; pages in English write it in Latin letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from jiphyeon.foundation.accounts.actors import MACHINE
from jiphyeon.foundation.accounts.models import User


def latin_names() -> dict[str, str]:
    """Return the romanised names of those who ever held a post, by the name pages show, in one query.

    Two people of one name whose romanised names differ are left out: their names stay as they are.
    """
    found: dict[str, set[str]] = {}
    # Names are sealed, so none is compared in the database.
    officers = User.objects.filter(appointments__isnull=False).distinct()
    for shown, latin in officers.values_list("display_name", "latin_name"):
        if shown:
            found.setdefault(shown, set()).add(latin)
    return {shown: latins.pop() for shown, latins in found.items() if len(latins) == 1 and "" not in latins}


def writer(language: str) -> Callable[[str], str]:
    """Return what writes a kept name for a reader; in Korean nothing is looked up."""
    if not language.startswith("en"):
        return str
    known = {MACHINE.name: MACHINE.latin_name, **latin_names()}
    return lambda name: known.get(name, name)


def names_of(people: Iterable[UUID], language: str) -> dict[UUID, str]:
    """Return people's names by key for a reader of "ko" or "en", in one query."""
    users = User.objects.filter(key__in=set(people)).values_list(
        "key", "citizen__legal_name", "display_name", "latin_name", "username"
    )
    # A citizen's name is the one in the register, whatever the page's language.
    return {
        key: legal or (latin if language == "en" else "") or shown or username
        for key, legal, shown, latin, username in users
    }
