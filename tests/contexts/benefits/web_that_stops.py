"""The real web process on the test's database; a request may name the statement at which it is to stand still.

Standing still before a statement, as on a slow disk, is where the test kills the whole process (kill -9). The address
is counted with `X-Count`; `X-Stand-Still: n` stops before statement n, and `answer` after everything was written but
before a word of the answer left.
"""

import os
import time
from pathlib import Path

from django.db import connection

from jiphyeon.config import settings

settings.DATABASES["default"]["NAME"] = os.environ["JIPHYEON_WEB_DATABASE"]

from jiphyeon.config.wsgi import application as real  # only after the database is named

STOOD_STILL = Path(os.environ["JIPHYEON_STOOD_STILL"])


def stand_still() -> None:
    STOOD_STILL.touch()
    time.sleep(3_600)


def application(environ, start_response):
    wanted = environ.get("HTTP_X_STAND_STILL", "")
    seen = 0

    def before(execute, sql, params, many, context):
        nonlocal seen
        seen += 1
        if wanted.isdigit() and seen == int(wanted):
            stand_still()
        return execute(sql, params, many, context)

    def start(status, headers, *more):
        return start_response(status, [*headers, ("X-Statements", str(seen))], *more)

    with connection.execute_wrapper(before):
        answer = real(environ, start)
    if wanted == "answer":
        stand_still()
    return answer
