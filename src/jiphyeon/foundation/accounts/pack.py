"""The named demo people: made from the city pack, in demo mode only."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from jiphyeon.foundation.accounts.models import Appointment, Citizen, User
from jiphyeon.foundation.organisation import pack as organisation
from jiphyeon.foundation.organisation.models import Post
from jiphyeon.foundation.secrets.keys import keyed_hash

APPOINTED = date(2020, 1, 1)


def linking_hash(linking_value: str) -> str:
    """Return the hash by which a citizen is found from the linking value (연계정보) an outside identity check gives."""
    return keyed_hash(linking_value, purpose="ci")


@transaction.atomic
def load_demo(pack: Path, today: date) -> None:
    """Make the demo cast: citizens, and officers appointed to the posts of `organisation.yaml`.

    Run again, it mends what differs.

    Raises RuntimeError outside demo mode: nobody invented may ever sign in where real people's data lies.
    """
    del today
    if not settings.DEMO:
        raise RuntimeError("The demo cast exists in demo mode only.")
    organisation.load_city(pack)  # the posts they are appointed to
    data = yaml.safe_load((pack / "demo" / "people.yaml").read_text(encoding="utf-8"))
    for entry in data["officers"]:
        _officer(entry)
    for entry in data["citizens"]:
        _citizen(entry)


def _user(entry: dict[str, Any]) -> User:
    english = entry.get("language", "ko") == "en"
    user, made = User.objects.update_or_create(
        username=entry["username"],
        defaults={
            "display_name": entry["latin"] if english else entry["name"],
            "latin_name": entry["latin"],
            "email": f"{entry['username']}@demo.invalid",
            "language": entry.get("language", "ko"),
            "is_demo": True,
            "is_active": True,
        },
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def _officer(entry: dict[str, Any]) -> None:
    Appointment.objects.update_or_create(
        user=_user(entry),
        post=Post.objects.get(code=entry["post"]),
        first=APPOINTED,  # what an administrator appointed later stands beside it
        defaults={"roles": entry["roles"], "last": None},
    )


def _citizen(entry: dict[str, Any]) -> None:
    Citizen.objects.update_or_create(
        user=_user(entry),
        defaults={
            "legal_name": entry["name"],
            "birth_date": entry["birth_date"],
            "phone": entry["phone"],
            "address": entry["address"],
            "town_code": entry["town"],
            "ci_hash": linking_hash(entry["ci"]),
        },
    )
