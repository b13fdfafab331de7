"""How a person becomes a citizen in the city's eyes: by signing up, by an identity provider, or at the counter.

Each tells what it knows. What nobody told stays unknown, and what somebody vouched for is never overwritten by less.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.assurance import Assurance
from jiphyeon.foundation.accounts.finding import marks_of, plain_name
from jiphyeon.foundation.accounts.models import Citizen, User
from jiphyeon.foundation.accounts.names import write_latin_name
from jiphyeon.foundation.accounts.roles import at_the_counter
from jiphyeon.foundation.secrets.keys import keyed_hash
from jiphyeon.kernel import Refused

_STRENGTH = {assurance: place for place, assurance in enumerate(Assurance)}


@dataclass(frozen=True, slots=True)
class Identity:
    """What was told of a person, by whom. `linking` is the linking value (연계정보); None is not told."""

    name: str | None = None
    birth_date: date | None = None
    phone: str | None = None
    address: str | None = None
    linking: str | None = None
    assurance: Assurance = Assurance.STATED
    assured_by: str = ""


def linking_hash(linking_value: str) -> str:
    """Return the hash by which a citizen is found from the linking value (연계정보) an outside identity check gives."""
    return keyed_hash(linking_value, purpose="ci")


def likeness_of(name: str | None, birth_date: date | None) -> str:
    """Return the hash by which two records of one name and birth date are seen to be alike; "" where either is unknown."""
    if not name or birth_date is None:
        return ""
    return keyed_hash(f"{plain_name(name)}:{birth_date.isoformat()}", purpose="likeness")


@transaction.atomic
def make_citizen(user: User, identity: Identity, *, on: date) -> Citizen:
    """Make a user a citizen with what was told, or add to what is known of one.

    A stronger source overwrites, an equal one too; a weaker one only fills what is unknown. A linking value that
    belongs to somebody else is left out: two accounts are never taken for one person by mistake, nor parted by it.
    """
    known, made = Citizen.objects.select_for_update().get_or_create(user=user)
    stronger = made or _STRENGTH[identity.assurance] >= _STRENGTH[known.assurance]
    for field, value in (
        ("legal_name", identity.name),
        ("birth_date", identity.birth_date),
        ("phone", identity.phone),
        ("address", identity.address),
    ):
        if value and (stronger or not getattr(known, field)):
            setattr(known, field, value)
    if stronger and identity.assurance is not Assurance.STATED:
        known.assurance, known.assured_by, known.assured_on = identity.assurance, identity.assured_by, on
    if identity.linking and identity.assurance is not Assurance.STATED and known.ci_hash is None:
        hashed = linking_hash(identity.linking)
        if not Citizen.objects.filter(ci_hash=hashed).exists():
            known.ci_hash = hashed
    known.likeness = likeness_of(known.legal_name, known.birth_date)
    for column, mark in marks_of(
        name=known.legal_name,
        birth_date=known.birth_date,
        telephone=known.phone,
        latin_name=user.latin_name,
    ).items():
        setattr(known, column, mark)
    known.save()
    if identity.name and (stronger or not user.display_name):
        user.display_name = identity.name
        user.save(update_fields=["display_name"])
    return known


def welcome(user: User, *, on: date) -> None:
    """Make whoever signed in a citizen, of whom nothing is known yet, unless they are one or hold a post."""
    if user.is_demo or user.appointments.exists() or Citizen.objects.filter(user=user).exists():
        return
    make_citizen(user, Identity(name=user.display_name or None), on=on)


def of_linking(linking: str) -> User | None:
    """Return the account of whom an identity check speaks, by the linking value."""
    return User.objects.filter(citizen__ci_hash=linking_hash(linking), is_active=True).first()


def alike(name: str, birth_date: date | None) -> list[User]:
    """Return the accounts of citizens of this name and birth date."""
    likeness = likeness_of(name, birth_date)
    return list(User.objects.filter(citizen__likeness=likeness).order_by("id")) if likeness else []


@transaction.atomic
def register_at_counter(
    *,
    name: str,
    birth_date: date | None,
    document: str,
    by: Actor,
    on: date,
    phone: str | None = None,
    address: str | None = None,
    latin_name: str = "",
    although_alike: bool = False,
) -> UUID:
    """Make a citizen for a person without an account whom an officer sees before them; return their key.

    Nobody can sign in as them. `document` says what the officer saw. Refused: an officer who takes no applications, no
    name, a birth date to come, and somebody of the same name and birth date who is known already.
    """
    if not by.roles & at_the_counter() or by.user is None:
        raise Refused(
            "not_your_duty",
            ko="창구 등록은 신청을 받는 담당자만 할 수 있습니다.",
            en="Only an officer who takes applications can register a person at the counter.",
        )
    if not name.strip() or not document.strip():
        raise Refused(
            "name_needed",
            ko="이름과 확인한 신분증을 적어 주세요.",
            en="Write the name, and the document you saw.",
        )
    if birth_date is not None and birth_date > on:
        raise Refused(
            "born_later",
            ko="생년월일이 오늘보다 뒤입니다. 다시 확인해 주세요.",
            en="The birth date lies in the future. Please check it.",
        )
    known = alike(name, birth_date)
    if known and not although_alike:
        raise Refused(
            "known_already",
            ko="같은 이름과 생년월일의 회원이 이미 있습니다: {accounts}. 그분이 맞으면 그 아이디로 접수해 주세요.",
            en="Somebody of this name and birth date is known already: {accounts}. If it is them, use that account.",
            accounts=", ".join(user.username for user in known),
        )
    user = User(username=f"counter-{uuid4().hex[:12]}")
    user.set_unusable_password()
    user.save()
    write_latin_name(user, latin_name)
    identity = Identity(
        name=name.strip(),
        birth_date=birth_date,
        phone=phone,
        address=address,
        assurance=Assurance.COUNTER,
        assured_by=f"{by.user}: {document.strip()}",
    )
    make_citizen(user, identity, on=on)
    return user.key
