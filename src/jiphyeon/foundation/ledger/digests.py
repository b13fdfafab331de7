"""The one hash of a document, whatever the order of its keys."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson


def digest_of(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a JSON document in hexadecimal, independent of key order."""
    return hashlib.sha256(orjson.dumps(document, option=orjson.OPT_SORT_KEYS)).hexdigest()
