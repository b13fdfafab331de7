"""`jiphyeon run`: set a city up, fill and start it."""

from jiphyeon.foundation.rooms.commands import Command

COMMANDS = (Command("run", "the city", "Set up, fill and start the city.", "command:run", order=10),)
