"""No test asks how fast the machine is: three of them failed in turn where nothing was wrong.

A test waits until something is so (`tests.waiting.wait_until`), makes one thing stand still while another happens, moves a
clock that is given as an argument, or counts calls and queries, which are the same everywhere.
"""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
CLOCKS = {
    "monotonic",
    "perf_counter",
    "process_time",
    "thread_time",
    "monotonic_ns",
    "perf_counter_ns",
    "process_time_ns",
}
# What is waited for is waited for as long as a busy machine takes.
SHORTEST_PATIENCE = 60
# file -> why it looks at a clock
READ = {
    "waiting.py": "what all others wait by",
    "commands/test_starting.py": "asks which of two moments comes first",
    "drills/test_campaign.py": "says how long it took; held to it in the long form alone, on a machine of its own",
    "drills/test_slow.py": "likewise",
}  # fmt: skip


def faults(text):
    """Return the places of a source where a clock is read, and where a wait is short."""
    read, short = [], []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            read.append(node.lineno)
        if isinstance(node, ast.Call):
            waits = [word.value for word in node.keywords if word.arg == "timeout"]
            if isinstance(node.func, ast.Attribute) and node.func.attr in {"join", "wait", "communicate"}:
                waits += node.args
            short += [
                one.lineno
                for one in waits
                if isinstance(one, ast.Constant)
                and isinstance(one.value, int | float)
                and one.value < SHORTEST_PATIENCE
            ]
    return read, short


FILES = {str(file.relative_to(TESTS)): file for file in sorted(TESTS.rglob("*.py"))}


@pytest.mark.parametrize("name", FILES)
def test_a_test_neither_reads_a_clock_nor_waits_for_a_moment_only(name):
    read, short = faults(FILES[name].read_text(encoding="utf-8"))

    assert name in READ or read == [], f"{name}: lines {read} read a clock; see tests/waiting.py"
    assert short == [], f"{name}: lines {short} give up, or go on, within a minute"


def test_faults_are_found():
    bad = 'a = time.monotonic()\nb.join(3)\nhttpx.get("x", timeout=5)\n", ".join(["x"])\nc.wait(timeout=0.1)\nd.join()\n'

    assert faults(bad) == ([1], [2, 3, 5])
