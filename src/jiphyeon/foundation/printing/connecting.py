"""By what paper is served."""

from __future__ import annotations

from jiphyeon.foundation.messages.api import Channel, connects
from jiphyeon.foundation.printing.gathering import Paper


def connect() -> None:
    """Have messages on paper gathered here."""
    connects(Channel.PAPER, Paper)
