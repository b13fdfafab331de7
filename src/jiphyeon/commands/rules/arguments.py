"""What the commands about rules take: a day, the pack of a city."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from jiphyeon import cities
from jiphyeon.foundation.terminal.language import readers_language
from jiphyeon.kernel import Refused, Words
from jiphyeon.kernel.days import countable, day_of


def city() -> Path:
    """Return the pack of the city that JIPHYEON_CITY names: what a command reads unless told otherwise."""
    return cities.pack(cities.named())


_NOT_A_DAY = Words(
    "{value}은(는) 날짜가 아닙니다. 2024-03-04처럼 적어 주세요.",
    "{value} is not a day; write it as 2024-03-04.",
)


class Day(click.ParamType[date]):
    """A day written 2024-03-04, in years that can be counted from."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return countable(day_of(value))
        except ValueError:
            self.fail(_NOT_A_DAY.filled(value=repr(value)).text(readers_language()), param, ctx)
        except Refused as no:
            self.fail(no.text(readers_language()), param, ctx)
