"""The front door of the reforms: a synthetic city beside the demo, so that a change can be tried."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jiphyeon.contexts.reforms.actions import demo_population

__all__ = ["load_demo"]


def load_demo(pack: Path, today: date) -> None:
    """Write the synthetic city once; what lies there already is left alone."""
    demo_population.fill(pack, today)
