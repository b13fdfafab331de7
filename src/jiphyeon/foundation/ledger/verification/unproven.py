"""What nothing proves of a log that was walked, however whole it looks."""

from __future__ import annotations

from collections.abc import Iterator

from jiphyeon.foundation.ledger.verification.walk import Walk
from jiphyeon.kernel import Words

_NO_KEY = Words(
    "서명한 열쇠가 이 시의 것인지는 데이터베이스 밖의 아무것도 증명하지 않습니다(--key 로 공개키를 주세요).",
    "Nothing outside the database vouches for the key the heads are signed with (give a public key with --key).",
)
_NO_HEAD = Words(
    "예전 상태로 되돌려졌는지는 알 수 없습니다. 전에 본 요약값이 데이터베이스 밖에 없습니다(--head 로 받아 둔 요약값을 주세요).",
    "Whether the log was rolled back to an earlier state cannot be known: no head seen earlier is kept outside the database "
    "(give one with --head).",
)


def unproven(walk: Walk) -> Iterator[Words]:
    """Yield what nothing proves, however whole it looks."""
    if not walk.done and not walk.waiting:
        yield Words(
            "기록이 하나도 없어 확인할 것이 없습니다.", "There is no entry, so there is nothing to check."
        )
    if walk.done and not walk.outside.keys:
        yield _NO_KEY
    if walk.done and not walk.outside.heads:
        yield _NO_HEAD
    if walk.waiting:
        yield Words(
            "{n}건이 순번을 기다리며 아직 서명 아래에 있지 않습니다(ledger head --sign 을 쓰거나 1분 뒤에 다시 해 주세요).",
            "{n} without a place yet, so under no signature (use ledger head --sign, or come back in a minute).",
        ).filled(n=Words.count(walk.waiting, "line"))
    if walk.unreadable:
        yield Words(
            "{n}건의 내용은 열쇠가 없어 열 수 없습니다. 잎만 확인했습니다.",
            "The facts of {n} could not be opened with the keys on the ring; their leaves alone were checked.",
        ).filled(n=Words.count(walk.unreadable, "entry", "entries"))
    if walk.unreadable_lines:
        yield Words(
            "열람 기록 {n}줄은 열쇠가 없어 열 수 없습니다.",
            "{n} of the private trail could not be opened with the keys on the ring.",
        ).filled(n=Words.count(walk.unreadable_lines, "line"))
    if walk.undated:
        yield Words(
            "{n}건이 언제 기록되었는지는 아무것도 증명하지 않습니다(0.3.0 이전의 잎).",
            "Nothing proves when {n} {were} recorded (their leaves are from before version 0.3.0).",
        ).filled(n=Words.count(walk.undated, "entry", "entries"), were="was" if walk.undated == 1 else "were")
    if walk.unchained:
        yield Words(
            "요약값 {n}개는 앞뒤로 이어지지 않아, 빠진 것이 있어도 알 수 없습니다(0.3.0 이전의 요약값).",
            "{n} heads are in no chain, so that one taken from among them would not be missed (they are from before 0.3.0).",
        ).filled(n=walk.unchained)
