"""Whom the relay knows: the demo cast, and invented people by number; some are no members, some refuse such documents."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from jiphyeon.kernel import Words, source

MEMBER, NOT_MEMBER, REFUSED = "member", "not_member", "refused"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented: what an office knows them by, their linking value (연계정보, CI), and how they stand here."""

    identity: str
    name: Words
    ci: str
    standing: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Who of a city is no member or refuses; of invented people so many of a hundred."""

    not_members: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    invented: int = 0
    not_members_of_100: int = 0
    refused_of_100: int = 0


def read_terms(file: Path) -> Terms:
    """Return what a city's `demo/relay.yaml` says. Refused, with the line, where it cannot be read."""
    if not file.exists():
        return Terms()
    given = source.read(file, file.name).only({"not_members", "refused", "invented"}, "the relay")
    invented = given.block("invented", "the relay").only(
        {"count", "not_members_of_100", "refused_of_100"}, "invented people"
    )
    return Terms(
        frozenset(source.text_of(one) for one in given.values("not_members", "the relay", default=True)),
        frozenset(source.text_of(one) for one in given.values("refused", "the relay", default=True)),
        invented.whole("count", "invented people", least=0),
        invented.whole("not_members_of_100", "invented people", least=0),
        invented.whole("refused_of_100", "invented people", least=0),
    )


def hash_of(identity: str, secret: str) -> str:
    """Return what an office sends in place of what it knows somebody by."""
    return hmac.new(secret.encode(), b"identity:" + identity.encode(), sha256).hexdigest()


class People:
    """Everybody the relay knows, by the hash an office sends, by CI, and by name for the page."""

    def __init__(self, cast: Path, terms: Terms, secret: str) -> None:
        self.cast = [
            _of_cast(entry, terms) for entry in source.read(cast, cast.name).listed("citizens", "the cast")
        ]
        everybody = [*self.cast, *(_invented(number, terms) for number in range(1, terms.invented + 1))]
        self.by_hash = {hash_of(one.identity, secret): one for one in everybody}
        self.by_ci = {one.ci: one for one in everybody}
        self.by_identity = {one.identity: one for one in everybody}


def _of_cast(entry: source.Block, terms: Terms) -> Person:
    identity = entry.text("username", "a citizen")
    standing = MEMBER
    if identity in terms.refused:
        standing = REFUSED
    elif identity in terms.not_members:
        standing = NOT_MEMBER
    name = Words(entry.text("name", identity), entry.text("latin", identity))
    return Person(identity, name, entry.text("ci", identity), standing)


def _invented(number: int, terms: Terms) -> Person:
    place = number * 37 % 100  # spread over the numbers, the same every time
    standing = MEMBER
    if place < terms.refused_of_100:
        standing = REFUSED
    elif place < terms.refused_of_100 + terms.not_members_of_100:
        standing = NOT_MEMBER
    identity = f"invented-{number}"
    ci = sha256(f"ci of {identity}".encode()).hexdigest()
    return Person(identity, Words(f"가상 시민 {number}", f"Invented citizen {number}"), ci, standing)
