"""What is no fault of the code has a sentence with what to do next, instead of a trace: a setting, the database, the disk."""

from __future__ import annotations

import sys

from jiphyeon.kernel import Refused, Words
from jiphyeon.kernel.disk import is_full

_NO_ROOM = Words(
    "디스크에 남은 자리가 없습니다. 자리를 만드신 뒤 다시 해 주세요. 그 전에 한 일은 남아 있습니다.",
    "There is no room left on the disk. Make room and do it again; what was done before is kept.",
)
_NO_ANSWER = Words(
    "데이터베이스가 답하지 않습니다({why}). 켜져 있는지, DATABASE_URL이나 자료 폴더가 맞는지 보아 주세요.",
    "The database does not answer ({why}). Is it running, and is DATABASE_URL or the data folder right?",
)


def failure_words(error: Exception) -> Words | None:
    """Return the sentence for a failure; None where it may be the code's, and the trace is needed."""
    if is_full(error):
        return _NO_ROOM
    if "django.db" not in sys.modules:  # loaded by the commands that need it, and slow to load
        return None
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    if isinstance(error, ImproperlyConfigured):
        return Words(str(error), str(error))
    return _database_failure_words(error) if isinstance(error, DatabaseError) else None


def _database_failure_words(error: Exception) -> Words | None:
    from django.db import DatabaseError

    from jiphyeon.config.versions import no_city, refuse_newer_data, what_is_missing

    message = str(error).strip()
    if "unable to open database file" in message.lower():  # SQLite's words for a folder that is not there
        return no_city()
    try:
        refuse_newer_data()
        return what_is_missing()
    except Refused as no:
        return no.words
    except DatabaseError:
        return _NO_ANSWER.filled(why=message.splitlines()[0] if message else type(error).__name__)
