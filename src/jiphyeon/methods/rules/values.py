"""How a value of each type is written in a data file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jiphyeon.methods.rules import source
from jiphyeon.methods.rules.source import Scalar
from jiphyeon.methods.rules.tree import Type

VALUE_OF: dict[Type, Callable[[Scalar], Any]] = {
    Type.BOOLEAN: source.truth_of,
    Type.INTEGER: source.whole_of,
    Type.WON: source.won_of,
    Type.FRACTION: source.fraction_of,
    Type.DATE: source.day_of,
    Type.CHOICE: source.text_of,
    Type.CODE: source.text_of,
}
WRITABLE = [kind.value for kind in VALUE_OF]
