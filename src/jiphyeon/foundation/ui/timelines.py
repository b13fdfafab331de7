"""What happened, newest first: a day, a word with its shape, a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiphyeon.foundation.ui.saying import as_written, day_mark, escaped
from jiphyeon.foundation.ui.shapes import Tone, shape


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry. `by` says who did it (or who it waits for)."""

    day: date | None
    title: object
    text: object = ""
    by: object = ""
    tone: Tone = "neutral"
    url: str = ""


def _moment(given: Any) -> Moment:
    return given if isinstance(given, Moment) else Moment(**given)


def timeline(items: Iterable[Moment | dict[str, Any]]) -> str:
    """Return moments (or dicts with the same names) as an ordered list, in the order given."""
    rows = []
    for moment in map(_moment, items):
        title = escaped(moment.title)
        if moment.url:
            title = f'<a href="{escaped(moment.url)}">{title}</a>'
        text = f"<p>{as_written(moment.text)}</p>" if moment.text else ""
        by = f"<span>{escaped(moment.by)}</span>" if moment.by else ""
        rows.append(
            f'<li class="jip-moment jip-{moment.tone}"><span class="jip-moment-mark">{shape(moment.tone)}</span>'
            f'<p class="jip-moment-day">{day_mark(moment.day)}{by}</p>'
            f'<p class="jip-moment-title">{title}</p>{text}</li>'
        )
    return f'<ol class="jip-timeline">{"".join(rows)}</ol>'
