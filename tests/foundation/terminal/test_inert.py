"""What commands print is inert: no name in a file moves the cursor, clears the screen or turns a line around."""

import io
import json
import subprocess
import sys

import pytest

from jiphyeon.foundation.terminal.inert import Inert

NAME = "놀이터\u202etxt.exe\x1b[2J\x07\x9b1m\u2066"


def written(text):
    raw = io.BytesIO()
    stream = Inert(raw, encoding="utf-8", errors="backslashreplace", newline="")
    stream.write(text)
    stream.flush()
    return raw.getvalue().decode()


def test_what_a_terminal_would_obey_is_written_out():
    assert written(f"{NAME}\n\t한 줄\n") == (
        "놀이터\\u202etxt.exe\\u001b[2J\\u0007\\u009b1m\\u2066\n\t한 줄\n"
    )


def test_json_says_the_same_as_before():
    assert json.loads(written(json.dumps({"name": NAME}, ensure_ascii=False))) == {"name": NAME}


def test_a_line_of_progress_goes_back_to_its_start_and_a_name_in_it_does_not():
    assert written("\rreading 3 of 9") == "\rreading 3 of 9"
    assert written("\r\x1b[K반") == "\r\x1b[K반"
    assert written("\r" + " " * 9 + "\r") == "\r" + " " * 9 + "\r"
    assert written("a\rb") == "a\\u000db"


ELECTION = f"""META
key;value
budget;100
vote_type;approval
PROJECTS
project_id;cost;name
1;100;{NAME}
VOTES
voter_id;vote
a;1
"""


@pytest.mark.parametrize("more", [[], ["--json"], ["--validate"]])
def test_a_project_with_such_a_name_reaches_no_terminal(tmp_path, more):
    file = tmp_path / "모두\u202e.pb"
    file.write_text(ELECTION, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "jiphyeon", "tally", str(file), *more], capture_output=True, check=False
    )

    assert done.stdout
    for sign in ("\u202e", "\x1b", "\x07", "\x9b", "\u2066"):
        assert sign.encode() not in done.stdout + done.stderr
