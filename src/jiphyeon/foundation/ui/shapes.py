"""The shape that stands beside every state word, so that colour is never alone. Drawn here, 16 by 16."""

from __future__ import annotations

from functools import cache
from typing import Literal, get_args

Tone = Literal["neutral", "info", "good", "warn", "bad", "off"]
TONES = get_args(Tone)

_DRAWINGS = {
    "neutral": '<circle cx="8" cy="8" r="3"/>',
    "info": '<circle class="line" cx="8" cy="8" r="6.2"/><path class="line" d="M8 7.2v4M8 4.6v.2"/>',
    "good": '<path class="line" d="M3 8.6l3.4 3.4L13 4.8"/>',
    "warn": '<path class="line" d="M8 2.2 14.4 13.4H1.6Z"/><path class="line" d="M8 6.4v3.2M8 11.4v.2"/>',
    "bad": '<path class="line" d="M4 4l8 8M12 4l-8 8"/>',
    "off": '<path class="line" d="M3.5 8h9"/>',
    "unknown": '<path class="line" d="M5.6 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.7 8 9.1 8 10M8 12.4v.2"/>',
    "wait": '<circle class="line" cx="8" cy="8" r="6.2"/><path class="line" d="M8 4.6V8l2.4 1.6"/>',
    "search": '<circle class="line" cx="7" cy="7" r="4.6"/><path class="line" d="M10.4 10.4 14 14"/>',
    "menu": '<path class="line" d="M2 4h12M2 8h12M2 12h12"/>',
    "close": '<path class="line" d="M3.5 3.5l9 9M12.5 3.5l-9 9"/>',
    "up": '<path class="line" d="M8 13V3.5M4 7l4-4 4 4"/>',
    "down": '<path class="line" d="M8 3v9.5M4 9l4 4 4-4"/>',
    "both": '<path class="line" d="M5 6l3-3 3 3M5 10l3 3 3-3"/>',
    "open": '<path class="line" d="M4 6l4 4 4-4"/>',
    "next": '<path class="line" d="M6 3.5 10.5 8 6 12.5"/>',
    "previous": '<path class="line" d="M10 3.5 5.5 8l4.5 4.5"/>',
    "file": '<path class="line" d="M4 1.8h5.4L12.6 5v9.2H4Z"/><path class="line" d="M9.2 2v3.2h3.2"/>',
    "lamp": '<path class="line" d="M8 1.8a4.3 4.3 0 0 0-2.4 7.9v1.5h4.8V9.7A4.3 4.3 0 0 0 8 1.8ZM6.4 14h3.2"/>',
}


@cache
def shape(name: str) -> str:
    """Return the drawing as an SVG that assistive technology passes over: its word says the same."""
    return (
        f'<svg class="jip-shape" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        f"{_DRAWINGS[name]}</svg>"
    )
