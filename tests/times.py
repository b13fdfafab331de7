"""What the tests take, said at the end of `./jip test`: the slowest files, and each room beside its budget.

The suite has 12 minutes of two cores now and 35 once twenty more rooms have come: a room may take a twentieth of the
difference, which three workers make three times as long. Seconds are those of the clock while others run beside.
"""

from collections import Counter
from pathlib import PurePosixPath

STOREYS = {"contexts", "foundation", "methods"}
BUDGET_SECONDS = 180
SLOWEST = 12


def pytest_addoption(parser):
    parser.addoption("--times", action="store_true", help="say what files and rooms took")


def pytest_terminal_summary(terminalreporter, config):
    if not config.getoption("times"):
        return
    reports = [one for kind in terminalreporter.stats.values() for one in kind if hasattr(one, "duration")]
    for line in summary_lines(reports):
        terminalreporter.write_line(line)


def summary_lines(reports):
    """Return the lines to say: the slowest files, and rooms with what they may take."""
    files = Counter()
    for one in reports:
        files[one.nodeid.partition("::")[0]] += one.duration
    rooms = Counter()
    for file, seconds in files.items():
        rooms[room_of(file)] += seconds
    yield f"slowest files of {sum(files.values()):,.0f} s in all:"
    yield from (f"{seconds:7.0f} s  {file}" for file, seconds in files.most_common(SLOWEST))
    yield f"by room, of {BUDGET_SECONDS} s a room:"
    for room, seconds in rooms.most_common():
        if round(seconds):
            over = "  more than its budget" if "/" in room and seconds > BUDGET_SECONDS else ""
            yield f"{seconds:7.0f} s  {room}{over}"


def room_of(file):
    """Return the room that a file of tests stands in (`contexts/benefits`), or what else it looks at (`journeys`)."""
    parts = PurePosixPath(file).parts[1:]
    return "/".join(parts[:2] if parts[0] in STOREYS else parts[:1])
