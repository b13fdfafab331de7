"""`jiphyeon wording`: a text with gaps, tried on files."""

from jiphyeon.foundation.rooms.commands import Command

COMMANDS = (
    Command(
        "wording",
        "methods",
        "Try a text with gaps: what it asks for, how it reads, how long it is.",
        "command:wording",
        order=250,
        examples=("wording notice.txt --values values.json --channel text",),
    ),
)
