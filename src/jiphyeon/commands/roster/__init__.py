"""`jiphyeon roster`: a city's committees brought into law."""

from jiphyeon.foundation.rooms.commands import Command

COMMANDS = (Command("roster", "methods", "Plan a city's committees into law.", "command:roster", order=240),)
