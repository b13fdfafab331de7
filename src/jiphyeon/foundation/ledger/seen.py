"""What the log was seen to be, kept outside the database: the keys that may sign it, and the newest head.

Whoever owns the database can rewrite every row of it, but not this file. It is written after each signature. A head
that the log no longer continues is never written over: it stays, and `ledger verify` speaks of it until somebody who
knows why moves the file away.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from jiphyeon.foundation.ledger import signing
from jiphyeon.foundation.ledger.heads import SignedHead, head_json, newest_head, read_head_json
from jiphyeon.foundation.ledger.tiles import root_at
from jiphyeon.kernel import Place, Refused, parse_json

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """Public keys by name, and the heads seen: one where all is well, more where the log was replaced or rolled back."""

    keys: Mapping[str, str] = field(default_factory=dict)
    heads: tuple[SignedHead, ...] = ()


def path() -> Path:
    """Return where it is kept."""
    return Path(settings.LEDGER_SEEN)


def read() -> Seen:
    """Return what was seen; nothing where there is no such file. Refused where the file cannot be read."""
    try:
        raw = path().read_bytes()
    except FileNotFoundError:
        return Seen()
    except OSError:
        raise _unreadable() from None
    document = parse_json(raw, path().name)
    try:
        return Seen(
            {signing.name_of(pem): pem for pem in document["keys"]},
            tuple(read_head_json(head) for head in document["heads"]),
        )
    except (KeyError, ValueError, TypeError, AttributeError):
        raise _unreadable() from None


def trusted_keys() -> dict[str, str]:
    """Return the public keys that something outside the database vouches for: those seen, and the key file's own."""
    own = signing.present_key()
    return {**read().keys, **({own[0]: own[1]} if own else {})}


def is_signed(head: SignedHead, keys: Mapping[str, str]) -> bool:
    """Return whether a head's signature is by one of these keys."""
    pem = keys.get(head.key)
    return pem is not None and signing.is_signed(head.statement, head.signature, pem)


def keep() -> None:
    """Write down the newest head, where it is signed by a trusted key; heads it does not continue stay beside it.

    A folder that cannot be written is logged, not raised: the log goes on, and `ledger verify` says what is missing.
    """
    try:
        with _alone():
            newest, before, keys = newest_head(), read(), trusted_keys()
            if newest is None:
                return
            if not is_signed(newest, keys):
                log.error(
                    "the newest head of the ledger is signed by a key that is not its own (%s)", newest.key
                )
                return
            left = tuple(head for head in before.heads if not continues(newest, head))
            for head in left:
                log.error("the ledger does not continue the head seen at %d entries", head.size)
            _write(Seen(keys, (*left, newest)), before)
    except (OSError, Refused) as error:
        log.warning("what the ledger was seen to be could not be kept: %s", error)


def trust(public_pem: str) -> str:
    """Add a public key to those that may have signed heads; return its name."""
    with _alone():
        before = read()
        name = signing.name_of(public_pem)
        _write(Seen({**before.keys, name: public_pem}, before.heads), before)
    return name


def continues(newest: SignedHead, earlier: SignedHead) -> bool:
    """Return whether the log, as it is stored up to `newest`, begins with the log of an earlier head."""
    return earlier.size <= newest.size and root_at(earlier.size, newest.size) == earlier.root


@contextmanager
def _alone() -> Iterator[None]:
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().with_suffix(".lock").open("w") as held:
        if sys.platform != "win32":
            import fcntl  # noqa: PLC0415 -- not there on Windows

            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _write(seen: Seen, before: Seen) -> None:
    if seen == before:
        return
    document: dict[str, Any] = {
        "keys": list(seen.keys.values()),
        "heads": [head_json(head) for head in seen.heads],
    }
    partial = path().with_suffix(f".{os.getpid()}")
    with partial.open("w", encoding="utf-8") as file:
        file.write(json.dumps(document, indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path())


def _unreadable() -> Refused:
    return Refused(
        "seen_unreadable",
        ko="기록부를 마지막으로 본 기록({file})을 읽을 수 없습니다. 보관본을 되돌리거나, 까닭을 안다면 다른 곳으로 옮겨 주세요.",
        en="What was last seen of the log ({file}) cannot be read. Put back its kept copy, or move it away if you know why.",
        place=Place(str(path())),
        file=path().name,
    )
