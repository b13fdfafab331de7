"""What is kept of a failure: a sentence in both languages and the lines of code, never a value that was at hand."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

from jiphyeon.kernel import Refused

_FINAL_CODES = frozenset({"task_unknown"})


def described(error: BaseException) -> dict[str, Any]:
    """Return `{type, final, ko, en, where}`; the message of an unforeseen error is left out, it may name a person."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, Refused):
        return {
            "type": name,
            "final": error.code in _FINAL_CODES,
            "ko": error.words.ko,
            "en": error.words.en,
            "where": where,
        }
    last = where[-1] if where else ""
    return {
        "type": name,
        "final": False,
        "ko": f"예상하지 못한 오류입니다: {type(error).__name__} ({last})",
        "en": f"An unforeseen error: {type(error).__name__} ({last})",
        "where": where,
    }
