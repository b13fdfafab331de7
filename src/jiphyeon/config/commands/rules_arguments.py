"""What the commands about rules take: a day, the pack of a city."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

CITY = Path(__file__).resolve().parents[2] / "cities" / "sejong"


class Day(click.ParamType[date]):
    """A day written 2024-03-04."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day; write it as 2024-03-04.", param, ctx)
