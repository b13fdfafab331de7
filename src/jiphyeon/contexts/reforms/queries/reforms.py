"""Reforms in words: what they alter in each programme, whether they still fit, and which programmes they name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.reforms.models import Reform
from jiphyeon.contexts.reforms.queries import alterations
from jiphyeon.kernel import Refused, Words
from jiphyeon.methods.rules import Pack


@dataclass(frozen=True, slots=True)
class ProgrammeDifference:
    """What a change alters within one programme, in sentences; `later`: of values already set for later days.

    `open`: whether its clause page can be opened.
    """

    id: str
    name: Words
    lines: list[Words]
    later: list[Words]
    open: bool


def differences(reform: Reform) -> list[ProgrammeDifference]:
    """Return what a change alters, programme by programme: of an approved one, as its approver read it."""
    pack = programmes.pack(before=reform.place)
    try:
        keys = programmes.touched(pack, reform.change)
    except Refused:
        keys = []
    return [_difference(pack, key, reform) for key in programmes.in_order(keys or reform.parts)]


def _difference(pack: Pack, key: str, reform: Reform) -> ProgrammeDifference:
    later: list[Words] = []
    try:
        programme = pack.programme(key)
        lines = alterations.difference(programme, reform.change)
        later = alterations.overruled(programme, reform.change)
    except Refused as no:
        lines = [no.words]
    return ProgrammeDifference(key, programme_name(key), lines, later, key in programmes.offered())


def shared_names(reform: Reform) -> Words | None:
    """Return the shared values a change sets for every programme that uses them; None where it sets none."""
    parameters = programmes.pack().parameters
    names = [parameters[name].label if name in parameters else Words(name, name) for name in reform.shared]
    return Words.joined(" · ", names) if names else None


def misfit(reform: Reform) -> Words | None:
    """Return why a change fits the rules no more, or alters nothing any more, in words; None where it does."""
    pack = programmes.pack(before=reform.place)
    try:
        programmes.check_change(pack, reform.change)
        alterations.require_any(pack, reform.change)
    except Refused as no:
        return no.words
    return None


def programme_name(programme: str) -> Words:
    """Return a programme's name, or its id where the pack no longer has it."""
    found = programmes.pack().programmes.get(programme)
    return found.names if found else Words(programme, programme)


def programme_names(keys: Iterable[str]) -> Words:
    """Return the names of programmes one after another."""
    return Words.joined(" · ", (programme_name(one) for one in programmes.in_order(keys)))
