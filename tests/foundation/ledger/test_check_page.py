"""Check us: a stranger gives a number or a receipt and learns whether it is genuine."""

import json
from datetime import date

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.foundation.ledger.test_forgeries import rebuilt, resigned

from jiphyeon.foundation.ledger import order, record, signing
from jiphyeon.foundation.ledger.heads import SignedHead, head_json, read_head_json
from jiphyeon.foundation.ledger.models import Entry, Head, Tile
from jiphyeon.foundation.ledger.receipts import take_home
from jiphyeon.methods.merkle import check_consistency, check_inclusion, hash_leaf

MONDAY = date(2024, 3, 4)

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt(sign):
    for n in range(5):
        record.append(kind="test.done", subject=f"case-{n}", facts={"n": n}, on=MONDAY)
    sign()
    made = record.append(kind="test.done", subject="mine", facts={"금액": 200000}, on=MONDAY)
    sign()
    return made


def page(client, **query):
    return client.get("/ledger/", query, headers={"accept-language": "en"}).content.decode()


def given(client, content):
    file = SimpleUploadedFile("receipt.json", content)
    return client.post("/ledger/", {"file": file}, headers={"accept-language": "en"}).content.decode()


def test_a_number_a_place_and_a_hash_all_lead_to_the_record(client, receipt):
    for q in (receipt.number, receipt.leaf_hash, "5", receipt.number.upper()):
        assert "Genuine. It is as it was recorded" in page(client, q=q)


@pytest.mark.parametrize("as_typed", [str, str.upper, str.lower, lambda text: text.replace("-", "")])
@pytest.mark.parametrize("letter", ["", "F-"])
def test_a_printed_number_is_found_however_it_is_typed(client, receipt, letter, as_typed):
    number = as_typed(letter + receipt.number)

    for q in (number, number.replace("-", " "), number.replace("-", "\u2013"), f" {number} "):
        assert "Genuine. It is as it was recorded" in page(client, q=q)


def test_the_place_that_is_shown_is_the_place_that_is_asked_for(client, receipt):
    assert "Entry 5 of the public log" in page(client, q=receipt.number)
    assert "Entry 5 of the public log" in page(client, q="5")
    assert "Entry 0 of the public log" in page(client, q="0")


@pytest.mark.parametrize("q", ["0000-0000-0000", "6", "f" * 64, "nonsense", "%", "3f"])
def test_a_number_nobody_gave_out_is_not_genuine(client, receipt, q):
    assert "There is no such record here" in page(client, q=q)


@pytest.mark.parametrize("q", ["2024-000123", " 2023-000001 ", "2024000123"])
def test_the_number_of_an_application_is_not_called_false(client, receipt, q):
    text = page(client, q=q)

    assert "This is the number of an application." in text
    assert "There is no such record here" not in text
    assert '<a href="/my/">See how far my application has come</a>' in text


def test_nothing_asked_is_asked_for(client, receipt):
    assert "Please give the number to be checked." in page(client, q="")


def test_a_record_without_its_place_yet_is_said_to_be_waiting(client):
    made = record.append(kind="test.done", subject="mine", facts={}, on=MONDAY)

    assert "ready in about a minute" in page(client, q=made.number)


def test_a_receipt_file_shows_its_facts_and_a_changed_one_is_not_genuine(client, receipt):
    file = record.receipt_file(receipt.leaf_hash)
    del file["leaf_hash"]

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

    assert "This file is neither a receipt nor a head of the log" in given(
        client, changed_within(file, *path, to=to)
    )


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
    assert "This file is neither a receipt nor a head of the log" in given(client, content)


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
    ("address", "status", "code"),
    [
        ("/ledger/proof/99.json", 404, "leaf_not_in_tree"),
        ("/ledger/proof/1.json?size=3", 404, "head_unknown"),
        ("/ledger/consistency.json?first=6&second=5", 422, "sizes_out_of_order"),
        ("/ledger/consistency.json?first=x&second=5", 422, "number_wanted"),
        ("/ledger/entries.json?start=-1", 422, "number_wanted"),
    ],
)
def test_a_wrong_question_is_answered_with_a_reason(client, receipt, address, status, code):
    answer = client.get(address)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_the_log_knows_no_head_before_the_first_record(client):
    assert client.get("/ledger/head.json").status_code == 404
    assert "아직 기록이 없습니다" in client.get("/ledger/").content.decode()


# --- heads taken away, and held against the log of today


def take(client):
    """Today's head as it is downloaded."""
    return client.get("/ledger/head.json").content


def compare(client, content, language="en"):
    file = SimpleUploadedFile("head.json", content)
    sent = {"what": "head", "head": file}
    return client.post("/ledger/", sent, headers={"accept-language": language})


@pytest.fixture
def grown(client, receipt, sign):
    """A head taken at six entries; the log has eight by now."""
    taken = take(client)
    for n in range(2):
        record.append(kind="test.done", subject=f"later-{n}", facts={}, on=MONDAY)
    sign()
    return taken


def test_a_head_taken_away_brings_its_key_and_is_offered_on_the_page(client, receipt):
    document = json.loads(take(client))

    assert (document["size"], document["key"]) == (6, signing.public_key()[0])
    assert document["public_key"] == signing.public_key()[1]
    assert 'href="/ledger/head.json" download="jiphyeon-head-6.json"' in page(client)


def test_a_head_that_the_log_continues_holds(client, grown):
    answer = compare(client, grown).content.decode()

    assert "It holds. Since you took this head the log only grew, from 6 to 8 entries" in answer
    assert "/ledger/consistency.json?first=6&amp;second=8" in answer
    assert "늘기만 했습니다(6건에서 8건)" in compare(client, grown, "ko").content.decode()
    assert "It holds." in given(client, grown)  # the other slot of the page takes it as well


def test_a_head_of_today_holds_too(client, grown):
    assert (
        "it is the head of the log as it stands now (8 entries)"
        in compare(client, take(client)).content.decode()
    )


def test_a_head_the_log_does_not_continue_any_more_is_said_so(client, grown):
    Head.objects.filter(size=6).delete()
    assert (
        "The log does not continue this head: it was signed over 6 entries"
        in compare(client, grown).content.decode()
    )


def test_a_head_longer_than_the_log_is_said_so(client, grown):
    newest = take(client)
    Head.objects.filter(size=8).delete()
    assert (
        "The log does not continue this head: it was signed over 8 entries"
        in compare(client, newest).content.decode()
    )


def test_a_head_is_held_against_the_stored_tree(client, grown):
    tile = Tile.objects.get()
    Tile.objects.update(hashes=b"x" * 32 + bytes(tile.hashes)[32:])
    assert "The log does not continue this head" in compare(client, grown).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("size", 5), ("root", "0" * 64), ("at", "2024-03-04T00:00:00.000000+00:00"), ("before", "1" * 64), ("key", "0" * 16), ("note", "x"), ("statement", "x")],
)  # fmt: skip
def test_a_head_changed_after_it_was_taken_is_refused(client, grown, field, value):
    changed = json.dumps(json.loads(grown) | {field: value}).encode()

    answer = compare(client, changed)

    assert answer.status_code == 422
    assert "the file was changed after it was taken" in answer.content.decode()


def test_a_head_by_another_key_does_not_bear_the_logs_signature(client, grown, tmp_path, monkeypatch):
    head = read_head_json(json.loads(grown))
    monkeypatch.setattr(settings, "LEDGER_KEY", tmp_path / "intruder.pem")
    name, pem = signing.public_key()
    forged = SignedHead(head.size, head.root, head.at, name, signing.sign(head.statement), head.before)
    monkeypatch.undo()

    answer = compare(client, json.dumps(head_json(forged) | {"public_key": pem}).encode()).content.decode()

    assert "This head does not bear the log&#x27;s signature" in answer


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "This file is empty."),
        (b"%PDF-1.7 not at all", "This file is neither a receipt nor a head"),
        (b'{"root": 1}', "This file is not a signed head."),
        (b'{"root": "00", "size": true}', "This file is not a signed head."),
        (b'{"root": "a", "root": "b"}', "stands twice in one object"),
        (b"x" * 300_000, "too large to be a head"),
        ('{"size": 1}'.encode("utf-16"), "This file is neither a receipt nor a head"),
    ],
)
def test_what_is_no_head_is_refused_in_words(client, receipt, content, message):
    answer = compare(client, content)

    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_no_file_at_all_is_asked_for_in_its_own_place(client, receipt):
    answer = client.post("/ledger/", {"what": "head"}, headers={"accept-language": "en"})

    assert "Please choose the head to compare." in answer.content.decode()


# --- who signs is known from outside the database, on the page as well


def test_a_log_signed_by_an_intruder_is_not_genuine(client, receipt, tmp_path, monkeypatch):
    genuine = take_home(receipt.leaf_hash, about="mine").encode()
    resigned(tmp_path, monkeypatch)

    assert "its proof does not hold" in page(client, q="5")
    assert "Genuine." not in given(client, genuine)
    assert client.get(f"/ledger/key.pem?name={Head.objects.first().key_id}").status_code == 404


def test_a_record_taken_out_is_told_from_one_that_never_was(client, receipt):
    file = take_home(receipt.leaf_hash, about="mine")
    Entry.objects.filter(leaf_hash=receipt.leaf_hash).delete()

    assert "The receipt bears the log&#x27;s signature, but the record is not in the log" in given(
        client, file.encode()
    )


def test_a_receipt_from_before_a_roll_back_gives_it_away(client, receipt, sign):
    record.append(kind="test.done", subject="later", facts={}, on=MONDAY)
    sign()
    file = take_home(receipt.leaf_hash, about="mine")
    Head.objects.filter(size=7).delete()
    Entry.objects.filter(index=6).delete()
    rebuilt()

    assert "its proof does not hold" in given(client, file.encode())


@pytest.mark.parametrize("column", ["kind", "on"])
def test_what_is_shown_beside_a_leaf_is_what_the_leaf_says(client, receipt, column):
    Entry.objects.filter(index=5).update(**{column: {"kind": "test.gone", "on": date(2023, 1, 1)}[column]})

    assert "its proof does not hold" in page(client, q="5")


def test_what_a_receipt_says_beside_the_record_is_not_proven(client, receipt):
    file = json.loads(take_home(receipt.leaf_hash, about="mine")) | {"금액": 900000}

    answer = given(client, json.dumps(file).encode())

    assert "the receipt says more than the record can prove (금액)" in answer
    assert "Genuine." not in answer


def test_a_receipts_own_number_and_moment_are_held_too(client, receipt):
    file = json.loads(take_home(receipt.leaf_hash, about="mine"))

    for change in ({"leaf_hash": "0" * 64}, {"at": "2024-03-04T00:00:00.000000+00:00"}):
        assert "Not genuine." in given(client, json.dumps(file | change).encode())


def test_a_receipt_that_reads_two_ways_is_refused(client, receipt):
    file = take_home(receipt.leaf_hash, about="mine").rstrip().removesuffix("}")

    assert "stands twice in one object" in given(client, f'{file}, "facts": {{"금액": 1}}}}'.encode())


def test_without_a_key_outside_the_database_nothing_is_called_genuine(client, receipt, monkeypatch, tmp_path):
    taken = take(client)
    monkeypatch.setattr(settings, "LEDGER_KEY", tmp_path / "nowhere.pem")
    monkeypatch.setattr(settings, "LEDGER_SEEN", tmp_path / "nowhere.json")

    assert "nothing on this server vouches that the key" in page(client, q="5")
    assert "Nothing on this server vouches that the key" in compare(client, taken).content.decode()
    assert not (tmp_path / "nowhere.pem").exists()
