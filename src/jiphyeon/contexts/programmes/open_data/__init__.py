"""What the programmes publish: what is offered, on which conditions, the values of the law, and explanations to programs."""

from __future__ import annotations

from jiphyeon.contexts.programmes.open_data.interface import described
from jiphyeon.contexts.programmes.open_data.tables import datasets
from jiphyeon.kernel import Words

__all__ = ["datasets", "described", "title"]

title = Words("지원 기준", "Programmes")
