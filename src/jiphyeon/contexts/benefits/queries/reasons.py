"""Why something was decided, as a page in a language says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jiphyeon.foundation.organisation.instruments import law_words


def reason_texts(reason: Mapping[str, Any], speech: str) -> dict[str, str]:
    """Return a stored reason as a page in a language shows it: `text` and `citation`; what is stored stays as it was signed."""
    own = reason.get("citation_en", "") if speech == "en" else ""
    return {"text": reason[speech], "citation": own or law_words(reason["citation"]).text(speech)}
