"""What the log can prove of itself: that an entry is in it, and that it only ever grew."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiphyeon.foundation.ledger import signing
from jiphyeon.foundation.ledger.leaves import leaf_text
from jiphyeon.foundation.ledger.models import Entry, Head, SigningKey
from jiphyeon.foundation.ledger.order import SignedHead, read_tile, shown
from jiphyeon.kernel import Refused
from jiphyeon.methods.merkle import (
    TiledTree,
    check_inclusion,
    consistency_path,
    hash_leaf,
    inclusion_path,
)


@dataclass(frozen=True, slots=True)
class Inclusion:
    """An entry, its path and the signed head it leads to; everything a stranger needs to check it."""

    index: int
    leaf: str
    leaf_hash: str
    path: tuple[str, ...]
    head: SignedHead

    def holds(self) -> bool:
        """Work the proof out again from the leaf's text to the signature."""
        head = self.head
        path = [bytes.fromhex(step) for step in self.path]
        hashed = hash_leaf(self.leaf.encode())
        return (
            hashed.hex() == self.leaf_hash
            and check_inclusion(hashed, self.index, head.size, path, bytes.fromhex(head.root))
            and is_signed(head)
        )


def is_signed(head: SignedHead) -> bool:
    """Return whether a head's signature is by a key of the log's."""
    pem = SigningKey.objects.filter(name=head.key).values_list("public_pem", flat=True).first()
    said = signing.statement(size=head.size, root=head.root, at=head.at)
    return pem is not None and signing.is_signed(said, head.signature, pem)


def head_of(size: int | None) -> SignedHead:
    """Return the signed head of a size, or the newest. Refused where none was signed at that size."""
    heads = Head.objects.order_by("-size")
    head = (heads if size is None else heads.filter(size=size)).first()
    if head is None:
        raise Refused(
            "head_unknown",
            ko="그 크기에서 서명한 기록이 없습니다. /ledger/heads.json 에서 서명된 크기를 확인해 주십시오.",
            en="No head was signed at that size. See /ledger/heads.json for those that were.",
        )
    return shown(head)


def prove(index: int, *, size: int | None = None) -> Inclusion:
    """Return the proof that an entry is in the log as of a signed head (the newest one, unless `size` names another)."""
    head = head_of(size)
    path = inclusion_path(index, head.size, TiledTree(head.size, read_tile))
    row = Entry.objects.filter(index=index).values_list("leaf", "leaf_hash").first()
    if row is None:
        raise Refused(
            "entry_gone",
            ko="{index}번 기록이 있어야 할 자리에 없습니다. 감사 부서에 알려 주십시오.",
            en="Entry {index} is not where it should be. Please tell the auditors.",
            index=index,
        )
    leaf, leaf_hash = row
    return Inclusion(index, leaf, leaf_hash, tuple(step.hex() for step in path), head)


def prove_growth(first: int, second: int) -> tuple[str, ...]:
    """Return the consistency proof between two signed sizes."""
    head_of(first)
    head_of(second)
    return tuple(step.hex() for step in consistency_path(first, second, TiledTree(second, read_tile)))


def found(words: str) -> Entry | None:
    """Return the entry a reader means by an index, a full hash or the short number on a receipt."""
    given = re.sub(r"[\s-]", "", words).lower()
    if given.isascii() and given.isdigit() and len(given) < 12:
        return Entry.objects.filter(index=int(given)).first()
    if not re.fullmatch(r"[0-9a-f]{12,64}", given):
        return None
    # A short number is 48 bits of the hash; should two entries ever share it, neither is shown for the other.
    several = list(Entry.objects.filter(leaf_hash__startswith=given)[:2])
    return several[0] if len(several) == 1 else None


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """A receipt as its holder brings it."""

    leaf: str
    leaf_hash: str
    facts: dict[str, Any] | None
    agrees: bool  # the facts shown are the ones the leaf commits to, and the proof shown leads from it to a signed head


def read_receipt(raw: bytes) -> ReceiptFile:
    """Return what a receipt file says. Refused where it is no receipt."""
    try:
        told = json.loads(raw)
        leaf, said = told["leaf"], json.loads(told["leaf"])
        facts, salt = told.get("facts"), told.get("salt")
        agrees = facts is None or leaf == _leaf_again(said, told["subject"], facts, bytes.fromhex(salt))
        proof = told.get("proof")
        proven = proof is None or (proof["leaf"] == leaf and _shown_proof(proof).holds())
        return ReceiptFile(leaf, hash_leaf(leaf.encode()).hex(), facts, agrees and proven)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refused(
            "no_receipt",
            ko="이 파일은 기록 확인서가 아닙니다. 집현에서 내려받은 확인서(.json)를 올려 주십시오.",
            en="This file is not a receipt of the log. Please give the receipt (.json) you downloaded here.",
        ) from None


def _shown_proof(told: dict[str, Any]) -> Inclusion:
    head = told["head"]
    signed = SignedHead(
        head["size"], head["root"], datetime.fromisoformat(head["at"]), head["key"], head["signature"]
    )
    return Inclusion(told["index"], told["leaf"], told["leaf_hash"], tuple(told["path"]), signed)


def _leaf_again(said: dict[str, Any], subject: str, facts: dict[str, Any], salt: bytes) -> str:
    return leaf_text(
        kind=said["kind"], on=date.fromisoformat(said["on"]), subject=subject, facts=facts, salt=salt
    )
