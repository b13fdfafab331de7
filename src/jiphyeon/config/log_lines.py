"""One log event is one line of JSON, without anything a person typed."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime

# Mail addresses, resident and foreigner registration numbers and phone numbers never reach a log. Every path asked for
# comes here, so no sign is looked at more than a few times: an address is tried only where a run of its signs begins.
_PERSONAL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.]+|\d{6}-?[1-8]\d{6}|01\d-?\d{3,4}-?\d{4}")
LONGEST = 20_000


class Line(logging.Formatter):
    """Formats a record as JSON; personal patterns are blotted out and query strings cut off.

    Only an error has a trace: that a person was kept out, or sent nonsense (which Django's security logs call an error),
    is no fault to be found in the code.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": _clean(record.getMessage()),
        }
        is_ours = record.levelno >= logging.ERROR and not record.name.startswith("django.security")
        if record.exc_info and is_ours:
            line["trace"] = _clean(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def _clean(text: str) -> str:
    return _PERSONAL.sub("●●●", re.sub(r"\?[^\s\"']*", "?…", _bounded(text)))


def _bounded(text: str) -> str:
    """Return at most LONGEST signs; what the cut would leave of a number or an address goes too."""
    if len(text) <= LONGEST:
        return text
    end = LONGEST
    while end and (text[end - 1].isalnum() or text[end - 1] in "_.+-@"):
        end -= 1
    return f"{text[:end]}…"
