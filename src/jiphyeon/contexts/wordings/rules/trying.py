"""A text with values in it, as it would be read: on a phone, in a mail program, on paper; and whether it goes through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from jiphyeon.contexts.wordings.enums import Variant
from jiphyeon.contexts.wordings.rules.texts import WordingText
from jiphyeon.methods import wording
from jiphyeon.methods.wording import Channel, Kind, Measured, Value

_YES = "yes"
_SAMPLE_WON = 32_000
_SAMPLE_NUMBER = 12
_DAYS_AHEAD = 10


@dataclass(frozen=True, slots=True)
class Tried:
    """What is read. `plain` where there are no marks, `html` in a mail program; `blocks` for paper; `unfilled`: gaps shown by name."""

    channel: Channel
    variant: Variant
    subject: str
    body: str
    plain: str
    html: str
    blocks: tuple[wording.Block, ...]
    measured: Measured
    unfilled: tuple[str, ...]


def tried(text: WordingText, variant: Variant, values: Mapping[str, Value], today: date) -> Tried:
    """Return a text filled with values; a gap without one shows its name, or what its kind looks like.

    Refused: a gap without a name, a value that is not of its kind.
    """
    compiled = text.compiled(variant)
    given = {wording.folded(name): value for name, value in values.items() if value not in ("", [], None)}
    filled = {
        field.name: given.get(wording.folded(field.name), _sample(field, today)) for field in compiled.fields
    }
    made = compiled.rendered(filled)
    marked = text.channel.has_marks
    return Tried(
        channel=text.channel,
        variant=variant,
        subject=made.subject,
        body=made.body,
        plain=wording.plain(made.body) if marked else made.body,
        html=wording.html(made.body) if marked else "",
        blocks=wording.blocks(made.body),
        measured=wording.measured(
            made.body, text.channel.limit, subject=made.subject, buttons=len(text.buttons)
        ),
        unfilled=tuple(name for name in compiled.placeholders if wording.folded(name) not in given),
    )


def _sample(field: wording.Placeholder, today: date) -> Value:
    if field.is_condition:
        return _YES
    if Kind.DAY in field.kinds or Kind.DAY_IN_FULL in field.kinds:
        return (today + timedelta(days=_DAYS_AHEAD)).isoformat()
    if Kind.WON in field.kinds or Kind.WON_IN_WORDS in field.kinds:
        return _SAMPLE_WON
    if Kind.NUMBER in field.kinds:
        return _SAMPLE_NUMBER
    return f"[{field.name}]"
