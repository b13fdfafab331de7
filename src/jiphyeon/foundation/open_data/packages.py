"""A room's tables as a tabular data package: `datapackage.json` beside the CSV files, every column described."""

from __future__ import annotations

from typing import Any

from jiphyeon.foundation.open_data.datasets import Dataset, Room, columns
from jiphyeon.foundation.open_data.licence import Licence
from jiphyeon.kernel import Words
from jiphyeon.kernel.tables import INERT

TYPES = {"text": "string", "words": "string", "whole": "integer", "yes_no": "boolean", "day": "date", "list": "list"}  # fmt: skip


def package(room: Room, *, licence: Licence, city: Words, home: str) -> dict[str, Any]:
    """Return the package of a room; `home` is the absolute address of the open-data page."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": room.name,
        "title": f"{city.ko} {room.title.ko} · {city.en}: {room.title.en}",
        "homepage": home,
        "licenses": [{"name": licence.name, "path": licence.address, "title": licence.title.en}],
        "contributors": [{"title": f"{city.ko} · {city.en}", "roles": ["publisher"]}],
        "resources": [_resource(dataset) for dataset in room.datasets.values()],
    }


def _resource(dataset: Dataset) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(*one) for one in columns(dataset)],
        "missingValues": [""],
    }
    if dataset.key:
        schema["primaryKey"] = list(dataset.key)
    return {
        "name": dataset.name,
        "title": f"{dataset.title.ko} · {dataset.title.en}",
        "description": f"{dataset.summary.en} {dataset.how.en} {INERT.en}",
        "description_ko": f"{dataset.summary.ko} {dataset.how.ko} {INERT.ko}",
        "path": f"{dataset.name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(one: Any, name: str, language: str) -> dict[str, Any]:
    title = {"ko": one.title.ko, "en": one.title.en}.get(language, f"{one.title.ko} · {one.title.en}")
    field: dict[str, Any] = {"name": name, "title": title, "type": TYPES[one.kind]}
    if one.kind == "list":
        field |= {"delimiter": ",", "itemType": "string"}
    if one.unit:
        field["unit"] = f"{one.unit.ko} · {one.unit.en}"
    if one.more:
        field["description"] = f"{one.more.ko} {one.more.en}"
    if one.choices:
        field["constraints"] = {"enum": list(one.choices)}
        field["categories"] = [
            {"value": value, "label": f"{words.ko} · {words.en}"} for value, words in one.choices.items()
        ]
    return field
