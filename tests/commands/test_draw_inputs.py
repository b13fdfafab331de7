"""What offices hand in: decomposed Hangul, long numbers, NaN, names given twice. Read rightly or refused with the place."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from jiphyeon.commands.draw.command import draw
from jiphyeon.kernel import Refused

LONG = "9" * 4000
PEOPLE = "id,성별,주소\n1,여,한누리대로 2130\n2,남,한누리대로 2130\n3,여,보듬로 1\n4,남,\n"
QUOTAS = "category,feature,min,max\n성별,여,1,1\n성별,남,1,1\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "quotas.csv").write_text(QUOTAS, encoding="utf-8")
    return tmp_path


def called(folder: Path, *words: str) -> Result:
    files = ("--people", f"{folder}/people.csv", "--quotas", f"{folder}/quotas.csv")
    return CliRunner().invoke(draw, [*files, "--quiet", *words])


def refusal(done: Result) -> str:
    """Return what was refused; any other exception is a traceback to whoever typed the command."""
    assert isinstance(done.exception, Refused), done.exception
    return str(done.exception)


def decomposed(path: Path) -> None:
    path.write_text(unicodedata.normalize("NFD", path.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.mark.parametrize("files", [("people.csv",), ("quotas.csv",), ("people.csv", "quotas.csv")])
def test_decomposed_hangul_in_names_of_columns_and_in_features_is_the_same_word(
    office: Path, files: tuple[str, ...]
):
    for name in files:
        decomposed(office / name)

    document = json.loads(called(office, "--size", "2", "--json").stdout)

    assert document["categories"] == ["성별"]
    assert document["probabilities"] == pytest.approx([0.5] * 4)


@pytest.mark.parametrize(
    "other",
    [
        unicodedata.normalize("NFD", "한누리대로 2130"),
        "한누리대로 ２１３０",
        " 한누리대로  2130 ",
        "\ufeff한누리대로\u00a02130",
    ],
    ids=["decomposed", "wide digits", "blanks", "marks"],
)
def test_one_address_in_two_spellings_seats_one_person(office: Path, other: str):
    (office / "people.csv").write_text(
        PEOPLE.replace("2,남,한누리대로 2130", f"2,남,{other}"), encoding="utf-8"
    )

    document = json.loads(
        called(office, "--size", "2", "--same-address", unicodedata.normalize("NFD", "주소"), "--json").stdout
    )

    assert not any({1, 2} <= set(panel) for panel in document["panels"])
    assert [tie["members"] for tie in document["relations"]] == [[1, 2]]


def test_an_identifier_with_a_sign_nobody_sees_is_refused(office: Path):
    (office / "people.csv").write_text(PEOPLE.replace("\n2,", "\n1\u200b2,"), encoding="utf-8")

    assert "people.csv, line 3, row 2, column id: '1\\u200b2' holds a sign nobody can see" in refusal(
        called(office, "--size", "2")
    )


def test_one_identifier_with_a_blank_behind_it_is_one_person(office: Path):
    (office / "people.csv").write_text(PEOPLE.replace("\n2,", "\n1 ,"), encoding="utf-8")

    assert refusal(called(office, "--size", "2")).endswith("'1' is entered twice; the first time in row 1.")


def test_identifiers_that_only_a_number_would_make_one_are_two(office: Path):
    (office / "people.csv").write_text(PEOPLE.replace("\n2,", "\n01,"), encoding="utf-8")

    assert called(office, "--size", "2", "--seed", "1").exit_code == 0


def test_somebody_who_sits_already_is_not_in_the_pool(office: Path):
    (office / "sitting.csv").write_text("id,성별\n4,남\n", encoding="utf-8")

    assert refusal(called(office, "--size", "2", "--sitting", f"{office}/sitting.csv")) == (
        "people.csv, line 5, row 4, column id: '4' sits already; leave them out of the pool."
    )


@pytest.mark.parametrize("option", ["--size", "--panels", "--alternates"])
@pytest.mark.parametrize("number", [LONG, "9" * 5000, "10000001", "-1", "1.5", "nan"])
def test_a_number_that_cannot_be_meant_is_refused_wherever_it_is_given(
    office: Path, option: str, number: str
):
    words = {"--size": "2", "--seed": "1", option: number}
    done = called(office, *(part for pair in words.items() for part in pair))

    assert done.exit_code != 0
    assert done.exception is None or isinstance(done.exception, Refused | SystemExit), done.exception


@pytest.mark.parametrize("bound", ["min", "max", "min_flex", "max_flex"])
@pytest.mark.parametrize("number", [LONG, "10000000", "1e3", "NaN", "-1", "１"])
def test_a_bound_that_cannot_be_meant_is_refused_with_its_place(office: Path, bound: str, number: str):
    row = {
        "category": "성별",
        "feature": "여",
        "min": "1",
        "max": "1",
        "min_flex": "0",
        "max_flex": "2",
        bound: number,
    }
    (office / "quotas.csv").write_text(f"{','.join(row)}\n{','.join(row.values())}\n", encoding="utf-8")

    refused = refusal(called(office, "--size", "2"))

    assert refused.startswith(f"quotas.csv, line 2, row 1, column {bound}: ")
    assert len(refused) < 250


@pytest.mark.parametrize("rate", ["nan", "inf", "1", "1e-1", "-0.1", "0,1", "０.１", f"0.{LONG}", LONG])
def test_a_drop_out_rate_that_is_none_is_refused_with_its_place(office: Path, rate: str):
    given = (
        PEOPLE.replace("주소\n", "주소,이탈\n")
        .replace("2130\n", "2130,0.1\n")
        .replace("보듬로 1\n", "보듬로 1,0.1\n")
    )
    (office / "people.csv").write_text(given.replace("4,남,\n", f'4,남,,"{rate}"\n'), encoding="utf-8")

    refused = refusal(called(office, "--size", "2", "--seed", "1", "--alternates", "1", "--drop-out", "이탈"))

    assert refused.startswith(
        "people.csv, line 5, row 4, column 이탈: A drop-out rate is written like 0.1 and lies below 1"
    )
    assert len(refused) < 250


@pytest.fixture
def record(office: Path) -> Path:
    made = called(office, "--size", "2", "--record", f"{office}/r.json", "--source", "lottery:1180")
    assert made.exit_code == 0
    return office / "r.json"


def verdict(record: Path) -> dict[str, Any]:
    done = CliRunner().invoke(draw, ["verify", str(record), "--json"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return {"exit": done.exit_code, **json.loads(done.stdout)}


def test_a_record_with_a_byte_order_mark_is_read(record: Path):
    record.write_bytes(b"\xef\xbb\xbf" + record.read_bytes())

    assert verdict(record)["verdict"] == "true"


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e999", LONG, f"0.{LONG}", "1" + "0" * 399]
)
@pytest.mark.parametrize("place", ["weights[0]", "minimum", "seats", "certificate.stages[0].value"])
def test_a_number_no_reader_can_use_is_refused_with_its_place(record: Path, place: str, number: str):
    document = json.loads(record.read_text(encoding="utf-8"))
    inner: Any = document["statement"]
    *steps, last = place.replace("[", ".").replace("]", "").split(".")
    for step in steps:
        inner = inner[int(step) if step.isdigit() else step]
    inner[int(last) if last.isdigit() else last] = "HERE"
    record.write_text(json.dumps(document, ensure_ascii=False).replace('"HERE"', number), encoding="utf-8")

    found = verdict(record)

    assert (found["exit"], found["verdict"]) == (1, "false")
    assert found["refused"]["place"].endswith(f", statement.{place}")
    assert len(found["refused"]["words"]) < 250


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "json_broken"),
        ("[" * 100_000, "json_broken"),
        ('{"format": "jiphyeon draw record 2", "format": "jiphyeon draw record 2"}', "name_twice"),
        ('{"format": "\\ud800"}', "record_malformed"),
        ("[]", "not_a_record"),
        ("7", "not_a_record"),
        ('{"format": "jiphyeon draw record 2"}', "record_malformed"),
    ],
)
def test_what_is_no_record_is_false_with_a_reason(record: Path, text: str, code: str):
    record.write_text(text, encoding="utf-8")

    found = verdict(record)

    assert (found["exit"], found["verdict"], found["refused"]["code"]) == (1, "false", code)


def test_a_record_in_another_encoding_or_nowhere_is_false_with_a_reason(record: Path):
    assert verdict(record.with_name("nowhere.json"))["refused"]["code"] == "file_unreadable"

    record.write_text(record.read_text(encoding="utf-8"), encoding="cp949")

    assert verdict(record)["refused"]["code"] == "json_broken"
