"""People's names in the reader's letters. Rows keep the name as it was on the day; pages in English write it in Latin letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import Q

from jiphyeon.foundation.accounts.actors import MACHINE
from jiphyeon.foundation.accounts.finding import latin_mark, latin_ring
from jiphyeon.foundation.accounts.models import Citizen, User
from jiphyeon.kernel import Refused

# Letters, and what stands between the parts of a name: a blank, a hyphen, an apostrophe, a dot, a comma.
_LATIN = re.compile(r"[^\W\d_](?:[^\W\d_]|[ \-'’.,])*")


def latin_names(people: Iterable[UUID] = ()) -> dict[str, str]:
    """Return the names in Latin letters of those who ever held a post, and of `people`, by the name pages show, in one query.

    Two people of one name who write it differently are left out: their names stay as they are.
    """
    found: dict[str, set[str]] = {}
    # Names are sealed, so none is compared in the database.
    users = User.objects.filter(Q(appointments__isnull=False) | Q(key__in=set(people))).distinct()
    for latin, *names in users.values_list("latin_name", "display_name", "citizen__legal_name"):
        for shown in filter(None, set(names)):
            found.setdefault(shown, set()).add(latin)
    return {shown: latins.pop() for shown, latins in found.items() if len(latins) == 1 and "" not in latins}


def writer(language: str, people: Iterable[UUID] = ()) -> Callable[[str], str]:
    """Return what writes a kept name, of an officer or of one of `people`, for a reader; in Korean nothing is looked up."""
    if not language.startswith("en"):
        return str
    known = {MACHINE.name: MACHINE.latin_name, **latin_names(people)}
    return lambda name: known.get(name, name)


def names_of(people: Iterable[UUID], language: str) -> dict[UUID, str]:
    """Return people's names by key for a reader of "ko" or "en", in one query.

    In English the one in Latin letters, where it is known; else a citizen's is the one in the register.
    """
    users = User.objects.filter(key__in=set(people)).values_list(
        "key", "citizen__legal_name", "display_name", "latin_name", "username"
    )
    return {
        key: (latin if language == "en" else "") or legal or shown or username
        for key, legal, shown, latin, username in users
    }


def in_latin_letters(name: str) -> str:
    """Return a name in Latin letters as it is kept; "" stays. Refused in other letters."""
    kept = " ".join(unicodedata.normalize("NFC", name).split())
    if kept and not (latin_ring(kept) and _LATIN.fullmatch(kept)):
        raise Refused(
            "not_latin",
            ko="영문 글자로 적어 주세요. 예: Kim Hana",
            en="Write it in Latin letters, for instance Kim Hana.",
        )
    return kept


def write_latin_name(user: User, name: str) -> None:
    """Keep how somebody writes their name in Latin letters, for pages in English and for searches; "" takes it back.

    Refused in other letters.
    """
    user.latin_name = in_latin_letters(name)
    user.save(update_fields=["latin_name"])
    for citizen in Citizen.objects.filter(user=user):
        citizen.latin_mark = latin_mark(user.latin_name, citizen.legal_name)
        citizen.save(update_fields=["latin_mark"])
