"""The log on the command line: whole is 0, altered is 1 and names the entry."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from jiphyeon.commands.ledger.command import ledger
from jiphyeon.foundation.ledger import record
from jiphyeon.foundation.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt(sign):
    made = [
        record.append(kind="test.done", subject=f"{n}", facts={"n": n}, on=date(2024, 3, 4)) for n in range(3)
    ]
    sign()
    return made[1]


def run(*arguments):
    return CliRunner().invoke(ledger, [str(one) for one in arguments])


def test_a_whole_log_is_said_to_be_whole(receipt):
    done = run("verify")

    assert done.exit_code == 0
    assert done.stdout == (
        "True: 3 entries, 1 signed head, 0 trail lines: all as they were recorded, "
        "and they continue 1 head kept outside the database.\n"
    )


def test_an_altered_log_exits_with_1_and_names_the_entry(receipt):
    Entry.objects.filter(index=2).update(kind="test.undone")

    done = run("verify", "--json")

    assert done.exit_code == 1
    document = json.loads(done.stdout)
    assert (document["verdict"], document["altered"]["index"], document["unchecked"]) == ("false", 2, [])
    assert document["problems"] == [
        "Entry 2 (test.undone, Mon 4 March 2024) was altered after it was recorded."
    ]


def test_a_head_and_a_proof_come_as_json(receipt):
    head = json.loads(run("head", "--sign").stdout)
    proof = json.loads(run("prove", 1).stdout)

    assert head["size"] == 3
    assert proof["leaf_hash"] == receipt.leaf_hash
    assert proof["head"]["root"] == head["root"]


def test_a_receipt_is_checked_from_its_file(receipt, tmp_path):
    file = tmp_path / "receipt.json"
    given = record.receipt_file(receipt.leaf_hash)
    file.write_text(json.dumps(given), encoding="utf-8")
    genuine = run("check", file)
    file.write_text(json.dumps(given | {"facts": {"n": 9}}), encoding="utf-8")
    changed = run("check", file)

    assert (genuine.exit_code, changed.exit_code) == (0, 1)
    assert genuine.stdout.startswith("True: Genuine.")
    assert changed.stdout.startswith("False: Not genuine.")
