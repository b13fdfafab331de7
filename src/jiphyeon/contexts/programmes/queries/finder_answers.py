"""Answers of the finder: sealed in the person's own browser, never in an address, never on the server."""

from __future__ import annotations

import json
from collections.abc import Mapping

from jiphyeon.contexts.programmes.rules.facts import FactValue
from jiphyeon.contexts.programmes.rules.finder import Answers
from jiphyeon.foundation.secrets.keys import decrypt, encrypt
from jiphyeon.kernel import Refused

PURPOSE = "benefits.finder"
COOKIE = "benefits_answers"
HALF_AN_HOUR = 1800


def sealed(carried: Answers) -> str:
    """Return answers as a text only this office can open."""
    kept = {"answers": list(carried.answers.items()), "tried": carried.tried}
    return encrypt(json.dumps(kept, ensure_ascii=False), purpose=PURPOSE)


def unsealed(text: str) -> Answers:
    """Return the answers in a sealed text; none where it was altered or is not ours."""
    if not text:
        return Answers()
    try:
        kept = json.loads(decrypt(text, purpose=PURPOSE))
        return Answers(dict(kept["answers"]), tuple(kept["tried"]) if kept["tried"] else None)
    except (Refused, ValueError, TypeError, KeyError):
        return Answers()


def finder_answers_in(sealed_text: str) -> Mapping[str, FactValue]:
    """Return what a person answered in the finder and carried over, by fact; nothing of what they did not know."""
    return unsealed(sealed_text).known()
