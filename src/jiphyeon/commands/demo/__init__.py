"""`jiphyeon demo`: a synthetic city as files."""

from jiphyeon.foundation.rooms.commands import Command

COMMANDS = (Command("demo", "the city", "Make a synthetic city; nobody is real.", "command:demo", order=30),)
