"""What a pack says of its city itself (`city.yaml`): its name, the day its demo opens, what it announces, under which words its data may be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from jiphyeon.kernel import Place, Refused, Words, source
from jiphyeon.kernel.source import Block, Scalar


@dataclass(frozen=True, slots=True)
class Announced:
    """Something citizens will come for, and its place among the doors."""

    order: int
    words: Words


@dataclass(frozen=True, slots=True)
class Telephone:
    """Where the city answers the telephone; `verified` once somebody read the number where the city publishes it."""

    number: str
    words: Words
    verified: bool


@dataclass(frozen=True, slots=True)
class City:
    """A city as its pack presents it. `telephone`, `licence` and `demo_begins` are None where the pack names none."""

    name: Words
    demo_begins: date | None = None
    errands: tuple[Announced, ...] = ()
    licence: Scalar | None = None
    telephone: Telephone | None = None


@cache
def city_of(pack: Path) -> City:
    """Return what a pack's `city.yaml` says; without the file the folder's name is the city's. Refused with the line."""
    file = pack / "city.yaml"
    if not file.exists():
        return City(Words(pack.name, pack.name))
    block = source.read(file, file.name).only(
        {"name_ko", "name_en", "demo_begins", "errands", "licence", "telephone"}, "the city"
    )
    errands = []
    for one in block.listed("errands", "the city", default=True):
        one.only({"order", "ko", "en"}, "an errand")
        words = Words(one.text("ko", "an errand"), one.text("en", "an errand"))
        errands.append(Announced(one.whole("order", "an errand"), words))
    return City(
        name=Words(
            block.text("name_ko", "the city", pack.name), block.text("name_en", "the city", pack.name)
        ),
        demo_begins=block.day("demo_begins", "the city") if "demo_begins" in block else None,
        errands=tuple(errands),
        licence=block.scalar("licence", "the city") if "licence" in block else None,
        telephone=_telephone(block.block("telephone", "the city")) if "telephone" in block else None,
    )


def _telephone(block: Block) -> Telephone:
    what = "the telephone"
    block.only({"number", "ko", "en", "verified"}, what)
    words = Words(block.text("ko", what), block.text("en", what))
    return Telephone(block.text("number", what), words, block.truth("verified", what))


def demo_begins(pack: Path) -> date:
    """Return the day on which the demo city of a pack opens. Refused where the pack does not say."""
    day = city_of(pack).demo_begins
    if day is None:
        raise Refused(
            "demo_day",
            ko="시연 도시가 열리는 날(demo_begins)이 없습니다.",
            en="It does not say on which day the demo city opens: demo_begins, such as 2025-05-12.",
            place=Place("city.yaml"),
        )
    return day
