"""`jiphyeon accounts`: the first administrator of a city."""

from jiphyeon.foundation.rooms.commands import Command

COMMANDS = (
    Command("accounts", "the city", "Make the first administrator of a city.", "command:accounts", order=40),
)
