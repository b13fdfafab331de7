"""What a program may ask, read strictly: every fault of a request is told at once, and an unknown word is a fault."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from jiphyeon.contexts.senders.enums import Type
from jiphyeon.contexts.senders.rules.answers import Rejected, bad, invalid
from jiphyeon.methods import wording
from jiphyeon.methods.wording import Value

LONGEST_REFERENCE = 1_000
LARGEST_LETTER = 2 * 1024 * 1024
POSTAGE = ("first", "second", "economy")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LINES = {f"addressline{n}": n for n in range(1, 8)} | {"postcode": 8}
_TO = {Type.SMS: "phone_number", Type.EMAIL: "email_address"}
_OPTIONS: Mapping[Type, frozenset[str]] = {
    Type.SMS: frozenset({"sms_sender_id"}),
    Type.EMAIL: frozenset({"email_reply_to_id", "one_click_unsubscribe_url", "sanitise_content_for"}),
    Type.LETTER: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Ask:
    """One notification a program asks for; `to` is one address, for a letter its lines.

    `from_id` names the number or reply address; `sanitise` the gaps whose values somebody outside wrote.
    """

    type: Type
    template: UUID
    to: str
    values: Mapping[str, Value] = field(default_factory=dict)
    reference: str = ""
    from_id: UUID | None = None
    unsubscribe: str = ""
    sanitise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A letter that is ready to be printed."""

    reference: str
    content: bytes
    postage: str


@dataclass(frozen=True, slots=True)
class Bulk:
    """Many notifications of one template; a row that is not right is its fault."""

    template: UUID
    reference: str
    rows: Sequence[Ask | Rejected]


def asked(type_: Type, document: object) -> Ask:
    """Return what is asked. Rejected: whatever is wrong with its shape, all of it."""
    given = _object(document)
    faults = list(_faults_of(type_, given, required=_required(type_)))
    if faults:
        raise invalid(*faults)
    return _ask(type_, given, UUID(given["template_id"]))


def letter_file(document: object) -> LetterFile:
    """Return a letter that comes as a file. Rejected: no PDF in base64, too large, a postage that is none."""
    given = _object(document)
    faults = [
        *_missing(given, ("reference", "content")),
        *_unknown(given, {"reference", "content", "postage"}),
        *_of_reference(given),
    ]
    if "postage" in given and given["postage"] not in POSTAGE:
        faults.append(f"postage invalid. It must be one of {', '.join(POSTAGE)}.")
    content = given.get("content")
    if "content" in given and not isinstance(content, str):
        faults.append(f"content {_shown(content)} is not of type string")
    if faults:
        raise invalid(*faults)
    try:
        found = base64.b64decode(given["content"], validate=True)
    except (binascii.Error, ValueError):
        raise invalid("Cannot decode letter content (invalid base64 encoding)") from None
    if len(found) > LARGEST_LETTER:
        raise bad(f"Letter content must be no larger than {LARGEST_LETTER // 1024 // 1024} MB")
    if not found.startswith(b"%PDF-"):
        raise bad("Letter content is not a valid PDF")
    return LetterFile(given["reference"], found, given.get("postage", "second"))


def bulk(type_of: Mapping[str, Type], document: object, *, most: int) -> Bulk:
    """Return many at once; the type is that of the template, by its key. Rejected: the whole is not of its shape."""
    given = _object(document)
    faults = [
        *_missing(given, ("template_id", "rows")),
        *_unknown(given, {"template_id", "rows", "reference"}),
        *_of_reference(given),
        *_of_key(given, "template_id"),
    ]
    rows = given.get("rows", [])
    if not isinstance(rows, list):
        faults.append(f"rows {_shown(rows)} is not of type array")
    if faults:
        raise invalid(*faults)
    if not rows:
        raise invalid("rows should be non-empty")
    if len(rows) > most:
        raise bad(f"Exceeded the limit of {most} rows in one request")
    template = UUID(given["template_id"])
    type_ = type_of.get(str(template))
    if type_ is None:
        raise bad("Template not found")
    return Bulk(template, given.get("reference", ""), [_row(type_, one, template) for one in rows])


def values_of(document: object) -> Mapping[str, Value]:
    """Return the values of a preview. Rejected: not of their shape."""
    given = _object(document)
    faults = [*_missing(given, ("personalisation",)), *_of_values(given)]
    if "personalisation" in given and given["personalisation"] is None:
        faults.append("personalisation None is not of type object")
    if faults:
        raise invalid(*faults)
    return _plain(given["personalisation"])


def key_of(name: str, written: str) -> UUID:
    """Return a key from an address. Rejected: it is none."""
    if not _UUID.fullmatch(written):
        raise invalid(f"{name} is not a valid UUID")
    return UUID(written)


def _row(type_: Type, document: object, template: UUID) -> Ask | Rejected:
    try:
        given = _object(document)
        if faults := list(_faults_of(type_, given, required=_required(type_)[:1], template=False)):
            return invalid(*faults)
        return _ask(type_, given, template)
    except Rejected as no:
        return no


def _ask(type_: Type, given: Mapping[str, Any], template: UUID) -> Ask:
    values = _plain(given.get("personalisation") or {})
    sender = given.get("sms_sender_id") or given.get("email_reply_to_id")
    return Ask(
        type=type_,
        template=template,
        to=_address(values) if type_ is Type.LETTER else given[_TO[type_]],
        values=values,
        reference=given.get("reference") or "",
        from_id=UUID(sender) if sender else None,
        unsubscribe=given.get("one_click_unsubscribe_url") or "",
        sanitise=tuple(given.get("sanitise_content_for") or ()),
    )


def _required(type_: Type) -> tuple[str, ...]:
    return (_TO.get(type_, "personalisation"), "template_id")


def _object(document: object) -> Mapping[str, Any]:
    if not isinstance(document, dict):
        raise invalid(f"{_shown(document)} is not of type object")
    return document


def _faults_of(
    type_: Type, given: Mapping[str, Any], *, required: Sequence[str], template: bool = True
) -> Iterator[str]:
    own = {_TO[type_]} if type_ in _TO else set()
    known = {"personalisation", "reference", *own, *_OPTIONS[type_], *(["template_id"] if template else [])}
    yield from _missing(given, required)
    yield from _unknown(given, known)
    yield from _of_reference(given)
    yield from _of_values(given)
    for name in ("template_id", "sms_sender_id", "email_reply_to_id"):
        yield from _of_key(given, name)
    for name in own & given.keys():
        if not isinstance(given[name], str):
            yield f"{name} {_shown(given[name])} is not of type string"
    if (link := given.get("one_click_unsubscribe_url")) is not None and not (
        isinstance(link, str) and link.startswith("https://") and len(link) <= 2_000 and link.isprintable()
        and " " not in link and link.isascii()
    ):  # fmt: skip
        yield "one_click_unsubscribe_url is not a valid https url"
    names = given.get("sanitise_content_for")
    if names is not None and not (isinstance(names, list) and all(isinstance(one, str) for one in names)):
        yield "sanitise_content_for is not an array of strings"


def _missing(given: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    yield from (f"{name} is a required property" for name in names if name not in given)


def _unknown(given: Mapping[str, Any], known: set[str]) -> Iterator[str]:
    if strange := [str(name) for name in given if name not in known]:
        were = "was" if len(strange) == 1 else "were"
        names = ", ".join(name[:100] for name in strange[:10])
        yield f"Additional properties are not allowed ({names} {were} unexpected)"


def _of_reference(given: Mapping[str, Any]) -> Iterator[str]:
    reference = given.get("reference")
    if reference is None:
        return
    if not isinstance(reference, str):
        yield f"reference {_shown(reference)} is not of type string"
    elif len(reference) > LONGEST_REFERENCE:
        yield f"reference is too long. It must be no more than {LONGEST_REFERENCE} characters"
    elif "\x00" in reference:
        yield "reference holds a NUL character"


def _of_key(given: Mapping[str, Any], name: str) -> Iterator[str]:
    if given.get(name) is None:
        return
    if not (isinstance(given[name], str) and _UUID.fullmatch(given[name])):
        yield f"{name} is not a valid UUID"


def _of_values(given: Mapping[str, Any]) -> Iterator[str]:
    values = given.get("personalisation")
    if values is None:
        return
    if not isinstance(values, dict):
        yield f"personalisation {_shown(values)} is not of type object"
        return
    for name, value in values.items():
        if isinstance(value, dict):
            yield f"personalisation {name[:100]} is a file, and files cannot be sent by this service"
        elif isinstance(value, list) and not all(isinstance(one, str | int | float | None) for one in value):
            yield f"personalisation {name[:100]} is not a list of texts"
        elif "\x00" in f"{name}{value}":
            yield f"personalisation {name[:100]} holds a NUL character"


def _plain(values: Mapping[str, Any]) -> dict[str, Value]:
    """Return values as a text takes them; null is none."""
    made: dict[str, Value] = {}
    for name, value in values.items():
        if isinstance(value, bool):
            made[name] = "yes" if value else "no"
        elif isinstance(value, float):
            made[name] = f"{value:g}" if value.is_integer() else str(value)
        elif isinstance(value, list):
            made[name] = [str(one) for one in value if one is not None]
        elif value is not None:
            made[name] = value
    return made


def _address(values: Mapping[str, Value]) -> str:
    """Return the lines of a letter's address, which stand among its values. Rejected: fewer than three, or more than seven."""
    lines = {
        _LINES[key]: " ".join(str(value).split())
        for name, value in values.items()
        if (key := wording.folded(name)) in _LINES
    }
    written = [lines[n] for n in sorted(lines) if lines[n]]
    if len(written) < 3:
        raise invalid("Address must be at least 3 lines")
    if len(written) > 7:
        raise invalid("Address must be no more than 7 lines")
    return "\n".join(written)


def address_lines(to: str) -> dict[str, str | None]:
    """Return a letter's address as the contract shows it: six lines and the postcode."""
    *lines, postcode = to.split("\n") if to else [""]
    shown: dict[str, str | None] = {
        f"line_{n}": lines[n - 1] if n <= len(lines) else None for n in range(1, 7)
    }
    return {**shown, "postcode": postcode or None}


def _shown(value: object) -> str:
    return str(value)[:100] if not isinstance(value, str) else repr(value[:100])


def iso(moment: datetime | None) -> str | None:
    """Return a moment as the contract writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if moment is not None else None
