"""What a command of `./jip` says of itself before anything of it is imported.

A folder `commands/<name>/`, or `commands/` inside a room, declares in its `__init__`:

    COMMANDS = (Command("tally", "methods", "Allocate a budget fairly from ballots.", "command:tally", order=220),)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, the group and line it stands under on the help page, and what is called.

    `target` is `module:attribute` below the folder, imported only when the command is called.
    """

    name: str
    group: Literal["the city", "proof", "methods", "the house"]
    line: str
    target: str
    order: int = 100
    examples: tuple[str, ...] = ()
