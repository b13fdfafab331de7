"""도시 꾸러미 · City packs: one folder of data per city, beside this file or anywhere else.

No code stands in a pack, and nothing here knows what stands in one: only where the pack lies.
"""

from __future__ import annotations

import os
from pathlib import Path

from jiphyeon.kernel import Refused

SETTING = "JIPHYEON_CITY"
DEFAULT = "sejong"
HERE = Path(__file__).resolve().parent


def named() -> str:
    """Return the city that JIPHYEON_CITY names, or the one the house comes with."""
    return os.environ.get(SETTING) or DEFAULT


def pack(city: str) -> Path:
    """Return the folder of a city's pack: a name means one of the house's own, anything with a slash is a path.

    Refused where no pack lies there.

    >>> pack("sejong").name
    'sejong'
    """
    is_path = os.sep in city or "/" in city or city.startswith(("~", "."))
    folder = Path(city).expanduser().resolve() if is_path else HERE / city
    if not (folder / "city.yaml").is_file():
        raise Refused(
            "no_such_city",
            ko="도시 꾸러미 {city}이(가) 없습니다: 폴더에 city.yaml이 있어야 합니다. 함께 온 꾸러미: {own}",
            en="There is no city pack {city}: its folder must hold city.yaml. Those that come with the house: {own}.",
            city=city,
            own=", ".join(sorted(file.parent.name for file in HERE.glob("*/city.yaml"))),
        )
    return folder


def mydata_client(folder: Path) -> str:
    """Return the name by which a city's office is registered with data holders, unless it has been given another."""
    return os.environ.get("JIPHYEON_MYDATA_CLIENT") or f"jiphyeon-{folder.name}"
