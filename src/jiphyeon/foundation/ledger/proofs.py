"""What the log can prove of itself: that an entry is in it, and that it only ever grew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiphyeon.foundation.ledger import seen
from jiphyeon.foundation.ledger.heads import SignedHead, head_json, read_head_json, shown
from jiphyeon.foundation.ledger.leaves import leaf_text
from jiphyeon.foundation.ledger.models import Entry, Head
from jiphyeon.foundation.ledger.record import SHORT_DIGITS, hashes_meant, typed
from jiphyeon.foundation.ledger.tiles import read_tile
from jiphyeon.kernel import Refused, parse_json
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

    def holds(self, keys: Mapping[str, str]) -> bool:
        """Work the proof out again from the leaf's text to the signature, which must be by one of `keys`."""
        return self.leads_to_root() and seen.is_signed(self.head, keys)

    def leads_to_root(self) -> bool:
        """Work the proof out again from the leaf's text to the root its head names."""
        hashed = hash_leaf(self.leaf.encode())
        path = [bytes.fromhex(step) for step in self.path]
        return hashed.hex() == self.leaf_hash and check_inclusion(
            hashed, self.index, self.head.size, path, bytes.fromhex(self.head.root)
        )

    def as_json(self) -> dict[str, Any]:
        """Return the proof as it is published."""
        return {
            "index": self.index,
            "leaf": self.leaf,
            "leaf_hash": self.leaf_hash,
            "path": list(self.path),
            "head": head_json(self.head),
        }


def head_of(size: int | None) -> SignedHead:
    """Return the signed head of a size, or the newest. Refused where none was signed at that size."""
    heads = Head.objects.order_by("-size")
    head = (heads if size is None else heads.filter(size=size)).first()
    if head is None:
        raise Refused(
            "head_unknown",
            ko="그 크기에서 서명한 기록이 없습니다. /ledger/heads.json 에서 서명된 크기를 확인해 주세요.",
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
            ko="{index}번 기록이 있어야 할 자리에 없습니다. 감사 부서에 알려 주세요.",
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
    """Return the entry a reader means by an index, a full hash or the short number on a receipt, as any room prints it."""
    given = typed(words)
    if given.isascii() and given.isdigit() and len(given) < SHORT_DIGITS:
        return Entry.objects.filter(index=int(given)).first()
    # A short number is 48 bits of the hash; should two entries ever share it, neither is shown for the other.
    several = {entry.pk: entry for hashed in hashes_meant(given) for entry in _beginning_with(hashed)}
    return next(iter(several.values())) if len(several) == 1 else None


def _beginning_with(hashed: str) -> list[Entry]:
    return list(Entry.objects.filter(leaf_hash__startswith=hashed)[:2])


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """A receipt as its holder brings it."""

    leaf: str
    leaf_hash: str
    facts: dict[str, Any] | None
    proof: Inclusion | None
    agrees: bool  # the facts shown are the ones the leaf commits to, and the proof shown leads from it to its root
    unknown: tuple[str, ...]  # what it says beside, which no leaf and no proof speaks of


def read_receipt(raw: bytes, name: str = "receipt.json") -> ReceiptFile:
    """Return what a receipt file says. Refused where it is no receipt."""
    document = parse_json(raw, name, as_written=True)  # a leaf is the hash of its text as it stands
    try:
        leaf, contents = document["leaf"], json.loads(document["leaf"])
        facts, leaf_hash = document.get("facts"), hash_leaf(leaf.encode()).hex()
        opened = facts is None or leaf == _leaf_again(contents, document)
        proof = None if document.get("proof") is None else _shown_proof(document["proof"])
        led = proof is None or (
            proof.leaf == leaf and proof.as_json() == document["proof"] and proof.leads_to_root()
        )
        known = {"leaf", "leaf_hash", "proof", "facts"}
        if facts is not None:  # without facts nothing holds the rest to the leaf
            known |= {"subject", "salt"} | ({"at"} & contents.keys())
        return ReceiptFile(
            leaf,
            leaf_hash,
            facts,
            proof,
            opened and led and document.get("leaf_hash", leaf_hash) == leaf_hash,
            tuple(sorted(document.keys() - known)),
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise no_receipt() from None


def no_receipt() -> Refused:
    """Return the refusal of a file that the log can say nothing of."""
    return Refused(
        "no_receipt",
        ko="이 파일은 기록 확인서도 요약값도 아닙니다. 집현에서 내려받은 파일(.json)을 그대로 올려 주세요.",
        en="This file is neither a receipt nor a head of the log. Please give the file (.json) as you downloaded it here.",
    )


def _shown_proof(document: dict[str, Any]) -> Inclusion:
    path = tuple(document["path"])
    if any(len(bytes.fromhex(step)) != len(bytes.fromhex(document["leaf_hash"])) for step in path):
        raise ValueError("a path is made of hashes")
    if not isinstance(document["index"], int):
        raise TypeError("an index is a whole number")
    return Inclusion(
        document["index"], document["leaf"], document["leaf_hash"], path, read_head_json(document["head"])
    )


def _leaf_again(contents: dict[str, Any], document: dict[str, Any]) -> str:
    return leaf_text(
        kind=contents["kind"],
        on=date.fromisoformat(contents["on"]),
        subject=document["subject"],
        facts=document["facts"],
        salt=bytes.fromhex(document["salt"]),
        at=datetime.fromisoformat(document["at"]) if "at" in contents else None,
    )
