"""Finding people by name, birth date or telephone although all are sealed: a short keyed mark leads to few, and those few are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from jiphyeon.foundation.accounts.models import Citizen, User
from jiphyeon.foundation.secrets.keys import keyed_hash
from jiphyeon.kernel.days import written_day

_MARKS = 4_096  # few enough that a mark tells nobody's name, many enough that a search reads one row in four thousand
_ABROAD, _AT_HOME = "82", "0"  # +82 10 … is 010 … here
_BETWEEN_DIGITS = frozenset("-.()/\u00b7\u2010\u2011\u2012\u2013\u2014\u2212")
_TELEPHONE = re.compile(r"[0-9]{8,12}")
_NAME_AND_DIGITS = re.compile(r"([^0-9+(]*[^0-9+(\s,])[\s,]*([0-9+(].*)")


def plain_name(name: str) -> str:
    """Return a name as names are compared: composed, without blanks, in small letters."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def name_mark(name: str | None) -> int | None:
    """Return the mark of a name, which many names share; None where no name is known."""
    plain = plain_name(name or "")
    return _mark(plain, "name_mark") if plain else None


def plain_telephone(number: str) -> str:
    """Return a number as numbers are compared: its digits, as they are dialled at home; "" where it is none.

    >>> plain_telephone("+82 (0)10-2415.7700"), plain_telephone("０１０ 2415 7700"), plain_telephone("2024-000123 번")
    ('01024157700', '01024157700', '')
    """
    digits = "".join(
        sign
        for sign in unicodedata.normalize("NFKC", number)
        if not (sign.isspace() or sign in _BETWEEN_DIGITS)
    )
    if digits.startswith("+"):
        digits = digits[1:]
        if digits.startswith(_ABROAD):
            digits = _AT_HOME + digits[len(_ABROAD) :].lstrip(_AT_HOME)
    return digits if _TELEPHONE.fullmatch(digits) else ""


def marks_of(
    *, name: str | None, birth_date: date | None, telephone: str | None, latin_name: str = ""
) -> dict[str, int | None]:
    """Return the columns by which a citizen is found, of what is known of them."""
    dialled = plain_telephone(telephone or "")
    return {
        "name_mark": name_mark(name),
        "birth_mark": _mark(birth_date.isoformat(), "birth_mark") if birth_date else None,
        "telephone_mark": _mark(dialled, "telephone_mark") if dialled else None,
        "latin_mark": latin_mark(latin_name, name),
    }


def _mark(plain: str, purpose: str) -> int:
    return int(keyed_hash(plain, purpose=purpose), 16) % _MARKS


def people_meant(text: str, today: date) -> list[UUID]:
    """Return the citizens of a whole name, of a birth date or of a telephone number, or of a name with one of the two after it.

    All as people write them: with or without dashes, however spaced. At most four questions to the database.
    """
    named = people_named(text)
    if not any(sign.isdigit() for sign in text):
        return named
    parted = _NAME_AND_DIGITS.fullmatch(unicodedata.normalize("NFKC", text).strip())
    name, digits = parted.groups() if parted else ("", text)
    known = [*people_born(digits, lambda: today), *people_called(digits)]
    if known and name:
        so_named = set(people_named(name))
        known = [key for key in known if key in so_named]
    return list(dict.fromkeys([*named, *known]))


def people_born(written: str, today: Callable[[], date]) -> list[UUID]:
    """Return the citizens of a birth date as people write it; none where it is no day."""
    try:
        day = written_day(written, today)
    except ValueError:
        return []
    rows = Citizen.objects.filter(birth_mark=_mark(day.isoformat(), "birth_mark"))
    return [key for key, born in rows.values_list("user__key", "birth_date") if born == day]


def people_called(number: str) -> list[UUID]:
    """Return the citizens of a telephone number, however it is written."""
    dialled = plain_telephone(number)
    if not dialled:
        return []
    rows = Citizen.objects.filter(telephone_mark=_mark(dialled, "telephone_mark"))
    return [
        key
        for key, known in rows.values_list("user__key", "phone")
        if plain_telephone(known or "") == dialled
    ]


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
    return _mark(ring, "latin_mark") if ring else None


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
