"""A changed city beside the one that stands: parameters with other values from a day on, nothing edited in place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TypeVar

from jiphyeon.kernel import Citation, Refused, Words
from jiphyeon.methods.rules.model.parameters import Content, Parameters, unknown_parameter
from jiphyeon.methods.rules.model.programme import Pack, Programme
from jiphyeon.methods.rules.reading.completeness import refuse_holes

Reformed = TypeVar("Reformed", Pack, Programme)
DRAFT = Citation("가정한 기준 (시행되지 않음)", verified=False)
NOTE = Words("가정해 본 값입니다.", "A value supposed, not in force.")


def reform(subject: Reformed, changes: Mapping[str, tuple[Content, date]]) -> Reformed:
    """Return a new pack or programme in which each named parameter takes another value from a day on.

    `changes` maps a name ("age_limit", or "rent-support.deposit_cap" for a programme's own in a pack) to
    `(value, first day)`. Later values of the parameter are dropped. Raises Refused for a name nobody knows or a value
    of another type.
    """
    if isinstance(subject, Programme):
        return _programme(subject, changes)
    programmes = {}
    own = {name: change for name, change in changes.items() if "." not in name}
    for name in changes:
        _known(name, subject)
    for key, programme in subject.programmes.items():
        local = {name.split(".", 1)[1]: one for name, one in changes.items() if name.startswith(f"{key}.")}
        here = {name: one for name, one in own.items() if name in programme.versions[0].parameters}
        programmes[key] = _programme(programme, {**here, **local})
    parameters = _changed(subject.parameters, {n: c for n, c in own.items() if n in subject.parameters})
    return replace(subject, programmes=programmes, parameters=parameters)


def _known(name: str, pack: Pack) -> None:
    names = set(pack.parameters) | {
        f"{key}.{local}" for key, one in pack.programmes.items() for local in one.local
    }
    if name not in names:
        raise unknown_parameter(name, names)


def _programme(programme: Programme, changes: Mapping[str, tuple[Content, date]]) -> Programme:
    made = replace(programme, versions=())
    parameters = _changed(programme.versions[0].parameters, changes)
    made.local = Parameters({name: parameters[name] for name in programme.local})
    made.versions = tuple(
        replace(one, programme=made, parameters=parameters, plans={}) for one in programme.versions
    )
    if changes:
        for one in made.versions:
            refuse_holes(one)
    return made


def _changed(parameters: Parameters, changes: Mapping[str, tuple[Content, date]]) -> Parameters:
    for name, (value, first) in changes.items():
        if name not in parameters:
            raise unknown_parameter(name, parameters)
        old = parameters[name].values[-1].content
        if isinstance(value, bool) is not isinstance(old, bool) or not isinstance(value, _kind(old)):
            raise Refused(
                "reform_type",
                ko="{name}에 {value!r}을(를) 넣을 수 없습니다. 지금 값은 {old!r}입니다.",
                en="{name} cannot become {value!r}; it is {old!r} now.",
                name=name,
                value=value,
                old=old,
            )
        parameters = parameters.changed(name, value, first, DRAFT, NOTE)
    return parameters


def _kind(old: object) -> type | tuple[type, ...]:
    return (int, Fraction) if isinstance(old, Fraction) else type(old)
