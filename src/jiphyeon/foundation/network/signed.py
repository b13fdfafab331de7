"""Callbacks from outside that prove who sends them: HMAC-SHA256 over the sender's second, a full stop, and the body.

X-Timestamp: unix seconds   X-Signature: sha256=hex
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from jiphyeon.kernel import Refused

TOLERANCE = timedelta(minutes=5)


def check(body: bytes, *, stamp: str, signature: str, secret: str, at: datetime) -> None:
    """Let a signed body pass. Refused: `signature` where it is not the sender's, `clock` where their clock is far from ours.

    Who cannot sign learns nothing of the clock.
    """
    meant = hmac.new(secret.encode(), stamp.encode() + b"." + body, sha256).hexdigest()
    if not secret or not hmac.compare_digest(f"sha256={meant}".encode(), signature.encode()):
        raise Refused(
            "signature",
            ko="서명이 맞지 않습니다. X-Timestamp와 본문에 함께 정한 열쇠로 서명해 주세요.",
            en="The signature does not fit: sign X-Timestamp, a full stop and the body with the shared secret.",
        )
    theirs = _moment(stamp)
    if theirs is None or abs(theirs - at) > TOLERANCE:
        raise Refused(
            "clock",
            ko="보낸 쪽 시계가 우리 시계와 {minutes}분 넘게 다릅니다. 우리 시각은 {ours}, 받은 시각은 {theirs}입니다.",
            en="The sender's clock differs from ours by more than {minutes} minutes: ours says {ours}, theirs {theirs}.",
            minutes=TOLERANCE.seconds // 60,
            ours=at.astimezone(UTC).isoformat(timespec="seconds"),
            theirs=theirs.isoformat(timespec="seconds") if theirs is not None else "?",
        )


def _moment(stamp: str) -> datetime | None:
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 11):
        return None
    return datetime.fromtimestamp(int(stamp), UTC)
