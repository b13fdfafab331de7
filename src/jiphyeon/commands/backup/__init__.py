"""`jiphyeon backup` and `restore`: a running city put by, and set up from it."""

from jiphyeon.foundation.rooms.commands import Command

COMMANDS = (
    Command("backup", "the city", "Put the running city by, with a manifest.", "command:backup", order=60),
    Command("restore", "the city", "Set a city up from a backup, elsewhere.", "command:restore", order=70),
)
