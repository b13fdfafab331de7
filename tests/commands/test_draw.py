"""jiphyeon draw, as an office types it."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest

from jiphyeon.commands.command_line import main

PEOPLE = """\
id,gender,age,home
a,woman,young,1
b,woman,old,1
c,man,young,2
d,man,old,3
e,woman,young,4
f,man,old,5
g,man,young,6
h,woman,old,7
"""
QUOTAS = "category,feature,min,max\ngender,woman,2,2\ngender,man,2,2\nage,young,2,3\nage,old,1,2\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "quotas.csv").write_text(QUOTAS, encoding="utf-8")
    return tmp_path


def jiphyeon(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Type it in this process; what a process of its own adds is looked at once, by `in_a_process`."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    code: object = 0
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(["draw", *words])
        except SystemExit as leaving:
            code = leaving.code
    found = []
    for stream in (out, err):
        stream.flush()
        stream.seek(0)
        found.append(stream.read())
    return subprocess.CompletedProcess(words, cast("int", code), *found)


def in_a_process(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jiphyeon", "draw", *words],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


FILES = ("--people", "people.csv", "--quotas", "quotas.csv", "--size", "4")


def test_json_has_every_promised_key_and_nothing_else_on_the_output(office: Path):
    done = jiphyeon(office, *FILES, "--objective", "leximin", "--seed", "1", "--json")

    document = json.loads(done.stdout)

    assert done.returncode == 0
    assert document["probabilities"] == pytest.approx([0.5] * 8, abs=1e-9)
    assert (document["minimum"], document["maximum"]) == pytest.approx((0.5, 0.5), abs=1e-9)
    assert document["gini"] == pytest.approx(0, abs=1e-9)
    assert document["geometric_mean"] == pytest.approx(0.5, abs=1e-9)
    assert len(document["panels"]) == len(document["weights"])
    assert document["selected"] in document["panels"]
    assert document["certificate"]["objective"] == "leximin"
    assert (document["check"]["verdict"], document["check"]["unchecked"]) == ("true", [])
    given = [
        sum(w for panel, w in zip(document["panels"], document["weights"], strict=True) if row in panel)
        for row in range(1, 9)
    ]
    assert given == pytest.approx(document["probabilities"], abs=1e-9)


def test_the_same_seed_draws_the_same_panel_and_progress_goes_to_the_error_stream(office: Path):
    once, again = (in_a_process(office, *FILES, "--seed", "42", "--json") for _ in range(2))

    assert once.stdout == again.stdout
    assert "leximin: round 1, 4 profiles of 8 people" in once.stderr


@pytest.mark.parametrize("objective", ["maximin", "nash", "goldilocks", "legacy"])
def test_every_objective_reports_with_bars(office: Path, objective: str):
    done = jiphyeon(office, *FILES, "--objective", objective, "--seed", "1", "--quiet")

    assert done.returncode == 0
    assert done.stderr == ""
    assert f"4 of 8 people by {objective}" in done.stdout
    assert "█" in done.stdout
    assert "selected rows: " in done.stdout


def test_people_of_one_address_never_sit_together(office: Path):
    document = json.loads(jiphyeon(office, *FILES, "--same-address", "home", "--json").stdout)

    assert not any({1, 2} <= set(panel) for panel in document["panels"])
    assert document["selected"] is None


def test_declared_ties_and_sitting_members_count(office: Path):
    (office / "ties.csv").write_text("one,other\nc,g\n", encoding="utf-8")
    (office / "sitting.csv").write_text("gender,age,home\nman,old,3\n", encoding="utf-8")

    done = jiphyeon(
        office,
        *FILES,
        "--relations",
        "ties.csv",
        "--sitting",
        "sitting.csv",
        "--same-address",
        "home",
        "--json",
    )
    document = json.loads(done.stdout)

    assert document["seats"] == 3
    assert document["body"]["size"] == 4
    assert document["probabilities"][3] == 0
    assert [(shut["rows"], shut["because"]) for shut in document["never"]] == [
        ([4], ["nobody of rows 4 (same address as a sitting member)"])
    ]
    assert not any({3, 7} <= set(panel) for panel in document["panels"])


def test_a_public_draw_commits_waits_picks_and_verifies(office: Path):
    made = jiphyeon(
        office,
        *FILES,
        "--panels",
        "40",
        "--alternates",
        "2",
        "--record",
        "r.json",
        "--source",
        "drand:quicknet 99",
    )
    waiting = jiphyeon(office, "verify", "r.json")
    drawn = jiphyeon(office, "pick", "r.json", "--value", "ab" * 32)
    again = jiphyeon(office, "pick", "r.json", "--value", "cd" * 32)
    verified = jiphyeon(office, "verify", "r.json", "--json")

    assert "rounded to 40 equally likely panels" in made.stdout
    assert waiting.stdout.startswith("True: 40 panels, every one lawful; chances and figures as stated; ")
    assert "the source has not spoken yet" in waiting.stdout
    assert drawn.stdout.startswith("selected rows: ")
    assert "alternates: " in drawn.stdout
    assert (again.returncode, again.stderr) == (
        2,
        "jiphyeon: This record is already decided; a draw is made once.\n",
    )
    document = json.loads(verified.stdout)
    assert (verified.returncode, document["verdict"]) == (3, "not_proven")
    assert document["unchecked"] == ["The value has no signature; give a relay's with --value to compare it."]
    known = jiphyeon(office, "verify", "r.json", "--value", "AB" * 32, "--commitment", document["commitment"])
    assert (known.returncode, known.stdout[:5]) == (0, "True:")
    other = jiphyeon(office, "verify", "r.json", "--value", "cd" * 32)
    assert (other.returncode, other.stdout) == (
        1,
        "False: The value does not fit: it is not the one that was published.\n",
    )


SIGNED = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"


def committed(office, source):
    jiphyeon(office, *FILES, "--panels", "40", "--record", "r.json", "--source", source)


def beacon_file(office, **more):
    beacon = {"round": 1000, "signature": SIGNED, **more}
    (office / "round.json").write_text(json.dumps(beacon), encoding="utf-8")


def test_a_round_of_drand_picks_with_its_signature_and_whoever_verifies_checks_it_again(office: Path):
    committed(office, "drand:quicknet 1000")
    beacon_file(office)

    drawn = jiphyeon(office, "pick", "r.json", "--beacon", "round.json")
    verified = jiphyeon(office, "verify", "r.json")

    assert drawn.stdout.startswith("selected rows: ")
    assert (verified.returncode, verified.stdout[:5]) == (0, "True:")
    assert "the value picks the panel named" in verified.stdout
    record = json.loads((office / "r.json").read_text(encoding="utf-8"))
    assert record["signature"] == SIGNED


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("value", "ab" * 32, "it is not that of the signature"),
        ("signature", "81dbce51" + SIGNED[8:], "the signature is not quicknet's for round 1000"),
        ("signature", None, "record, signature: The record is malformed: text is needed here."),
    ],
)
def test_a_record_whose_value_or_signature_was_exchanged_fails(office: Path, field, value, message):
    committed(office, "drand:quicknet 1000")
    beacon_file(office)
    jiphyeon(office, "pick", "r.json", "--beacon", "round.json")
    record = json.loads((office / "r.json").read_text(encoding="utf-8"))
    (office / "r.json").write_text(json.dumps({**record, field: value}), encoding="utf-8")

    done = jiphyeon(office, "verify", "r.json")

    assert done.returncode == 1
    assert message in done.stdout


@pytest.mark.parametrize(
    ("source", "arguments", "code", "message"),
    [
        (
            "drand:quicknet 1001",
            ["--beacon", "round.json"],
            2,
            "round 1001 was named, the file is of round 1000",
        ),
        ("lottery:1180", ["--beacon", "round.json"], 2, "this record waits for 'lottery'"),
        ("drand:quicknet 1000", [], 2, "Give --value, or for drand --beacon; one of the two."),
        (
            "drand:quicknet 1000",
            ["--beacon", "round.json", "--value", "ab" * 32],
            2,
            "Give --value, or for drand --beacon; one of the two.",
        ),
        ("drand:quicknet 1000", ["--beacon", "r.json"], 2, "needs the relay's"),
        ("drand:quicknet 1000", ["--beacon", "people.csv"], 2, "This cannot be read as JSON"),
        ("drand:quicknet 1000", ["--beacon", "nowhere.json"], 2, "The file cannot be read"),
    ],
)
def test_a_wrong_beacon_picks_nobody_and_leaves_the_record_waiting(
    office: Path, source, arguments, code, message
):
    committed(office, source)
    beacon_file(office)

    done = jiphyeon(office, "pick", "r.json", *arguments)

    assert (done.returncode, message in done.stderr) == (code, True)
    assert json.loads((office / "r.json").read_text(encoding="utf-8"))["selected"] is None


def test_a_bare_value_is_taken_and_said_to_be_unsigned(office: Path):
    committed(office, "drand:quicknet 1000")
    jiphyeon(office, "pick", "r.json", "--value", "ab" * 32)

    done = jiphyeon(office, "verify", "r.json")
    assert (done.returncode, done.stdout) == (
        3,
        "Not proven: The value has no signature; give a relay's with --value to compare it.\n",
    )


def test_a_forged_record_fails_and_says_what_is_false(office: Path):
    jiphyeon(office, *FILES, "--panels", "40", "--record", "r.json", "--source", "lottery:1180")
    record = json.loads((office / "r.json").read_text(encoding="utf-8"))
    record["statement"]["panels"][0] = [1, 2, 3, 5]
    (office / "r.json").write_text(json.dumps(record), encoding="utf-8")

    done = jiphyeon(office, "verify", "r.json")

    assert done.returncode == 1
    assert done.stdout.startswith("False: The statement or the source was changed after the commitment.\n")
    assert "  Panel 1 has 3 with gender = woman.\n" in done.stdout


def test_the_record_holds_no_names_and_no_addresses(office: Path):
    (office / "people.csv").write_text(PEOPLE.replace(",1\n", ",한누리대로 2130\n"), encoding="utf-8")

    jiphyeon(office, *FILES, "--same-address", "home", "--record", "r.json", "--source", "lottery:1180")

    assert "한누리대로" not in (office / "r.json").read_text(encoding="utf-8")


def test_impossible_quotas_name_the_conflict_and_relax_only_when_asked(office: Path):
    (office / "quotas.csv").write_text(QUOTAS.replace("young,2,3", "young,4,4"), encoding="utf-8")

    refused = jiphyeon(office, *FILES, "--seed", "1", "--quiet")
    relaxed = jiphyeon(office, *FILES, "--seed", "1", "--quiet", "--relax")

    assert refused.returncode == 2
    assert refused.stdout == ""
    assert (
        "These cannot hold together: at least 1 with age = old; at least 4 with age = young; no more than 4 seats."
        in refused.stderr
    )
    assert "The smallest relaxation: age = young: minimum 4 → 3." in refused.stderr
    assert "RELAXED  age = young: minimum 4 → 3" in relaxed.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--size", "9"), "jiphyeon: The pool has 8 people, too few for 9 seats.\n"),
        (("--size", "0"), "jiphyeon: There is no seat to fill: 0.\n"),
        (
            ("--same-address", "street"),
            "jiphyeon: people.csv, line 1, column street: There is no column street. The columns are: id, gender, age, home.\n",
        ),
        (
            ("--drop-out", "home", "--alternates", "1", "--seed", "1"),
            (
                "jiphyeon: people.csv, line 2, row 1, column home: "
                "A drop-out rate is written like 0.1 and lies below 1, not '1'.\n"
            ),
        ),
        (
            ("--record", "r.json", "--source", "dice:1"),
            "jiphyeon: There is no source of kind 'dice'; known are seed, drand, lottery, sealed.\n",
        ),
    ],
)
def test_wrong_wishes_exit_with_two_and_leave_nothing_behind(
    office: Path, words: tuple[str, ...], message: str
):
    done = jiphyeon(office, *FILES, "--quiet", *words)

    assert (done.returncode, done.stdout, done.stderr) == (2, "", message)
    assert not (office / "r.json").exists()


def test_without_its_files_the_command_says_what_is_missing(office: Path):
    done = jiphyeon(office, "--size", "4")

    assert done.returncode == 2
    assert "Missing option --people, --quotas." in done.stderr


def test_the_picture_is_an_svg(office: Path):
    jiphyeon(office, *FILES, "--svg", "chances.svg", "--quiet")

    assert (
        (office / "chances.svg")
        .read_text(encoding="utf-8")
        .startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    )
