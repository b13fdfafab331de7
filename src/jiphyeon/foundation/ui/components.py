"""Small parts: facts, notices, progress."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from jiphyeon.foundation.ui.saying import NOTHING, escaped
from jiphyeon.foundation.ui.shapes import TONES, shape


def facts(pairs: Iterable[tuple[object, object]]) -> str:
    """Return names and values as a definition list; what is not known shows as a dash."""
    rows = "".join(
        f"<div><dt>{escaped(name)}</dt><dd>{escaped(value) if value not in (None, '') else NOTHING}</dd></div>"
        for name, value in pairs
    )
    return f'<dl class="jip-facts">{rows}</dl>'


def notice(tone: str, title: object, text: object = "") -> str:
    """Return a box with a shape, a title and a sentence. Raises ValueError for a tone nobody knows."""
    if tone not in TONES:
        raise ValueError(f"A notice's tone is one of {', '.join(TONES)}, not {tone!r}.")
    paragraph = f"<p>{escaped(text)}</p>" if text else ""
    return (
        f'<div class="jip-notice jip-{tone}">{shape(tone)}<div>'
        f'<p class="jip-notice-title">{escaped(title)}</p>{paragraph}</div></div>'
    )


def progress(value: int, of: int, label: object) -> str:
    """Return a bar with its words; the words carry everything, the bar only shows."""
    words = escaped(_("{of} 가운데 {value}").format(of=f"{of:,}", value=f"{value:,}"))
    return (
        f'<div class="jip-progress"><p><span>{escaped(label)}</span><span class="jip-figure">{words}</span></p>'
        f'<progress value="{int(value)}" max="{max(int(of), 1)}" aria-label="{escaped(label)}">{words}</progress></div>'
    )
