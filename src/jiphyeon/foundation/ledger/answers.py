"""Genuine or not: one of three answers in words, with the proof for those who want it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiphyeon.foundation.ledger import seen
from jiphyeon.foundation.ledger.heads import SignedHead, TakenHead, newest_head, shown, take_head
from jiphyeon.foundation.ledger.kinds import called, facts_called, read_by_people
from jiphyeon.foundation.ledger.models import Entry, Head
from jiphyeon.foundation.ledger.proofs import (
    Inclusion,
    ReceiptFile,
    found,
    no_receipt,
    prove,
    prove_growth,
    read_receipt,
)
from jiphyeon.foundation.ledger.record import typed
from jiphyeon.foundation.ledger.tiles import root_at
from jiphyeon.kernel import Refused, Verdict, Words, parse_json
from jiphyeon.methods.merkle import check_consistency


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """The answer, and what it was given for."""

    verdict: Verdict
    words: Words
    kind: Words | None = None
    on: date | None = None
    shown: list[tuple[Words, object]] | None = None  # what a receipt says, as people read it
    facts: list[tuple[object, object]] | None = None  # all of it, keys and hashes too
    proof: Inclusion | None = None
    taken: SignedHead | None = None
    newest: SignedHead | None = None
    of_a_matter: bool = False  # what was asked is no record but the number of an application


_UNKNOWN = Words(
    "이 기록은 여기에 없습니다. 번호를 잘못 옮겨 적지 않았는지 보아 주세요. 맞는데도 없다면 진짜가 아닐 수 있으니 담당 부서에 알려 주세요.",
    "There is no such record here. Please see that the number was copied rightly. If it was, the paper may not be "
    "genuine: please tell the office.",
)
_OF_A_MATTER = Words(
    "이것은 신청의 접수 번호입니다. 지금 어디까지 왔는지는 로그인하신 뒤 ‘내 페이지’에서 보실 수 있습니다. 여기서는 통지서나 접수증에 적힌 기록 번호(예: "
    "3f2a-91cc-07be)나 내려받은 확인서 파일로 진짜인지 확인하실 수 있습니다.",
    "This is the number of an application. How far it has come is shown on your page once you sign in. Here you can check "
    "the record number on a letter or a receipt (like 3f2a-91cc-07be), or the receipt file you downloaded.",
)
# As matters are numbered: the year, and six digits; no log is so long that it could be a place.
_MATTER = re.compile(r"(19|20)[0-9]{8}")
_CHANGED = Words(
    "진짜가 아닙니다. 확인서에 적힌 내용이 기록된 내용과 다릅니다.",
    "Not genuine. What the receipt says is not what was recorded.",
)
_WAITING = Words(
    "기록되었습니다. 아직 순번을 받기 전이라 증명은 1분쯤 뒤에 나옵니다.",
    "It was recorded. Its place in the log is being given; the proof is ready in about a minute.",
)
_BROKEN = Words(
    "기록은 있으나 증명이 맞지 않습니다. 기록부가 바뀌었을 수 있으니 감사 부서에 알려 주세요.",
    "The record is there, but its proof does not hold. The log may have been altered: please tell the auditors.",
)
_TAKEN_OUT = Words(
    "확인서에는 기록부의 서명이 있으나 지금 기록부에는 이 기록이 없습니다. 기록부가 바뀌었을 수 있으니 확인서를 잘 두시고 감사 부서에 알려 주세요.",
    "The receipt bears the log's signature, but the record is not in the log any more. The log may have been altered: "
    "please keep the receipt and tell the auditors.",
)
_NO_KEY = Words(
    "기록은 있으나 서명한 열쇠가 이 시의 것인지 이 서버에서는 확인할 수 없습니다. 따로 받아 둔 공개키로 확인해 주세요.",
    "The record is there, but nothing on this server vouches that the key it is signed with is the city's. Please hold "
    "it against a public key you were given elsewhere.",
)
_GENUINE = Words(
    "진짜입니다. 기록된 그대로이고, 그 뒤로 바뀌지 않았습니다.",
    "Genuine. It is as it was recorded and has not changed since.",
)
_UNKNOWN_PARTS = Words(
    "기록된 부분은 진짜이지만, 확인서에 기록으로 확인할 수 없는 내용이 더 적혀 있습니다({names}). 그 내용은 믿지 마십시오.",
    "What was recorded is genuine, but the receipt says more than the record can prove ({names}). Do not rely on that part.",
)
_HEAD_FORGED = Words(
    "이 요약값에는 이 기록부의 서명이 없습니다. 고쳤거나 다른 곳의 것입니다.",
    "This head does not bear the log's signature: it was changed, or is another log's.",
)
_HEAD_GONE = Words(
    "기록부가 이 요약값을 잇지 않습니다. 이 요약값은 {first}건까지 서명한 것인데 지금 기록은 그와 다릅니다. 이 파일을 잘 두시고 감사 부서에 알려 주세요.",
    "The log does not continue this head: it was signed over {first} entries, and the log is not the same now. Please keep "
    "this file and tell the auditors.",
)
_HEAD_CONTINUED = Words(
    "맞습니다. 이 요약값을 받으신 뒤로 기록부는 늘기만 했습니다({first}건에서 {second}건). 그 앞의 기록은 지워지거나 바뀌지 않았습니다.",
    "It holds. Since you took this head the log only grew, from {first} to {second} entries; nothing before it was taken out "
    "or changed.",
)
_HEAD_OF_NOW = Words(
    "맞습니다. 지금 기록부의 요약값과 같습니다({first}건). 잘 두셨다가 나중에 다시 견주어 보십시오.",
    "It holds: it is the head of the log as it stands now ({first} entries). Keep it, and compare again later.",
)
_HEAD_NO_KEY = Words(
    "서명한 열쇠가 이 시의 것인지 이 서버에서는 확인할 수 없습니다. 따로 받아 둔 공개키로 확인해 주세요.",
    "Nothing on this server vouches that the key of this head is the city's. Please hold it against a public key you were "
    "given elsewhere.",
)


def answer_about(*, number: str = "", file: bytes | None = None, name: str = "") -> RecordAnswer:
    """Judge a number (index, hash or short number), or a file: a receipt, or a head taken earlier.

    Refused where the file is neither.
    """
    if file is None:
        if _MATTER.fullmatch(typed(number)):
            return RecordAnswer(Verdict.NOT_PROVEN, _OF_A_MATTER, of_a_matter=True)
        return _of_entry(found(number), None)
    document = _document(file, name or "receipt.json")
    if isinstance(document, dict) and "root" in document and "leaf" not in document:
        return _of_head(take_head(file, name or "head.json"))
    read = read_receipt(file, name or "receipt.json")
    if not read.agrees:
        return RecordAnswer(Verdict.FALSE, _CHANGED)
    return _of_entry(Entry.objects.filter(leaf_hash=read.leaf_hash).first(), read)


def _document(file: bytes, name: str) -> Any:
    try:
        return parse_json(file, name)
    except Refused as no:
        if no.code in {"json_unreadable", "json_not_utf8", "json_too_deep"}:
            raise no_receipt() from None
        raise


def _of_entry(entry: Entry | None, read: ReceiptFile | None) -> RecordAnswer:
    keys, heads = seen.trusted_keys(), seen.read().heads  # first: the log may grow while it is looked at
    if entry is None:
        signed = read is not None and read.proof is not None and read.proof.holds(keys)
        return RecordAnswer(Verdict.FALSE, _TAKEN_OUT if signed else _UNKNOWN)
    if not _columns_agree(entry):
        return RecordAnswer(Verdict.FALSE, _BROKEN)
    if read is not None and read.proof is not None and not _is_ours(read.proof.head, keys):
        return RecordAnswer(Verdict.FALSE, _CHANGED)
    proof = None if entry.index is None else _proof(entry.index)
    if read is not None and read.proof is not None:
        heads = (*heads, read.proof.head)
    continued = proof is not None and _continues(proof.head, heads)
    verdict, words = _of_proof(entry, proof if continued else None, read, keys)
    shown = facts = None
    if read and read.facts:
        shown, facts = read_by_people(entry.kind, read.facts), facts_called(entry.kind, read.facts)
    return RecordAnswer(verdict, words, called(entry.kind), entry.on, shown, facts, proof)


def _of_proof(
    entry: Entry, proof: Inclusion | None, read: ReceiptFile | None, keys: dict[str, str]
) -> tuple[Verdict, Words]:
    if entry.index is None:
        return Verdict.NOT_PROVEN, _WAITING
    if proof is None or not proof.leads_to_root():
        return Verdict.FALSE, _BROKEN
    if not keys:
        return Verdict.NOT_PROVEN, _NO_KEY
    if not seen.is_signed(proof.head, keys):
        return Verdict.FALSE, _BROKEN
    if read is not None and read.unknown:
        return Verdict.NOT_PROVEN, _UNKNOWN_PARTS.filled(names=", ".join(read.unknown)[:200])
    return Verdict.TRUE, _GENUINE


def _columns_agree(entry: Entry) -> bool:
    """Return whether what is shown of an entry beside its leaf is what the leaf says."""
    try:
        contents = json.loads(entry.leaf)
        return bool(contents["kind"] == entry.kind and contents["on"] == entry.on.isoformat())
    except (ValueError, KeyError, TypeError):
        return False


def _proof(index: int) -> Inclusion | None:
    try:
        return prove(index)
    except (Refused, IndexError):
        return None


def _is_ours(head: SignedHead, keys: dict[str, str]) -> bool:
    """Return whether the head a receipt shows is one the log keeps, or is at least signed by the log's key."""
    kept = Head.objects.filter(size=head.size).first()
    return (kept is not None and shown(kept) == head) or seen.is_signed(head, keys)


def _continues(newest: SignedHead, heads: Iterable[SignedHead]) -> bool:
    """Return whether the log continues the heads it was seen at, and the one a receipt shows."""
    return all(seen.continues(newest, head) for head in heads)


def _of_head(taken: TakenHead) -> RecordAnswer:
    head, keys, heads = taken.head, seen.trusted_keys(), seen.read().heads
    if not keys:
        return RecordAnswer(Verdict.NOT_PROVEN, _HEAD_NO_KEY, taken=head)
    if not seen.is_signed(head, keys):
        return RecordAnswer(Verdict.FALSE, _HEAD_FORGED, taken=head)
    newest = newest_head()
    if newest is None or not _continues(newest, heads) or not _continued(head, newest, keys):
        return RecordAnswer(
            Verdict.FALSE, _HEAD_GONE.filled(first=f"{head.size:,}"), taken=head, newest=newest
        )
    holds = _HEAD_OF_NOW if head == newest else _HEAD_CONTINUED
    words = holds.filled(first=f"{head.size:,}", second=f"{newest.size:,}")
    return RecordAnswer(Verdict.TRUE, words, taken=head, newest=newest)


def _continued(head: SignedHead, newest: SignedHead, keys: dict[str, str]) -> bool:
    """Return whether the newest head is signed, and provably grew out of an earlier one that the log still lists."""
    kept = Head.objects.filter(size=head.size).first()
    if kept is None or shown(kept) != head or not seen.is_signed(newest, keys):
        return False
    if root_at(newest.size, newest.size) != newest.root:
        return False
    path = [bytes.fromhex(step) for step in prove_growth(head.size, newest.size)]
    return check_consistency(
        head.size, newest.size, bytes.fromhex(head.root), bytes.fromhex(newest.root), path
    )
