"""`jiphyeon benefits`: decisions said again."""

from jiphyeon.foundation.rooms.commands import Command

COMMANDS = (Command("benefits", "proof", "Judge decided cases again.", "replay:benefits", order=120),)
