"""`jiphyeon draw`: a panel drawn by lot, and a draw verified."""

from jiphyeon.foundation.rooms.commands import Command

COMMANDS = (
    Command(
        "draw",
        "methods",
        "Draw a fair panel; verify a draw.",
        "command:draw",
        order=230,
        examples=(
            "draw --people respondents.csv --quotas categories.csv --size 20 --objective leximin --seed 7",
        ),
    ),
)
