"""What a change of terms alters within a programme, said in sentences of both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.api import Change
from jiphyeon.kernel import Refused, Words, day_words
from jiphyeon.methods.rules import Content, Pack, Parameter, Programme, Version, tree
from jiphyeon.methods.rules.population import Scenario, expression_of, scenario_version

NONE = Words("없음", "none")


def difference(programme: Programme, change: Change) -> list[Words]:
    """Return what a change alters within a programme, a sentence each: "청년 나이 상한: 39세 → 34세, 2027-03-02부터".

    Raises Refused where the change does not fit the programme (any more).
    """
    day, from_day = programmes.first_day(programme, change.first), day_words(change.first)
    version = programme.version_on(day)
    moved = _moved(version.parameters, change.scenario(programme, day).parameters, day)
    values = [
        Words(
            f"{label.ko}: {old.ko} → {new.ko}, {from_day.ko}부터",
            f"{label.en}: {old.en} → {new.en}, from {from_day.en}",
        )
        for label, old, new in moved
    ]
    return values + _conditions(version, change.part(programme).clauses, change.first)


def overruled(programme: Programme, change: Change) -> list[Words]:
    """Return which values already set for days after the first a change alters too, a sentence each."""
    parameters = programme.versions[0].parameters
    sentences = []
    for later, names in programmes.later_values(programme, change).items():
        contents = change.scenario(programme, later).parameters
        sentences += [
            Words(
                f"{day_words(later).ko}부터로 정해 둔 {label.ko}: {old.ko} → {new.ko}",
                f"{label.en}, set already from {day_words(later).en}: {old.en} → {new.en}",
            )
            for label, old, new in _moved(parameters, {name: contents[name] for name in names}, later)
        ]
    return sentences


Moved = tuple[Words, Words, Words]


def require_any(pack: Pack, change: Change) -> None:
    """Refuse a change under which every programme stays as it is: the rules came to say the same meanwhile."""
    touched = [pack.programme(key) for key in programmes.touched(pack, change)]
    if not any(difference(one, change) or overruled(one, change) for one in touched):
        raise Refused(
            "nothing_changes_any_more",
            ko="지금의 기준과 같아 바뀌는 것이 없습니다. 이 개정안은 버려도 됩니다.",
            en="The terms of today say the same, so nothing would change. This draft can be put aside.",
        )


def _moved(parameters: Mapping[str, Parameter], contents: Mapping[str, Content], day: date) -> list[Moved]:
    """Return each value, row of a table or bracket that is not what it was on the day: its name, before, after."""
    found: list[Moved] = []
    for name, content in contents.items():
        parameter = parameters[name]
        before = _on(parameter, day)
        if isinstance(content, tree.Rows) and isinstance(before, tree.Rows):
            found += _moved_rows(parameter, before, content)
        elif content != before:
            old = NONE if before is None else programmes.content_words(before, parameter)
            found.append((parameter.label, old, programmes.content_words(content, parameter)))
    return found


def _moved_rows(parameter: Parameter, before: tree.Rows, after: tree.Rows) -> list[Moved]:
    kind, label = str(parameter.type), parameter.label
    found = [
        (
            Words(
                f"{label.ko} {programmes.row_words(key).ko}", f"{label.en}, {programmes.row_words(key).en}"
            ),
            programmes.value_words(before.rows[key], kind, parameter.unit),
            programmes.value_words(value, kind, parameter.unit),
        )
        for key, value in after.rows.items()
        if before.rows.get(key) != value
    ]
    if after.beyond != before.beyond:
        beyond = Words(
            f"{label.ko} {programmes.BEYOND_WORDS.ko}", f"{label.en}, {programmes.BEYOND_WORDS.en}"
        )
        old, new = (
            NONE if one is None else programmes.value_words(one, kind, parameter.unit)
            for one in (before.beyond, after.beyond)
        )
        found.append((beyond, old, new))
    return found


def _conditions(version: Version, clauses: Mapping[str, str | None], first: date) -> list[Words]:

    if not clauses:
        return []
    # A condition that is there no more is refused in words before it is looked for.
    scenario_version(
        version.programme, Scenario("", {}, clauses, version.effective.first), version.effective.first
    )
    sentences = []
    for name, text in clauses.items():
        before = programmes.clause_words(version, version.clause(name))
        gone = Words("조건 없앰", "no longer a condition")
        after = gone if text is None else programmes.expression_words(version, expression_of(version, text))
        sentences.append(
            Words(
                f"조건 ‘{before.ko}’ → ‘{after.ko}’, {day_words(first).ko}부터",
                f"Condition “{before.en}” → “{after.en}”, from {day_words(first).en}",
            )
        )
    return sentences


def _on(parameter: Parameter, day: date) -> Content | None:
    try:
        return parameter.on(day).content
    except Refused:
        return None
