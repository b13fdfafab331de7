"""`jiphyeon demo` writes a city, or says in one line why not."""

import signal
import subprocess
import sys

COMMAND = [sys.executable, "-m", "jiphyeon", "demo"]


def test_a_small_city_is_written(tmp_path):
    done = subprocess.run(
        [*COMMAND, "--people", "500", "--seed", "3", "--out", tmp_path / "city"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("500 people, ")
    assert "nobody in it is real" in done.stdout


def test_a_city_too_small_is_refused_in_one_line(tmp_path):
    done = subprocess.run(
        [*COMMAND, "--people", "3", "--out", tmp_path / "city"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert done.stderr.rstrip().endswith("A city has between 100 and 5,000,000 people, not 3.")
    assert list(tmp_path.iterdir()) == []


def test_a_stopped_run_leaves_nothing_behind(tmp_path):
    running = subprocess.Popen(
        [*COMMAND, "--people", "600000", "--rows", "--out", tmp_path / "city"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    seen = ""
    while "parquet" not in seen:
        sign = running.stderr.read(1)
        assert sign, seen
        seen += sign

    running.send_signal(signal.SIGTERM)
    text = running.communicate()[1]

    assert running.returncode == 130
    assert text.rstrip().endswith("jiphyeon: stopped.")
    assert list(tmp_path.iterdir()) == []
