"""How often to try: few times in the suite, many by `./jip drill NAME --long`."""

import os


def count(*, short, long):
    """Return `short` in the suite and `long` in a drill's long form."""
    return long if os.environ.get("JIPHYEON_DRILL") == "long" else short
