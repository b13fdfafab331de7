"""Reading a city's rules from its data files, refusing anything that is not exactly understood.

facts.yaml  parameters.yaml  citations.yaml  programmes/*.yaml
"""

from __future__ import annotations

import gc
from pathlib import Path

from jiphyeon.kernel import Place, Refused
from jiphyeon.kernel.holidays import Holidays
from jiphyeon.methods.rules.model.programme import Pack, Programme
from jiphyeon.methods.rules.reading.facts import FactReader
from jiphyeon.methods.rules.reading.names import Derivations
from jiphyeon.methods.rules.reading.parameters import ParameterReader
from jiphyeon.methods.rules.reading.programmes import ProgrammeReader
from jiphyeon.methods.rules.reading.shared import PackReader


def load(folder: Path | str) -> Pack:
    """Return the city pack in `folder`. Raises Refused at the first thing wrong, with its file and line."""
    refusals: list[Refused] = []
    pack = read(Path(folder), refusals)
    if refusals or pack is None:
        raise refusals[0]
    return pack


def read(folder: Path, refusals: list[Refused]) -> Pack | None:
    """Return the pack, adding to `refusals` what each file has wrong; None where what all programmes share is wrong."""
    # All that is made here is kept: looking for rubbish meanwhile costs a sixth of the time and finds none.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _read(folder, refusals)
    finally:
        if collecting:
            gc.enable()


def _read(folder: Path, refusals: list[Refused]) -> Pack | None:
    try:
        desk = PackReader(folder)
        fact_reader = FactReader(desk)
        facts = fact_reader.facts(desk.file(folder / "facts.yaml"))
        facts.is_open = Holidays(folder).is_open
        parameter_reader = ParameterReader(desk, facts)
        parameters = parameter_reader.parameters(desk.file(folder / "parameters.yaml"), {})
        derivations = Derivations(facts, parameters, fact_reader.places)
    except Refused as no:
        refusals.append(no)
        return None
    reader = ProgrammeReader(desk, parameter_reader, derivations, parameters)
    programmes: dict[str, Programme] = {}
    for path in sorted((folder / "programmes").glob("*.yaml")):
        try:
            one = reader.programme(path)
        except Refused as no:
            refusals.append(no)
            continue
        if one.id in programmes:
            refusals.append(_repeated(one, programmes[one.id].file))
        programmes.setdefault(one.id, one)
    return Pack(str(folder), facts, parameters, programmes)


def _repeated(programme: Programme, other: str) -> Refused:
    return Refused(
        "repeated_programme",
        ko="‘{id}’ 지원은 {other}에 이미 있습니다. 다른 이름으로 적어 주세요.",
        en="{id!r} is already a programme, in {other}.",
        place=Place(programme.file),
        id=programme.id,
        other=other,
    )
