"""Which tests run where, worked out when they are collected; no list is kept by hand.

`database`   the test is given Django's own database: it runs again on PostgreSQL. What starts a city of its own names its
             database itself, and the pages in a browser (`journey`) and the shape of the code (`house`) are looked at once.
`room_NAME`  the test lies in that room's folder or carries its name, or is a journey that uses it.
             `--room NAME` runs just these.
"""

import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOUSE = Path(__file__).resolve().parent / "house"
STOREYS = ("contexts", "foundation", "methods")
USED = re.compile(rf"\bjiphyeon\.(?:{'|'.join(STOREYS)})(?:\.|\s+import\s+)(\w+)")
LONG = {"slow", "drill", "journey"}
PURE = {"methods", "kernel"}
GIVEN = {"db", "transactional_db", "live_server"}


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
    config.addinivalue_line(
        "markers", "database: is given Django's database; runs on PostgreSQL too (worked out)"
    )
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
    if wanted:
        others = [item for item in items if wanted not in found[item.path]]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if wanted in found[item.path]]
    yield  # others choose and shuffle
    items[:] = spread(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))
