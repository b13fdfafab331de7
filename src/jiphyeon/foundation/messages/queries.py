"""What the room says of its rows to whoever holds them against the log."""

from __future__ import annotations

from jiphyeon.foundation.ledger.rows import unheld
from jiphyeon.kernel import Words


def declare_rows() -> None:
    """Say why no leaf holds these rows."""
    unheld(
        Words(
            "전달은 기록부에 적지 않습니다. 무엇을 왜 보냈는지는 보낸 방의 줄이 적습니다",
            "handing over is not put on the log; what was sent and why is on the log of the room that sent it",
        ),
        [
            "outbox.Text",
            "outbox.Batch",
            "outbox.Message",
            "outbox.Tally",
            "outbox.ChannelStatus",
        ],
    )
