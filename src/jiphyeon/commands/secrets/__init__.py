"""`jiphyeon secrets`: the keys that seal personal fields."""

from jiphyeon.foundation.rooms.commands import Command

COMMANDS = (
    Command("secrets", "the city", "Keys of personal fields: make, change.", "command:secrets", order=50),
)
