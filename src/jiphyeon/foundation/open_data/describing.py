"""One description of everything programs may ask of the house: OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.urls import reverse

from jiphyeon.foundation.open_data.datasets import Dataset, Field, Kind, Operation, Parameter, Room
from jiphyeon.foundation.open_data.licence import Licence
from jiphyeon.foundation.open_data.query import MOST_ROWS, ROWS
from jiphyeon.kernel import Words

BOTH = {"$ref": "#/components/schemas/TwoLanguages"}
COMMON = {
    "TwoLanguages": {
        "type": "object",
        "required": ["ko", "en"],
        "properties": {"ko": {"type": "string"}, "en": {"type": "string"}},
    },
    "Problem": {
        "type": "object",
        "description": "Every answer but 200, 204 and 304 has this body. Where digits might be a resident registration"
        " number, `none` names the header and its value that say they are not.",
        "required": ["code", "message"],
        "properties": {"code": {"type": "string"}, "message": BOTH},
    },
}
WHY = {
    400: "The address or the body cannot be read.",
    401: "Signing in is needed.",
    403: "This account may not see this.",
    404: "There is no such thing.",
    405: "Another method is wanted; the header Allow names those taken.",
    422: "What was asked is not offered, or is not written as described.",
    429: "Asked too often; the header Retry-After says in how many seconds to ask again.",
}
ALWAYS = (400, 405, 429)


def problems(*statuses: int) -> dict[str, Any]:
    """Return the answers that are the same everywhere, for these statuses."""
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        str(status): {"description": WHY[status], "content": body} for status in sorted({*ALWAYS, *statuses})
    }


def description(rooms: Iterable[Room], *, city: Words, licence: Licence, version: str) -> dict[str, Any]:
    """Return the whole description; paths are the house's own addresses."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = dict(COMMON)
    tags = []
    for room in rooms:
        tags.append({"name": room.name, "description": f"{room.title.en} · {room.title.ko}"})
        for dataset in room.datasets.values():
            paths |= _table(room, dataset)
        for operation in room.operations:
            path = _path(operation)
            paths.setdefault(path, {})[operation.method] = _operation(room, operation, path)
        if room.described is not None:
            _take_in(room, room.described(), paths, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{city.en}: open data and interfaces · {city.ko} 공개 자료",
            "version": version,
            "description": "Tables as JSON and CSV, proofs of the public record, rules with their explanations.",
            "license": {"name": licence.title.en, "url": licence.address},
        },
        "tags": tags,
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": schemas},
    }


def _take_in(room: Room, document: Mapping[str, Any], paths: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Take in what ninja described: its paths under the room's tag, its schemas beside the common ones."""
    for path, methods in document["paths"].items():
        for operation in methods.values():
            operation["tags"] = [room.name]
            operation["responses"] = {str(status): one for status, one in operation["responses"].items()}
        paths.setdefault(path, {}).update(methods)
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        schemas.setdefault(name, schema)


def _table(room: Room, dataset: Dataset) -> dict[str, Any]:
    row = {
        "type": "object",
        "required": [one.name for one in dataset.fields],
        "properties": {one.name: _schema(one) for one in dataset.fields},
    }
    answer = {
        "type": "object",
        "required": ["dataset", "as_of", "offset", "limit", "next", "rows"],
        "properties": {
            "dataset": {"type": "string"},
            "title": BOTH,
            "how": BOTH,
            "licence": {"type": "string"},
            "as_of": {"type": "string", "format": "date"},
            "offset": {"type": "integer"},
            "limit": {"type": "integer"},
            "next": {"type": ["string", "null"], "description": "Where the next rows are; null after the last."},
            "rows": {"type": "array", "items": row},
        },
    }  # fmt: skip
    narrowed = [_parameter(one) for one in dataset.parameters]
    narrowed.append(
        {
            "name": "as_of",
            "in": "query",
            "required": False,
            "schema": {"type": "string", "format": "date"},
            "description": "The day the table speaks of: up to today."
            if dataset.as_of == "any day"
            else "Only today's day: the table says how things stand now.",
        }
    )
    pages = [
        _whole("offset", "Rows to pass over.", least=0, most=10**9, default=0),
        _whole("limit", "Rows at most.", least=1, most=MOST_ROWS, default=ROWS),
    ]
    common = {"tags": [room.name], "summary": dataset.title.en, "description": _description(dataset)}
    same = {"304": {"description": "As before: the ETag given is still right."}, **problems(422)}
    id_ = f"{room.name}_{dataset.name}".replace("-", "_")
    return {
        reverse("open_data:json", args=[room.name, dataset.name]): {
            "get": {
                **common,
                "operationId": f"{id_}_json",
                "parameters": [*narrowed, *pages],
                "responses": {
                    "200": {"description": "Rows.", "content": {"application/json": {"schema": answer}}},
                    **same,
                },
            }
        },
        reverse("open_data:csv", args=[room.name, dataset.name]): {
            "get": {
                **common,
                "operationId": f"{id_}_csv",
                "parameters": narrowed,
                "responses": {
                    "200": {
                        "description": "The whole table, UTF-8 with a byte order mark.",
                        "content": {"text/csv": {"schema": {"type": "string"}}},
                    },
                    **same,
                },
            }
        },
    }


def _description(dataset: Dataset) -> str:
    return f"{dataset.summary.en} {dataset.how.en}\n\n{dataset.summary.ko} {dataset.how.ko}"


def _path(operation: Operation) -> str:
    """Return the operation's address as OpenAPI writes it: what varies by its name in braces."""
    varied = [str(one["name"]) for one in operation.parameters if one["in"] == "path"]
    stand_ins = {name: str(_STAND_IN + number) for number, name in enumerate(varied)}
    path = reverse(operation.address, kwargs=stand_ins)
    for name, digits in stand_ins.items():
        path = path.replace(digits, f"{{{name}}}")
    return path


def _operation(room: Room, operation: Operation, path: str) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for status, schema in operation.answers.items():
        if status in WHY:
            continue
        response: dict[str, Any] = {"description": HTTPStatus(status).phrase}
        if schema is not None:
            response["content"] = {operation.media: {"schema": schema}}
        answers[str(status)] = response
    if operation.method == "get":
        answers["304"] = {"description": "As before: the ETag given is still right."}
    made: dict[str, Any] = {
        "tags": [room.name],
        "operationId": f"{operation.method}_{path.strip('/').translate(_NAMES)}",
        "summary": operation.summary.en,
        "description": operation.summary.ko,
        "parameters": list(operation.parameters),
        "responses": {**answers, **problems(*(status for status in operation.answers if status in WHY))},
    }
    if operation.body is not None:
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": operation.body}}}
    return made


_STAND_IN = 900_000_001  # digits that no address holds by itself, and that stand for a number as for a word
_NAMES = str.maketrans({"/": "_", "-": "_", ".": "_", "{": "", "}": ""})


def _schema(one: Field) -> dict[str, Any]:
    kinds: dict[Kind, dict[str, Any]] = {
        "text": {"type": ["string", "null"]},
        "words": {"oneOf": [BOTH, {"type": "null"}]},
        "whole": {"type": ["integer", "null"]},
        "yes_no": {"type": ["boolean", "null"]},
        "day": {"type": ["string", "null"], "format": "date"},
        "list": {"type": "array", "items": {"type": ["string", "integer"]}},
    }
    schema = kinds[one.kind]
    if one.choices:
        schema["enum"] = [*one.choices, None]
    words = [one.title.en, one.title.ko, *([one.more.en] if one.more else [])]
    unit = f" ({one.unit.en})" if one.unit else ""
    schema["description"] = " · ".join(words) + unit
    return schema


def _parameter(one: Parameter) -> dict[str, Any]:
    if one.kind == "whole":
        return _whole(one.name, one.title.en, least=one.least, most=one.most)
    return {
        "name": one.name,
        "in": "query",
        "required": False,
        "description": one.title.en,
        "schema": {"type": "string", "enum": list(one.choices())},
    }


def _whole(name: str, words: str, *, least: int, most: int, default: int | None = None) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "integer", "minimum": least, "maximum": most}
    if default is not None:
        schema["default"] = default
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}
