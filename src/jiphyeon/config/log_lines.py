"""One log event is one line of JSON, without anything a person typed."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime

# Resident and foreigner registration numbers, phone numbers and mail addresses never reach a log.
_PERSONAL = re.compile(r"\d{6}-?[1-8]\d{6}|01\d-?\d{3,4}-?\d{4}|[\w.+-]+@[\w-]+\.[\w.]+")


class Line(logging.Formatter):
    """Formats a record as JSON; personal patterns are blotted out and query strings cut off."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": _clean(record.getMessage()),
        }
        if record.exc_info:
            line["trace"] = _clean(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def _clean(text: str) -> str:
    return _PERSONAL.sub("●●●", re.sub(r"\?[^\s\"']*", "?…", text))
