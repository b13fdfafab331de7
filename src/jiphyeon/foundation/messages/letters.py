"""A message as an e-mail: what `email.message` would make of it, without making a tree of objects for each.

What is the same for a text is encoded once; of each letter only the subject, the address and the body are.
"""

from __future__ import annotations

import base64
import re
from binascii import b2a_base64
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime, formataddr
from functools import lru_cache
from uuid import UUID

_BREAKS = re.compile(r"\r\n|\r|\n")
_UNFIT = re.compile(r"[\x00-\x1f\x7f]+")
_LINE = 57  # bytes that make a line of 76 signs
_WORD = 45  # bytes that make an encoded word of at most 75 signs, with `=?utf-8?b?…?=` around it
_SUBJECT = 66  # signs of a plain subject that stay on one line


@lru_cache(maxsize=256)
def letters_of(sender: str, address: str, language: str) -> Callable[[UUID, datetime, str, str, str], bytes]:
    """Return what makes letters of one sender: (key, moment, to, subject, body) → the letter as it is handed over.

    `address` is the sender's; its domain stands in the Message-ID. `to` is an address as `addresses` keeps it.
    """
    domain = address.partition("@")[2] or "localhost"
    fixed = (
        f"From: {formataddr((_one_line(sender), address))}\r\n"
        "Auto-Submitted: auto-generated\r\n"
        f"Content-Language: {language}\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: text/plain; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: base64\r\n"
    )

    def letter(key: UUID, moment: datetime, to: str, subject: str, body: str) -> bytes:
        head = (
            f"Message-ID: <{key}@{domain}>\r\nDate: {_date(moment.replace(microsecond=0))}\r\n"
            f"To: {to}\r\nSubject: {encoded_subject(subject)}\r\n{fixed}\r\n"
        )
        return head.encode("ascii") + _encoded_body(body)

    return letter


@lru_cache(maxsize=1_024)
def _date(moment: datetime) -> str:
    return format_datetime(moment)


@lru_cache(maxsize=1_024)
def encoded_subject(subject: str) -> str:
    """Return a subject as its header holds it: plain where it is short ASCII, otherwise as encoded words of RFC 2047."""
    line = _one_line(subject)
    if line.isascii() and len(line) <= _SUBJECT and "=?" not in line:
        return line
    words = [base64.b64encode(piece).decode() for piece in _pieces(line)]
    return "\r\n ".join(f"=?utf-8?b?{word}?=" for word in words)


def _pieces(line: str) -> list[bytes]:
    """Cut a text into pieces that fit an encoded word; no sign is cut in two."""
    pieces, piece = [], bytearray()
    for sign in line:
        raw = sign.encode("utf-8", "replace")
        if len(piece) + len(raw) > _WORD:
            pieces.append(bytes(piece))
            piece.clear()
        piece += raw
    pieces.append(bytes(piece))
    return pieces


def _one_line(text: str) -> str:
    return _UNFIT.sub(" ", text).strip()


def _encoded_body(body: str) -> bytes:
    if "\r" in body:
        body = _BREAKS.sub("\n", body)
    if not body.endswith("\n"):
        body += "\n"
    raw = body.replace("\n", "\r\n").encode("utf-8", "replace")
    lines = [b2a_base64(raw[at : at + _LINE], newline=False) for at in range(0, len(raw), _LINE)]
    return b"\r\n".join(lines) + b"\r\n"
