"""`jiphyeon tally` and `tally-verify`: a budget allocated from ballots, and a published one checked."""

from jiphyeon.foundation.rooms.commands import Command

COMMANDS = (
    Command(
        "tally",
        "methods",
        "Allocate a budget fairly from ballots.",
        "command:tally",
        order=220,
        examples=("tally lodz.pb --rule equal-shares --completion add1u",),
    ),
    Command(
        "tally-verify",
        "methods",
        "Check a published allocation by itself.",
        "command:tally_verify",
        order=221,
    ),
)
