"""`jiphyeon ledger`: the public log verified, proved and signed."""

from jiphyeon.foundation.rooms.commands import Command

COMMANDS = (
    Command(
        "ledger",
        "proof",
        "Verify, prove and sign the public log.",
        "command:ledger",
        order=110,
        examples=("ledger verify",),
    ),
)
