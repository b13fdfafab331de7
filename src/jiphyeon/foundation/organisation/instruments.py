"""What the law is called in both languages: national Acts by their English titles, a city's own instruments by its `instruments.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from jiphyeon.kernel import Citation, Words, source
from jiphyeon.kernel.law import ACTS, cited


def law_words(written: Citation | str) -> Words:
    """Return a citation as people read it, also one that a decision keeps as it was written."""
    return cited(written, names(settings.CITY_PACK))


@cache
def names(pack: Path) -> dict[str, Words]:
    """Return what instruments are called, by the name they are cited by. Refused with the line of the file."""
    found = {name: Words(name, english) for name, english in ACTS.items()}
    file = pack / "instruments.yaml"
    if file.exists():
        what = "an instrument"
        block = source.read(file, file.name).only({"instruments"}, "the instruments")
        for one in block.listed("instruments", "the instruments"):
            one.only({"instrument", "ko", "en"}, what)
            name = one.text("instrument", what)
            found[name] = Words(one.text("ko", what, name), one.text("en", what))
    return found
