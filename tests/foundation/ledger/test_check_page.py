"""Check us: a stranger gives a number or a receipt and learns whether it is genuine."""

import json
from datetime import date

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.files.uploadedfile import SimpleUploadedFile

from jiphyeon.foundation.ledger import order, record
from jiphyeon.foundation.ledger.models import Entry
from jiphyeon.foundation.ledger.receipts import take_home
from jiphyeon.methods.merkle import check_consistency, check_inclusion, hash_leaf

MONDAY = date(2024, 3, 4)

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt():
    for n in range(5):
        record.append(kind="test.done", subject=f"case-{n}", facts={"n": n}, on=MONDAY)
    order.put_in_order()
    made = record.append(kind="test.done", subject="mine", facts={"금액": 200000}, on=MONDAY)
    order.put_in_order()
    return made


def page(client, **query):
    return client.get("/ledger/", query, headers={"accept-language": "en"}).content.decode()


def given(client, content):
    file = SimpleUploadedFile("receipt.json", content)
    return client.post("/ledger/", {"file": file}, headers={"accept-language": "en"}).content.decode()


def test_a_number_a_place_and_a_hash_all_lead_to_the_record(client, receipt):
    for q in (receipt.number, receipt.leaf_hash, "5", receipt.number.upper()):
        assert "Genuine. It is as it was recorded" in page(client, q=q)


@pytest.mark.parametrize("q", ["0000-0000-0000", "6", "f" * 64, "nonsense", "%", "3f"])
def test_a_number_nobody_gave_out_is_not_genuine(client, receipt, q):
    assert "There is no such record here" in page(client, q=q)


def test_nothing_asked_is_asked_for(client, receipt):
    assert "Please give the number to be checked." in page(client, q="")


def test_a_record_without_its_place_yet_is_said_to_be_waiting(client):
    made = record.append(kind="test.done", subject="mine", facts={}, on=MONDAY)

    assert "ready in about a minute" in page(client, q=made.number)


def test_a_receipt_file_shows_its_facts_and_a_changed_one_is_not_genuine(client, receipt):
    file = record.receipt_file(receipt.leaf_hash)

    genuine = given(client, json.dumps(file).encode())
    changed = given(client, json.dumps(file | {"facts": {"금액": 900000}}).encode())
    invented = given(
        client, json.dumps(file | {"leaf": file["leaf"].replace("2024", "2025"), "facts": None}).encode()
    )

    assert "Genuine." in genuine
    assert "200000" in genuine
    assert "What the receipt says is not what was recorded." in changed
    assert "There is no such record here" in invented


def changed_within(file, *path, to):
    """A copy of a receipt with one value changed, deep inside."""
    copy = json.loads(json.dumps(file))
    inner = copy
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to
    return json.dumps(copy).encode()


def test_a_receipt_taken_home_holds_everything_and_is_genuine(client, receipt):
    file = json.loads(take_home(receipt.leaf_hash, about="mine"))

    assert file["facts"] == {"금액": 200000}
    assert file["proof"]["head"]["size"] == 6
    assert check_inclusion(
        hash_leaf(file["leaf"].encode()),
        file["proof"]["index"],
        6,
        [bytes.fromhex(step) for step in file["proof"]["path"]],
        bytes.fromhex(file["proof"]["head"]["root"]),
    )
    assert "Genuine." in given(client, json.dumps(file).encode())


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("facts", "금액"), 200001),
        (("salt",), "00" * 32),
        (("subject",), "somebody else"),
        (("proof", "index"), 4),
        (("proof", "path", 0), "00" * 32),
        (("proof", "leaf_hash"), "00" * 32),
        (("proof", "head", "size"), 5),
        (("proof", "head", "root"), "00" * 32),
        (("proof", "head", "at"), "2024-03-04T00:00:00.000000+00:00"),
        (("proof", "head", "key"), "nobody's"),
    ],
)
def test_whatever_is_changed_in_a_receipt_it_is_not_genuine(client, receipt, path, to):
    file = json.loads(take_home(receipt.leaf_hash, about="mine"))

    assert "Not genuine." in given(client, changed_within(file, *path, to=to))


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("proof",), "x"),
        (("proof", "head"), None),
        (("proof", "head", "at"), "yesterday"),
        (("proof", "head", "size"), "six"),
        (("proof", "path"), 1),
        (("proof", "path"), ["zz"]),
        (("proof", "index"), None),
        (("proof", "head", "signature"), 1),
    ],
)
def test_a_proof_that_is_none_is_refused_in_words(client, receipt, path, to):
    file = json.loads(take_home(receipt.leaf_hash, about="mine"))

    assert "This file is not a receipt of the log" in given(client, changed_within(file, *path, to=to))


def test_a_receipt_is_given_for_its_own_subject_only(receipt):
    with pytest.raises(Entry.DoesNotExist):
        take_home(receipt.leaf_hash, about="case-1")


def test_a_receipt_taken_before_its_place_was_given_says_so_and_is_good_later(client):
    made = record.append(kind="test.done", subject="mine", facts={"금액": 1}, on=MONDAY)
    file = take_home(made.leaf_hash, about="mine")

    assert json.loads(file)["proof"] is None
    assert "ready in about a minute" in given(client, file.encode())
    order.put_in_order()
    assert "Genuine." in given(client, file.encode())


@pytest.mark.parametrize(
    "content",
    [
        b"not json",
        b"[]",
        b"{}",
        b'{"leaf": "x"}',
        b'{"leaf": "[1]", "facts": {}, "salt": 1, "subject": 1}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_receipt_is_refused_in_words(client, receipt, content):
    assert "This file is not a receipt of the log" in given(client, content)


def test_a_record_whose_text_was_changed_is_not_called_genuine(client, receipt):
    Entry.objects.filter(index=5).update(
        leaf=Entry.objects.get(index=5).leaf.replace("test.done", "test.gone")
    )

    assert "its proof does not hold" in page(client, q="5")


def test_a_stranger_can_check_everything_with_what_is_published(client, receipt):
    proof = client.get("/ledger/proof/2.json").json()
    growth = client.get("/ledger/consistency.json?first=5&second=6").json()
    heads = client.get("/ledger/heads.json").json()["heads"]
    leaves = client.get("/ledger/entries.json?start=1&count=2").json()["entries"]
    public = serialization.load_pem_public_key(client.get("/ledger/key.pem").content)

    import base64

    head = proof["head"]
    public.verify(base64.b64decode(head["signature"]), head["statement"].encode(), ec.ECDSA(hashes.SHA256()))
    assert json.loads(head["statement"])["root"] == head["root"]
    assert check_inclusion(
        hash_leaf(proof["leaf"].encode()),
        2,
        6,
        [bytes.fromhex(s) for s in proof["path"]],
        bytes.fromhex(head["root"]),
    )
    assert check_consistency(
        5,
        6,
        bytes.fromhex(heads[0]["root"]),
        bytes.fromhex(heads[1]["root"]),
        [bytes.fromhex(s) for s in growth["path"]],
    )
    assert [entry["index"] for entry in leaves] == [1, 2]
    assert leaves[1]["leaf"] == proof["leaf"]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/ledger/proof/99.json", "leaf_not_in_tree"),
        ("/ledger/proof/1.json?size=3", "head_unknown"),
        ("/ledger/consistency.json?first=6&second=5", "sizes_out_of_order"),
        ("/ledger/consistency.json?first=x&second=5", "number_wanted"),
        ("/ledger/entries.json?start=-1", "number_wanted"),
    ],
)
def test_a_wrong_question_is_answered_with_a_reason(client, receipt, address, code):
    answer = client.get(address)

    assert (answer.status_code, answer.json()["error"]) == (404, code)


def test_the_log_knows_no_head_before_the_first_record(client):
    assert client.get("/ledger/head.json").status_code == 404
    assert "아직 기록이 없습니다" in client.get("/ledger/").content.decode()
