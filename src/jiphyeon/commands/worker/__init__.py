"""`jiphyeon worker`: does what waits in the queue."""

from jiphyeon.foundation.rooms.commands import Command

COMMANDS = (Command("worker", "the city", "Do what waits in the queue.", "command:worker", order=20),)
