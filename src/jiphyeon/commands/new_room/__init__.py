"""`jiphyeon new-room`: a new context in the standard shape."""

from jiphyeon.foundation.rooms.commands import Command

COMMANDS = (
    Command(
        "new-room",
        "the house",
        "Write a new room of the office, tests and all.",
        "command:new_room",
        order=310,
        examples=("new-room lost_items --korean 분실물",),
    ),
)
