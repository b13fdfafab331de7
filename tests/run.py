"""Run the suite: everything on SQLite, then what databases can differ in again on PostgreSQL.

Browser journeys need Chromium and the second round needs a PostgreSQL server (JIPHYEON_TEST_POSTGRES, or one that
trusts local connections on the usual port). Where one is missing, its part is left out and that is said; with
CI=true it is an error. With arguments, pytest runs once with just these.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = os.environ.get("JIPHYEON_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
AGAIN = "again"  # worked out at collection: tests/rounds.py
NEVER_AGAIN = [f"--ignore=tests/{folder}" for folder in ("methods", "kernel", "journeys", "house")]  # unread


def pytest(*arguments: str, database: str = "") -> int:
    """Run pytest in a process of its own on one database."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    if database:
        environment["DATABASE_URL"] = database
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment, check=False
    ).returncode


def chromium() -> str | None:
    """Return the browser that journeys are made with."""
    return next(
        (
            found
            for name in ("chromium", "chromium-browser", "google-chrome")
            if (found := shutil.which(name))
        ),
        None,
    )


def postgres_answers() -> bool:
    """Return whether the server takes a connection."""
    import psycopg

    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def main(arguments: list[str]) -> int:
    """Run what was asked for; return an exit code."""
    if arguments:
        return pytest(*arguments, database=os.environ.get("DATABASE_URL", ""))
    required = os.environ.get("CI") == "true"
    missing = [
        words
        for words, there in (
            ("Chromium: the browser journeys", chromium()),
            (f"PostgreSQL at {POSTGRES.rpartition('@')[2]}: the second database round", postgres_answers()),
        )
        if not there
    ]
    for words in missing:
        print(f"jip: left out, for want of {words}.", file=sys.stderr)
    if missing and required:
        print("jip: CI=true requires both; see .ci/run for what installs them.", file=sys.stderr)
        return 1
    # One more than there are processors: drills and browsers wait a good part of their time.
    workers = ["-n", str(min(5, (os.cpu_count() or 2) + 1)), "--dist", "worksteal", "--times"]
    quick = "" if required or os.environ.get("JIPHYEON_SLOW") else "not slow"
    print("jip: the suite on SQLite", file=sys.stderr)
    first = pytest(*workers, *(["-m", quick] if quick else []))
    second = 0
    if postgres_answers():
        print("jip: what databases can differ in, on PostgreSQL", file=sys.stderr)
        again = f"{AGAIN} and {quick}" if quick else AGAIN
        second = pytest(*workers, "-m", again, *NEVER_AGAIN, database=POSTGRES)
    return first or second


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
