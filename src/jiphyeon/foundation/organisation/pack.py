"""Reads the city's organisation from its pack."""

from __future__ import annotations

from pathlib import Path

import yaml
from django.db import transaction

from jiphyeon.foundation.organisation.models import Post, Unit
from jiphyeon.kernel import Place, Refused


@transaction.atomic
def load_city(pack: Path) -> None:
    """Bring units and posts up to `organisation.yaml`. A parent must stand before its children in the file."""
    file = pack / "organisation.yaml"
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    units: dict[str, Unit] = {}
    for order, entry in enumerate(data["units"]):
        parent = entry.get("parent")
        if parent is not None and parent not in units:
            raise Refused(
                "parent_unknown",
                en="The unit {unit!r} names the parent {parent!r}, which does not stand before it.",
                place=Place(file.name),
                unit=entry["code"],
                parent=parent,
            )
        units[entry["code"]], _ = Unit.objects.update_or_create(
            code=entry["code"],
            defaults={
                "name_ko": entry["name"]["ko"],
                "name_en": entry["name"]["en"],
                "parent": units[parent] if parent else None,
                "order": order,
            },
        )
    for entry in data["posts"]:
        Post.objects.update_or_create(
            code=entry["code"],
            defaults={
                "unit": units[entry["unit"]],
                "title_ko": entry["title"]["ko"],
                "title_en": entry["title"]["en"],
            },
        )
