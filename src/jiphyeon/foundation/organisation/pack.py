"""Reads the city's organisation from its pack."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from jiphyeon.foundation.organisation.models import Post, Unit
from jiphyeon.kernel import source


@transaction.atomic
def load_city(pack: Path) -> None:
    """Bring units and posts up to `organisation.yaml`. A parent must stand before its children in the file."""
    file = pack / "organisation.yaml"
    data = source.read(file, file.name).only({"city", "verified", "units", "posts"}, "the organisation")
    units: dict[str, Unit] = {}
    for order, entry in enumerate(data.listed("units", "the organisation")):
        code = entry.only({"code", "name", "parent"}, "a unit").text("code", "a unit")
        parent = (
            entry.choice("parent", units, f"the unit {code}, which it stands below,")
            if "parent" in entry
            else None
        )
        units[code], _ = Unit.objects.update_or_create(
            code=code,
            defaults={
                "name": entry.words("name", f"the unit {code}"),
                "parent": units[parent] if parent else None,
                "order": order,
            },
        )
    for entry in data.listed("posts", "the organisation"):
        code = entry.only({"code", "unit", "title"}, "a post").text("code", "a post")
        Post.objects.update_or_create(
            code=code,
            defaults={
                "unit": units[entry.choice("unit", units, f"the post {code}")],
                "title": entry.words("title", f"the post {code}"),
            },
        )
