"""Genuine or not: one answer in words, with the proof for those who want it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiphyeon.foundation.ledger.kinds import called
from jiphyeon.foundation.ledger.models import Entry
from jiphyeon.foundation.ledger.order import SignedHead
from jiphyeon.foundation.ledger.proofs import Inclusion, ReceiptFile, found, prove, read_receipt
from jiphyeon.kernel import Words


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer. `genuine` None means recorded, but not yet in order."""

    genuine: bool | None
    words: Words
    kind: Words | None = None
    on: date | None = None
    facts: dict[str, Any] | None = None
    proof: Inclusion | None = None


_UNKNOWN = Words(
    "이 기록은 여기에 없습니다. 번호를 잘못 옮겨 적지 않았는지 보아 주십시오. 맞는데도 없다면 진짜가 아닐 수 있으니 담당 부서에 알려 주십시오.",
    "There is no such record here. Please see that the number was copied rightly. If it was, the paper may not be "
    "genuine: please tell the office.",
)
_CHANGED = Words(
    "진짜가 아닙니다. 확인서에 적힌 내용이 기록된 내용과 다릅니다.",
    "Not genuine. What the receipt says is not what was recorded.",
)
_WAITING = Words(
    "기록되었습니다. 아직 순번을 받기 전이라 증명은 1분쯤 뒤에 나옵니다.",
    "It was recorded. Its place in the log is being given; the proof is ready in about a minute.",
)
_BROKEN = Words(
    "기록은 있으나 증명이 맞지 않습니다. 기록부가 바뀌었을 수 있으니 감사 부서에 알려 주십시오.",
    "The record is there, but its proof does not hold. The log may have been altered: please tell the auditors.",
)
_GENUINE = Words(
    "진짜입니다. 기록된 그대로이고, 그 뒤로 바뀌지 않았습니다.",
    "Genuine. It is as it was recorded and has not changed since.",
)


def judged(*, number: str = "", receipt: bytes | None = None) -> Judged:
    """Judge a number (index, hash or short number) or a receipt file. Refused where the file is no receipt."""
    if receipt is None:
        return _of_entry(found(number), None)
    read = read_receipt(receipt)
    if not read.agrees:
        return Judged(False, _CHANGED)
    return _of_entry(Entry.objects.filter(leaf_hash=read.leaf_hash).first(), read)


def _of_entry(entry: Entry | None, read: ReceiptFile | None) -> Judged:
    if entry is None:
        return Judged(False, _UNKNOWN)
    kind, facts = called(entry.kind), read.facts if read else None
    if entry.index is None:
        return Judged(None, _WAITING, kind, entry.on, facts)
    proof = prove(entry.index)
    if not proof.holds():
        return Judged(False, _BROKEN, kind, entry.on, facts, proof)
    return Judged(True, _GENUINE, kind, entry.on, facts, proof)


def head_json(head: SignedHead) -> dict[str, Any]:
    """Return a head as it is published; `statement` is the text the signature covers."""
    at = head.at.isoformat(timespec="microseconds")
    statement = json.dumps({"at": at, "root": head.root, "size": head.size}, separators=(",", ":"))
    return {
        "size": head.size,
        "root": head.root,
        "at": at,
        "key": head.key,
        "signature": head.signature,
        "statement": statement,
    }


def inclusion_json(proof: Inclusion) -> dict[str, Any]:
    """Return a proof as it is published."""
    return {
        "index": proof.index,
        "leaf": proof.leaf,
        "leaf_hash": proof.leaf_hash,
        "path": list(proof.path),
        "head": head_json(proof.head),
    }
