"""Writes that wait for one another's commit share the next one: a disk that syncs a hundred times a second keeps thousands.

Whoever comes while another writes puts their piece by; whoever has the turn next writes all that lies there in one
transaction. Nobody is answered before their own piece is committed. Where something of many goes wrong, each is written by
itself, and the fault is its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction

MOST = 50
"""Pieces of one transaction: others write in between."""


@dataclass(slots=True)
class _Piece:
    write: Callable[[], None]
    is_done: bool = False
    fault: Exception | None = field(default_factory=lambda: RuntimeError("The writing was broken off."))


@dataclass(slots=True)
class Gathering:
    """Takes pieces of writing from the threads of a process."""

    _waiting: list[_Piece] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def write(self, piece: Callable[[], None]) -> None:
        """Have a piece written and committed. Raises what it raises."""
        mine = _Piece(piece)
        with self._lock:
            self._waiting.append(mine)
        while not mine.is_done:
            with self._turn:
                if not mine.is_done:
                    self._write_what_waits()
        if mine.fault is not None:
            raise mine.fault

    def _write_what_waits(self) -> None:
        with self._lock:
            pieces, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            _write(pieces)
        finally:  # whatever happened, nobody waits for ever
            for piece in pieces:
                piece.is_done = True


def _write(pieces: list[_Piece]) -> None:
    try:
        with transaction.atomic():
            for piece in pieces:
                piece.write()
    except Exception as fault:  # noqa: BLE001 -- it is raised again for whoever's it is
        for piece in pieces:
            piece.fault = fault if len(pieces) == 1 else _fault_of(piece)
    else:
        for piece in pieces:
            piece.fault = None


def _fault_of(piece: _Piece) -> Exception | None:
    try:
        with transaction.atomic():
            piece.write()
    except Exception as fault:  # noqa: BLE001 -- likewise
        return fault
    return None
