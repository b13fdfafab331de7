"""A message as an e-mail: what `email.message` would make of it, without making a tree of objects for each.

What is the same for a text is encoded once; of each letter only the subject, the address and the two bodies are: the
plain one, and the one with marks.
"""

from __future__ import annotations

import base64
import re
from binascii import b2a_base64
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime, formataddr
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

_NONE: Mapping[str, str] = MappingProxyType({})
_BREAKS = re.compile(r"\r\n|\r|\n")
_UNFIT = re.compile(r"[\x00-\x1f\x7f]+")
_LINE = 57  # bytes that make a line of 76 signs
_WORD = 45  # bytes that make an encoded word of at most 75 signs, with `=?utf-8?b?…?=` around it
_PART = "=_part"  # base64 has neither sign, so no body holds it
_SUBJECT = 66  # signs of a plain subject that stay on one line


class Letter(Protocol):
    """What makes letters of one sender: each as it is handed over.

    `to` is an address as `addresses` keeps it; `headers` as `Parcel.headers`.
    """

    def __call__(
        self,
        key: UUID,
        moment: datetime,
        to: str,
        subject: str,
        plain: str,
        html: str,
        headers: Mapping[str, str] = ...,
    ) -> bytes: ...


@lru_cache(maxsize=256)
def letters_of(sender: str, address: str, language: str, *, reply_to: str = "") -> Letter:
    """Return what makes the letters of a sender; the domain of its `address` stands in the Message-ID.

    `reply_to`: where answers go where a letter does not say otherwise; "" where to the sender.
    """
    domain = address.partition("@")[2] or "localhost"
    name = " ".join(_one_line(sender).split())  # readers make one blank of several
    fixed = (
        f"From: {_mailbox(name, address)}\r\n"
        "Auto-Submitted: auto-generated\r\n"
        f"Content-Language: {language}\r\n"
        "MIME-Version: 1.0\r\n"
        f'Content-Type: multipart/alternative; boundary="{_PART}"\r\n'
    )
    first, second = (
        f'\r\n--{_PART}\r\nContent-Type: text/{kind}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n".encode()
        for kind in ("plain", "html")
    )
    end = f"\r\n--{_PART}--\r\n".encode()
    begun = f'<!doctype html>\n<html lang="{language}"><meta charset="utf-8"><body>\n'

    def letter(
        key: UUID,
        moment: datetime,
        to: str,
        subject: str,
        plain: str,
        html: str,
        headers: Mapping[str, str] = _NONE,
    ) -> bytes:
        more = ""
        if answers := headers.get("reply_to") or reply_to:
            more = f"Reply-To: {answers}\r\n"
        if leave := headers.get("unsubscribe"):
            more += f"List-Unsubscribe: <{leave}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
        head = (
            f"Message-ID: <{key}@{domain}>\r\nDate: {_date(moment.replace(microsecond=0))}\r\n"
            f"To: {to}\r\nSubject: {encoded_subject(subject)}\r\n{more}{fixed}"
        )
        return b"".join(
            (
                head.encode("ascii"),
                first,
                _encoded_body(plain),
                second,
                _encoded_body(f"{begun}{html}\n</body></html>"),
                end,
            )
        )

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
    return _words(line)


def _mailbox(name: str, address: str) -> str:
    return formataddr((name, address)) if name.isascii() else f"{_words(name)} <{address}>"


def _words(line: str) -> str:
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
