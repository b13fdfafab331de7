"""Days as a calendar file (RFC 5545): whole days, nothing that rings, the same days the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_OCTETS = 75  # of a line, before it is folded (RFC 5545, 3.1)


@dataclass(frozen=True, slots=True)
class Event:
    """One whole day. `key` tells it from every other, and stays the same when its words change."""

    key: str
    day: date
    title: str
    url: str = ""


def calendar(events: Iterable[Event], *, name: str, host: str, at: datetime) -> bytes:
    """Return a calendar file of the name a reader sees. `host` ends the keys; `at` is when it was made, in UTC."""
    stamp = f"{at:%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Jiphyeon//Jiphyeon//KO",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for one in sorted(events, key=lambda one: (one.day, one.key)):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(one.key)}@{_text(host)}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(one.title)}",
            *([f"URL:{one.url}"] if one.url else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _text(words: str) -> str:
    """Return words as the format takes them: no line ends, its own signs escaped, no signs that cannot be seen."""
    plain = "".join(sign for sign in words.replace("\r\n", "\n") if sign == "\n" or sign.isprintable())
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(sign, written)
    return plain


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, never cutting a letter."""
    pieces, piece, room = [], "", _OCTETS
    for sign in line:
        size = len(sign.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", _OCTETS - 1  # what follows begins with a space
        piece += sign
        room -= size
    return "\r\n ".join([*pieces, piece])
