"""The named demo people: made from the city pack, in demo mode only."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from jiphyeon.foundation.accounts.actors import Actor, actor_of
from jiphyeon.foundation.accounts.assurance import Assurance
from jiphyeon.foundation.accounts.finding import marks_of
from jiphyeon.foundation.accounts.models import Appointment, Citizen, User
from jiphyeon.foundation.accounts.names import write_latin_name
from jiphyeon.foundation.accounts.registering import Identity, likeness_of, linking_hash, make_citizen
from jiphyeon.foundation.accounts.roles import roles as every_role
from jiphyeon.foundation.organisation import pack as organisation
from jiphyeon.foundation.organisation.models import Post
from jiphyeon.kernel import Words, source
from jiphyeon.kernel.source import Block

APPOINTED = date(2020, 1, 1)


@transaction.atomic
def load_demo(pack: Path, today: date) -> None:
    """Make the demo cast: citizens, and officers appointed to the posts of `organisation.yaml`.

    Run again, it mends what differs.

    Raises RuntimeError outside demo mode: nobody invented may ever sign in where real people's data lies.
    """
    del today
    _require_demo_mode()
    organisation.load_city(pack)  # the posts they are appointed to
    officers, citizens = _cast(pack)
    for entry in officers:
        _officer(entry)
    for entry in citizens:
        _citizen(entry)


@transaction.atomic
def grow_demo(pack: Path) -> None:
    """Add to an older demo city whom the cast has since gained, and what office; nobody who is there is changed.

    A real account that bears the name of one of the cast is left as it is, and given no office.

    Raises RuntimeError outside demo mode, like `load_demo`.
    """
    _require_demo_mode()
    officers, citizens = _cast(pack)
    there = dict(User.objects.values_list("username", "is_demo"))
    held = set(Appointment.objects.values_list("user__username", "post__code"))
    for entry in officers:
        name = entry.text("username", "an officer")
        if name not in there:
            _officer(entry)
        elif there[name] and (name, entry.text("post", name)) not in held:
            _appoint(User.objects.get(username=name), entry)
    for entry in citizens:
        if entry.text("username", "a citizen") not in there:
            _citizen(entry)


def _require_demo_mode() -> None:
    if not settings.DEMO:
        raise RuntimeError("The demo cast exists in demo mode only.")


def demo_citizen(username: str, name: Words, born: date, *, on: date) -> User:
    """Return an invented citizen who fills a room's demo and is no named part of it; made where they are not there yet.

    Raises RuntimeError outside demo mode, like `load_demo`.
    """
    if not settings.DEMO:
        raise RuntimeError("Invented people exist in demo mode only.")
    user, made = User.objects.get_or_create(
        username=username, defaults={"display_name": name.ko, "email": f"{username}@demo.invalid"}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        identity = Identity(name.ko, born, assurance=Assurance.PROVIDER, assured_by="demo")
        make_citizen(user, identity, on=on)
    if not user.latin_name:  # new, or from before invented people had one
        write_latin_name(user, name.en)
    return user


class InventedPeople:
    """Hands out invented citizens for a room's demo, and what happens to them: the same ones in the same order by a seed.

    `names`: family and given names, each with how it is written in Latin letters.
    """

    def __init__(self, names: dict[str, dict[str, str]], seed: int) -> None:
        self.names, self.count = names, 0
        self.dice = random.Random(seed)  # noqa: S311 -- a seed that makes the same demo city every time

    def next(self, ages: list[int], on: date) -> User:
        """Return one more, of an age between two."""
        self.count += 1
        (family, family_latin), (given, given_latin) = (
            self.dice.choice(list(self.names[part].items())) for part in ("family", "given")
        )
        name = Words(family + given, f"{family_latin} {given_latin}")
        born = on - timedelta(days=round(365.25 * self.dice.randint(*ages)) + self.dice.randint(1, 360))
        return demo_citizen(f"demo-applicant-{self.count:02}", name, born, on=on)

    def day(self, first: date, last: date) -> date:
        """Return a day between two."""
        return first + timedelta(days=self.dice.randint(0, (last - first).days))

    def drawn(self, values: Any) -> Any:
        """Draw a value: one of a list, or a whole number from a range with its step; anything else is taken as it is."""
        if isinstance(values, list):
            return self.dice.choice(values)
        if isinstance(values, dict):
            return self.dice.randrange(values["from"], values["to"] + 1, values["step"])
        return values


@dataclass(frozen=True, slots=True)
class DemoDesk:
    """Two of the cast at a room's desk, as actors on a day."""

    preparer: User
    signer: User

    @classmethod
    def of(cls, preparer: str, signer: str) -> DemoDesk:
        """Return the desk of two of the cast by their usernames."""
        return cls(User.objects.get(username=preparer), User.objects.get(username=signer))

    def prepares(self, on: date) -> Actor:
        """Return who prepares."""
        return actor_of(self.preparer, on=on)

    def signs(self, on: date) -> Actor:
        """Return who signs."""
        return actor_of(self.signer, on=on)


def stories(pack: Path) -> dict[str, Words]:
    """Return who each of the cast is and what waits for them, by username."""
    officers, citizens = _cast(pack)
    return {
        entry.text("username", "a person"): entry.words("story", "a person")
        for entry in (*officers, *citizens)
    }


def cast_in_office(pack: Path) -> list[tuple[UUID, str, list[str]]]:
    """Return which of the cast that was made holds which post with which roles, from `APPOINTED` on, as the pack says."""
    officers, _citizens = _cast(pack)
    keys = dict(User.objects.filter(is_demo=True).values_list("username", "key"))
    return [
        (keys[name], entry.text("post", name), _roles(entry, name))
        for entry in officers
        if (name := entry.text("username", "an officer")) in keys
    ]


_PERSON = ("username", "name", "latin", "language", "story")


def _cast(pack: Path) -> tuple[list[Block], list[Block]]:
    """Return the officers and the citizens of the demo, as the pack writes them. Refused with file and line.

    Those whom a single room adds stand in `demo/people/<room>.yaml`, after the cast that all rooms share.
    """
    officers: list[Block] = []
    citizens: list[Block] = []
    for file in [pack / "demo" / "people.yaml", *sorted((pack / "demo" / "people").glob("*.yaml"))]:
        data = source.read(file, file.relative_to(pack).as_posix()).only({"officers", "citizens"}, "the cast")
        officers += data.listed("officers", "the cast", default=True)
        citizens += data.listed("citizens", "the cast", default=True)
    for one in officers:
        one.only({*_PERSON, "post", "roles"}, "an officer")
    for one in citizens:
        # `known` and `changes` are the simulated data holders'.
        one.only({*_PERSON, *_OF_A_CITIZEN, "known", "changes"}, "a citizen")
    return officers, citizens


_OF_A_CITIZEN = ("birth_date", "phone", "address", "town", "ci")


def _roles(entry: Block, who: str) -> list[str]:
    return [
        source.choice_of(one, list(every_role()), f"A role of {who}") for one in entry.values("roles", who)
    ]


def _user(entry: Block) -> User:
    name = entry.text("username", "a person")
    english = entry.text("language", name, "ko") == "en"
    user, made = User.objects.update_or_create(
        username=name,
        defaults={
            "display_name": entry.text("latin" if english else "name", name),
            "latin_name": entry.text("latin", name),
            "email": f"{name}@demo.invalid",
            "language": entry.text("language", name, "ko"),
            "is_demo": True,
            "is_active": True,
        },
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def _officer(entry: Block) -> None:
    _appoint(_user(entry), entry)


def _appoint(user: User, entry: Block) -> None:
    Appointment.objects.update_or_create(
        user=user,
        post=Post.objects.get(code=entry.text("post", user.username)),
        first=APPOINTED,  # what an administrator appointed later stands beside it
        defaults={"roles": _roles(entry, user.username), "last": None},
    )


def _citizen(entry: Block) -> None:
    user = _user(entry)
    name, born = entry.text("name", user.username), entry.day("birth_date", user.username)
    phone, address, town, ci = (entry.text(key, user.username) for key in _OF_A_CITIZEN[1:])
    Citizen.objects.update_or_create(
        user=user,
        defaults={
            "legal_name": name,
            "birth_date": born,
            "phone": phone,
            "address": address,
            "town_code": town,
            "ci_hash": linking_hash(ci),
            "likeness": likeness_of(name, born),
            **marks_of(name=name, birth_date=born, telephone=phone, latin_name=user.latin_name),
            "assurance": Assurance.PROVIDER,
            "assured_by": "demo",
            "assured_on": APPOINTED,
        },
    )
