"""`jiphyeon rules run` and `what-if` as typed."""

import json

import pyarrow.parquet as pq
from click.testing import CliRunner

from jiphyeon.commands.command_line import jiphyeon

from .conftest import written


def typed(*words):
    return CliRunner().invoke(jiphyeon, ["rules", *map(str, words)])


def test_run_writes_the_file_and_tells_the_figures(city, tmp_path, renters):
    people, out = written(renters, city.facts, tmp_path / "people.parquet"), tmp_path / "out.parquet"

    result = typed("run", "youth-rent", "--people", people, "--as-of", "2024-03-04", "--out", out, "--json")

    figures = json.loads(result.stdout)
    assert (figures["people"], figures["pass"], figures["fail"], figures["unknown"]) == (4, 3, 1, 0)
    assert figures["amount_total"] == 550_000
    assert figures["clauses"]["deposit"] == {"fail": 1, "unknown": 0, "sole_blocker": 1}
    columns = pq.read_schema(out).names
    assert (columns[0], columns[-2:], "one-person" in columns) == ("person_id", ["result", "amount"], True)


def test_what_if_reads_settings_and_a_file_of_scenarios(city, tmp_path, renters):
    people, file = written(renters, city.facts, tmp_path / "people.parquet"), tmp_path / "scenarios.yaml"
    file.write_text("any deposit:\n  clauses: {deposit: drop}\n", encoding="utf-8")

    result = typed(
        "what-if", "youth-rent", "--people", people, "--as-of", "2024-03-04", "--set", "age_limit=36",
        "--scenarios", file, "--json",
    )  # fmt: skip

    first, second = json.loads(result.stdout)["scenarios"]
    assert (first["scenario"]["name"], first["due_before"], first["due_after"]) == ("age_limit=36", 3, 2)
    assert (second["scenario"]["name"], second["winners"], second["net_cost"]) == ("any deposit", 1, 200_000)
