"""`jiphyeon rules`: a city's programmes as data."""

from jiphyeon.foundation.rooms.commands import Command

COMMANDS = (
    Command(
        "rules",
        "methods",
        "Who is due, why, and what a change costs.",
        "command:rules",
        order=210,
        examples=(
            "rules explain PROGRAMME --facts me.json --as-of 2024-03-04",
            "rules what-if PROGRAMME --people people.parquet --set age_limit=34",
        ),
    ),
)
