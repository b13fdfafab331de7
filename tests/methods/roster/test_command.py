import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.waiting import PATIENCE_SECONDS

from jiphyeon.commands.command_line import main

PATIENTLY = ["--seconds", str(PATIENCE_SECONDS)]


@pytest.fixture
def files(tmp_path, capsys):
    paths = {name: str(tmp_path / name) for name in ("c.csv", "p.csv", "plan.json", "given.csv", "plot.svg")}
    inputs = ["--committees", paths["c.csv"], "--people", paths["p.csv"], "--from", "2026-07-01"]
    size = ["--committee-count", "6", "--seat-count", "90", "--candidate-count", "60"]
    main(["roster", "generate", *inputs, *size])
    capsys.readouterr()
    return inputs, paths


def leaving(arguments):
    """Run a command and return its exit code."""
    try:
        main(arguments)
    except SystemExit as left:
        return left.code
    return 0


def test_a_plan_is_made_written_and_judged(files, capsys):
    inputs, paths = files

    main(["roster", "plan", *inputs, *PATIENTLY, "--quarters", "4", "--json", "--out", paths["plan.json"]])
    printed = json.loads(capsys.readouterr().out)
    judged = [
        leaving(["roster", "check", *inputs, "--quarters", "4", "--plan", paths["plan.json"], *more])
        for more in ([], ["--no-replan"])
    ]

    count = len(printed["appointments"])
    assert judged == [0, 3]
    assert capsys.readouterr().out.splitlines() == [
        f"True: {count} appointments keep every condition, and all that the plan says was computed anew.",
        "Not proven: Whether nothing better exists was not computed again.",
    ]
    assert printed["proven"]
    assert [aim["key"] for aim in printed["aims"]] == ["lawful", "filled", "changes", "repeats", "wishes"]


def test_the_report_shows_every_committee_and_quarter_in_either_language(files, capsys):
    inputs, paths = files

    main(
        [
            "roster",
            "plan",
            *inputs,
            *PATIENTLY,
            "--quarters",
            "4",
            "--svg",
            paths["plot.svg"],
            "--appointments",
            paths["given.csv"],
        ]
    )
    english = capsys.readouterr().out
    main(["roster", "plan", *inputs, *PATIENTLY, "--quarters", "4", "--language", "ko"])
    korean = capsys.readouterr().out

    assert "Lawful committees by quarter" in english
    assert "2027-06-30" in english
    assert all(f"  C00{n}  " in english for n in range(1, 7))
    assert "적법하지 않은 위원회와 까닭" in korean
    assert ET.parse(paths["plot.svg"]).getroot().tag.endswith("svg")  # noqa: S314 -- our own drawing
    assert (
        Path(paths["given.csv"]).read_text().startswith("quarter,committee,seat,person,start,end,renewal\n")
    )


def test_a_plan_that_breaks_the_law_is_found_out(files, capsys):
    inputs, paths = files
    main(["roster", "plan", *inputs, *PATIENTLY, "--quarters", "4", "--out", paths["plan.json"]])
    plan = json.loads(Path(paths["plan.json"]).read_text())
    plan["appointments"][0]["end"] = "2040-01-01"
    Path(paths["plan.json"]).write_text(json.dumps(plan))
    capsys.readouterr()

    with pytest.raises(SystemExit) as left:
        main(["roster", "check", *inputs, "--quarters", "4", "--plan", paths["plan.json"]])

    assert left.value.code == 1
    assert capsys.readouterr().out.startswith("False: ")


def test_bad_input_prints_one_line_and_exits_2(files, capsys):
    inputs, paths = files
    committees = Path(paths["c.csv"])
    committees.write_text(committees.read_text().replace("term_end", "ends", 1))

    with pytest.raises(SystemExit) as left:
        main(["roster", "plan", *inputs])

    assert left.value.code == 2
    printed = capsys.readouterr().err
    assert printed.startswith(
        "jiphyeon: c.csv, line 1, column term_end: There is no column term_end; did you mean 'term_months'? The columns are: committee, name,"
    )
    assert printed.count("\n") == 1
