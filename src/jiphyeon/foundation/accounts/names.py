"""Officers' names in the reader's letters. Rows keep the name as it was on the day; pages in English write it in Latin letters."""

from __future__ import annotations

from collections.abc import Callable

from jiphyeon.foundation.accounts.actors import MACHINE
from jiphyeon.foundation.accounts.models import Appointment


def latin_names() -> dict[str, str]:
    """Return the romanised names of those who ever held a post, by the name pages show, in one query.

    Two people of one name whose romanised names differ are left out: their names stay as they are.
    """
    found: dict[str, set[str]] = {}
    named = Appointment.objects.exclude(user__display_name="").values_list(
        "user__display_name", "user__latin_name"
    )
    for shown, latin in named.distinct():
        found.setdefault(shown, set()).add(latin)
    return {shown: latins.pop() for shown, latins in found.items() if len(latins) == 1 and "" not in latins}


def writer(language: str) -> Callable[[str], str]:
    """Return what writes a kept name for a reader; in Korean nothing is looked up."""
    if not language.startswith("en"):
        return str
    known = {MACHINE.name: MACHINE.latin_name, **latin_names()}
    return lambda name: known.get(name, name)
