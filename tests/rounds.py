"""Which tests run where, worked out when they are collected.

`database`   the test is given Django's own database.
`again`      and runs again on PostgreSQL, as all of these do but those that look at nothing in which two databases can
             differ: `ALIKE`. What commits by itself (locks, races, what is seen of another's transaction) always does. What
             starts a city of its own names its database itself, and journeys and the shape of the code are looked at once.
`room_NAME`  the test lies in that room's folder or carries its name, or is a journey that uses it.
             `--room NAME` runs just these.
"""

import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"
HOUSE = TESTS / "house"
STOREYS = ("contexts", "foundation", "methods")
USED = re.compile(rf"\bjiphyeon\.(?:{'|'.join(STOREYS)})(?:\.|\s+import\s+)(\w+)")
LONG = {"slow", "drill", "journey"}
PURE = {"methods", "kernel"}
ONCE = {"house", "journeys"}
GIVEN = {"db", "transactional_db", "live_server"}
COMMITTING = {"transactional_db", "live_server"}
# Files whose tests run on SQLite alone, by the reason. A room's actions, lists, queries and races are in neither.
ALIKE = {
    # What a page asks is asked by actions, lists and searches that run again; every page and form is opened on
    # PostgreSQL too, by tests/drills/test_fuzz.py, as everybody who may come.
    "what is drawn of answers and what a form takes": (
        "**/test_pages.py", "**/test_*_pages.py", "**/test_views.py", "desk/test_home.py", "desk/test_my_page.py",
        "desk/test_shown_doors.py",
        "foundation/ui/*", "foundation/open_data/test_the_whole.py", "**/test_as_described.py",
        "contexts/programmes/test_finder.py", "contexts/programmes/test_clauses.py", "contexts/programmes/test_what_is_asked.py",
        "contexts/programmes/test_expressions.py", "contexts/programmes/test_explaining_to_programs.py",
        "contexts/mydata/test_catalogue.py", "contexts/benefits/test_letters.py", "commands/test_failures.py",
    ),
    # Rows are read one way by both; foundation/ledger/test_verification.py, test_log.py and the restored city of
    # tests/drills/test_restore.py prove on PostgreSQL that what is read is what was written.
    "what is held against the log row by row": (
        "**/test_forgeries.py", "**/test_on_record.py", "foundation/ledger/test_check_page.py",
        "contexts/benefits/test_replay_command.py", "contexts/benefits/test_stored_before.py",
    ),
    # Filled on PostgreSQL by tests/drills/test_kill.py; searched there by foundation/search/test_search.py and by
    # desk/test_search_finds.py.
    "much of what is asked there elsewhere": ("contexts/benefits/test_demo_city.py", "foundation/search/test_corpus.py"),
    "who comes in, by libraries that are tried on both by their makers": (
        "foundation/accounts/test_openid.py", "foundation/accounts/test_signing_in.py", "foundation/accounts/test_demo_cast.py",
    ),
}  # fmt: skip


def rooms():
    """Return every room there is: a folder of a storey."""
    storeys = (ROOT / "src" / "jiphyeon" / storey for storey in STOREYS)
    return {
        folder.name for storey in storeys for folder in storey.iterdir() if (folder / "__init__.py").exists()
    }


def rooms_of(path, known):
    """Return the rooms that a file of tests belongs to."""
    words = {*path.parts, path.stem.removeprefix("test_")}
    if "journeys" in path.parts:
        words |= set(USED.findall((ROOT / path).read_text(encoding="utf-8")))
    return words & known


def is_given_the_database(item):
    """Return whether Django's database stands behind a test."""
    return bool(item.get_closest_marker("django_db") or GIVEN & set(getattr(item, "fixturenames", ())))


def is_alike(path):
    """Return whether a file of tests says the same on either database."""
    within = path.relative_to(TESTS)
    return any(matches(within, pattern) for patterns in ALIKE.values() for pattern in patterns)


def matches(path, pattern):
    """Return whether a path under tests/ is one of a pattern's; `**/` stands for any folder."""
    return path.match(pattern.removeprefix("**/")) and (
        "**" in pattern or len(path.parts) == pattern.count("/") + 1
    )


def commits(item):
    """Return whether a test commits, as a worker and a server do."""
    marker = item.get_closest_marker("django_db")
    return bool(
        (marker and marker.kwargs.get("transaction")) or COMMITTING & set(getattr(item, "fixturenames", ()))
    )


def spread(items, workers):
    """Put what takes long first in every worker's share, so that none of it begins when the rest is done."""
    long, rest = [], []
    for item in items:
        (long if LONG & {marker.name for marker in item.iter_markers()} else rest).append(item)
    shares = []
    for worker in range(workers):
        mine = long[worker::workers]
        start, end = (len(rest) * one // workers for one in (worker, worker + 1))
        shares += [*mine, *rest[start:end]]
    return shares


def pytest_addoption(parser):
    parser.addoption("--room", help="run what belongs to one room, by the name of its folder")


def pytest_configure(config):
    config.addinivalue_line("markers", "database: is given Django's database (worked out)")
    config.addinivalue_line("markers", "again: runs on PostgreSQL too (worked out)")
    config.addinivalue_line("markers", "house: looks at the shape of the code (worked out)")
    for room in sorted(rooms()):
        config.addinivalue_line("markers", f"room_{room}: belongs to this room (worked out)")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config, items):
    known, found = rooms(), {}
    wanted = config.getoption("room")
    if wanted and wanted not in known:
        raise pytest.UsageError(f"There is no room {wanted!r}; the rooms are {', '.join(sorted(known))}.")
    for item in items:
        if item.path not in found:
            found[item.path] = rooms_of(item.path.relative_to(ROOT), known)
        for room in found[item.path]:
            item.add_marker(f"room_{room}")
        if item.path.is_relative_to(HOUSE):
            item.add_marker("house")
        if is_given_the_database(item):
            if PURE & set(item.path.relative_to(ROOT).parts[:2]):
                raise pytest.UsageError(f"{item.nodeid}: a method and the kernel see no database.")
            item.add_marker("database")
            once = ONCE & set(item.path.relative_to(TESTS).parts[:1])
            if not once and (commits(item) or not is_alike(item.path)):
                item.add_marker("again")
    if wanted:
        others = [item for item in items if wanted not in found[item.path]]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if wanted in found[item.path]]
    yield  # others choose and shuffle
    items[:] = spread(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))
