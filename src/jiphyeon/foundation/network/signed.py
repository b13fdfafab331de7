"""Callbacks from outside that prove who sends them: HMAC-SHA256 over the sender's second, a full stop, and the body.

POST   X-Timestamp: unix seconds   X-Signature: sha256=hex
{"events": [{…}, …]}               up to 200 events, 64 KB
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from jiphyeon.kernel import Refused, parse_json

TOLERANCE = timedelta(minutes=5)
LARGEST = 64 * 1024  # bytes of a call
MOST_EVENTS = 200
STATUS = {"signature": 401, "clock": 400, "malformed": 400, "too_large": 413}
"""How a call that is refused is answered, by its code."""


def events_of(
    body: bytes, *, stamp: str, signature: str, secret: str, at: datetime
) -> list[Mapping[str, Any]]:
    """Return the events of a call. Refused: too_large, signature, clock, malformed.

    Who cannot sign learns nothing of the clock, and with no secret nobody can.
    """
    if len(body) > LARGEST:
        raise Refused(
            "too_large",
            ko="한 번에 {most}바이트까지 받습니다. 사건을 나누어 보내 주세요.",
            en="A call holds {most} bytes at most; send the events in smaller lots.",
            most=f"{LARGEST:,}",
        )
    meant = hmac.new(secret.encode(), stamp.encode() + b"." + body, sha256).hexdigest()
    if not secret or not hmac.compare_digest(f"sha256={meant}".encode(), signature.encode()):
        raise Refused(
            "signature",
            ko="서명이 맞지 않습니다. X-Timestamp와 본문에 함께 정한 열쇠로 서명해 주세요.",
            en="The signature does not fit: sign X-Timestamp, a full stop and the body with the shared secret.",
        )
    _check_clock(stamp, at)
    try:
        given = parse_json(body, "callback")
    except Refused as no:
        raise malformed("body") from no
    rows = given.get("events") if isinstance(given, dict) else None
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_EVENTS:
        raise malformed(f"events (1–{MOST_EVENTS})")
    for n, row in enumerate(rows):
        if not isinstance(row, dict):
            raise malformed(f"events[{n}]")
    return rows


def _check_clock(stamp: str, at: datetime) -> None:
    is_second = stamp.isascii() and stamp.isdecimal() and len(stamp) <= 11
    theirs = datetime.fromtimestamp(int(stamp), UTC) if is_second else None
    if theirs is None or abs(theirs - at) > TOLERANCE:
        raise Refused(
            "clock",
            ko="보낸 쪽 시계가 우리 시계와 {minutes}분 넘게 다릅니다. 우리 시각은 {ours}, 받은 시각은 {theirs}입니다.",
            en="The sender's clock differs from ours by more than {minutes} minutes: ours says {ours}, theirs {theirs}.",
            minutes=TOLERANCE.seconds // 60,
            ours=at.astimezone(UTC).isoformat(timespec="seconds"),
            theirs=theirs.isoformat(timespec="seconds") if theirs is not None else "?",
        )


def moment_of(row: Mapping[str, Any], name: str) -> datetime:
    """Return a moment of an event, in UTC. Raises ValueError where it is none, says no zone, or lies outside of all years."""
    at = datetime.fromisoformat(str(row.get(name)))
    if at.tzinfo is None:
        raise ValueError(name)
    try:
        return at.astimezone(UTC)
    except OverflowError as beyond:
        raise ValueError(name) from beyond


def malformed(where: str) -> Refused:
    """Return why a call that is signed cannot be read."""
    return Refused(
        "malformed",
        ko="읽을 수 없는 알림입니다: {where}. 시각에는 시간대를, 열쇠로는 UUID를 적어 주세요.",
        en="This callback cannot be read: {where}. Moments have their zone, keys are UUIDs.",
        where=where,
    )
