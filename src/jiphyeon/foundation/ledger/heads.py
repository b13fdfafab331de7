"""A signed head as a plain value: chained to those before it, published, taken away, and read again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from jiphyeon.foundation.ledger import signing
from jiphyeon.foundation.ledger.leaves import canonical, moment_text
from jiphyeon.foundation.ledger.models import Head
from jiphyeon.kernel import Place, Refused, parse_json

CHAIN_BEGINS = "0" * 64


@dataclass(frozen=True, slots=True)
class SignedHead:
    """What the log says of itself, and the signature over `statement`."""

    size: int
    root: str
    at: datetime
    key: str
    signature: str
    before: str = ""

    @property
    def statement(self) -> bytes:
        """Return the very bytes the signature covers."""
        return signing.statement(size=self.size, root=self.root, at=self.at, before=self.before)


@dataclass(frozen=True, slots=True)
class TakenHead:
    """A head that somebody took away, with the public key it came with."""

    head: SignedHead
    public_key: str
    name: str  # the file's, for people


def newest_head() -> SignedHead | None:
    """Return the last signed head, or None where nothing was ever recorded."""
    head = Head.objects.order_by("-size").first()
    return None if head is None else shown(head)


def shown(head: Head) -> SignedHead:
    """Return a head as a plain value."""
    return SignedHead(head.size, head.root, head.signed_at, head.key_id, head.signature, head.before)


def chained(head: SignedHead, before: str) -> str:
    """Return the chain's end after `head`: over the chain before it and everything the head says, signature and all."""
    contents = {
        "before": before,
        "key": head.key,
        "signature": head.signature,
        "statement": head.statement.decode(),
    }
    return sha256(canonical(contents).encode()).hexdigest()


def chain_end() -> str:
    """Return the chain over every head there is; what the next head signs as `before`."""
    last = newest_head()
    if last is None:
        return CHAIN_BEGINS
    if last.before:
        return chained(last, last.before)
    end = CHAIN_BEGINS  # heads from before they were chained; walked once, at the first signature after
    for head in Head.objects.order_by("size").iterator(chunk_size=1000):
        end = chained(shown(head), end)
    return end


def head_json(head: SignedHead) -> dict[str, Any]:
    """Return a head as it is published; `statement` is the text the signature covers."""
    document = {
        "size": head.size,
        "root": head.root,
        "at": moment_text(head.at),
        "before": head.before,
        "key": head.key,
        "signature": head.signature,
        "statement": head.statement.decode(),
    }
    return document if head.before else {name: value for name, value in document.items() if name != "before"}


def read_head_json(document: dict[str, Any]) -> SignedHead:
    """Return a published head again. Raises KeyError, TypeError or ValueError where it is none, or says more than one does."""
    head = SignedHead(
        _whole(document["size"]),
        _text(document["root"]),
        datetime.fromisoformat(_text(document["at"])),
        _text(document["key"]),
        _text(document["signature"]),
        _text(document.get("before", "")),
    )
    if head.at.tzinfo is None or len(bytes.fromhex(head.root)) != sha256().digest_size:
        raise ValueError("no head")
    return head


def take_head(raw: bytes, name: str) -> TakenHead:
    """Return the head in a file that was taken away. Refused where it is none, or where its parts do not agree."""
    document = parse_json(raw, name)
    try:
        head = read_head_json(document)
        public = _text(document.get("public_key", ""))
        expected = head_json(head) | ({"public_key": public} if public else {})
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        raise Refused(
            "no_head",
            ko="이 파일은 서명한 요약값이 아닙니다. 집현에서 받아 둔 요약값 파일(.json)을 올려 주세요.",
            en="This file is not a signed head. Please give the head (.json) that was taken away from here.",
            place=Place(name),
        ) from None
    if document != expected or (public and signing.name_of(public) != head.key):
        raise Refused(
            "head_disagrees",
            ko="요약값 파일의 내용이 서로 맞지 않습니다. 받은 뒤에 고친 파일로 보입니다.",
            en="The parts of this head do not agree with one another: the file was changed after it was taken.",
            place=Place(name),
        )
    return TakenHead(head, public, name)


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("a whole number is wanted")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is wanted")
    return value
