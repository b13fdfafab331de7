"""How a reader wants pages to look: size of text, light or dark. Kept in a cookie of theirs, nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

COOKIE = "look"
_MODES = {"auto": "theme", "light": "light", "dark": "high-contrast"}
_TEXTS = ("normal", "large")


@dataclass(frozen=True, slots=True)
class Look:
    """`light`: auto (as the device says), light, dark. `text`: normal, large."""

    light: str = "auto"
    text: str = "normal"

    @property
    def mode(self) -> str:
        """Return the kit's own word for the light, as its style expects it on <html>."""
        return _MODES[self.light]

    @property
    def cookie(self) -> str:
        """Return what the cookie holds."""
        return f"{self.light}.{self.text}"


def look_from(light: str, text: str) -> Look:
    """Return a look from words that came from outside; words not known fall back to the default."""
    return Look(light if light in _MODES else "auto", text if text in _TEXTS else "normal")


def look_of(request: HttpRequest) -> Look:
    """Return the look this reader chose."""
    light, _, text = request.COOKIES.get(COOKIE, "").partition(".")
    return look_from(light, text)
