"""The public log: what is recorded gets its place, a head is signed over it, and no facts show."""

import json
import stat
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection, transaction

from jiphyeon.foundation.ledger import order, record, signing, tasks
from jiphyeon.foundation.ledger.leaves import leaf_text
from jiphyeon.foundation.ledger.models import Entry, Head, Tile
from jiphyeon.kernel import Won
from jiphyeon.methods.merkle import TiledTree, check_inclusion, hash_leaf, inclusion_path, root

MONDAY = date(2024, 3, 4)
CASE = str(UUID(int=5))

pytestmark = pytest.mark.django_db


def recorded(count=1, **facts):
    return [
        record.append(kind="benefits.decided", subject=CASE, facts=facts | {"n": n}, on=MONDAY)
        for n in range(count)
    ]


def test_a_record_is_found_by_its_subject_and_gets_its_place_when_the_log_is_put_in_order():
    (receipt,) = recorded(amount=Won(200_000))
    assert receipt.index is None

    head = order.put_in_order()

    (found,) = record.receipts_about(CASE)
    assert (found.index, found.leaf_hash, found.number) == (0, receipt.leaf_hash, receipt.number)
    assert head.size == 1
    assert head.root == receipt.leaf_hash


def test_a_rollback_leaves_no_trace_and_no_gap():
    recorded()
    with transaction.atomic():
        recorded(3)
        transaction.set_rollback(True)
    recorded()

    assert order.put_in_order().size == 2
    assert list(Entry.objects.order_by("index").values_list("index", flat=True)) == [0, 1]


def test_every_leaf_can_be_proved_against_the_signed_head_over_batches_and_tiles():
    for batch in (1, 255, 3, 260):
        recorded(batch)
        head = order.put_in_order()

    tree = TiledTree(head.size, order.read_tile)
    top = bytes.fromhex(head.root)
    assert root(519, tree) == top
    for entry in Entry.objects.filter(index__in=[0, 1, 255, 256, 258, 259, 518]):
        path = inclusion_path(entry.index, 519, tree)
        assert check_inclusion(hash_leaf(entry.leaf.encode()), entry.index, 519, path, top)
    assert Tile.objects.filter(level=0).count() == 3
    assert Tile.objects.filter(level=1).count() == 1


def test_a_head_is_signed_by_the_published_key_and_no_other_statement_is():
    recorded()
    head = order.put_in_order()
    name, pem = signing.public_key()

    statement = signing.statement(size=head.size, root=head.root, at=head.at, before="0" * 64)
    longer = signing.statement(size=2, root=head.root, at=head.at, before="0" * 64)

    assert head.key == name
    assert signing.is_signed(statement, head.signature, pem)
    assert not signing.is_signed(longer, head.signature, pem)
    assert not signing.is_signed(statement, "bm90IGEgc2lnbmF0dXJl", pem)


def test_the_signing_key_is_readable_by_its_owner_alone():
    signing.public_key()

    assert stat.S_IMODE(Path(settings.LEDGER_KEY).stat().st_mode) == 0o600


def test_nothing_new_means_no_new_head():
    recorded()
    order.put_in_order()
    order.put_in_order()

    assert Head.objects.count() == 1


def test_a_leaf_says_nothing_of_anyone_and_the_same_facts_give_another_leaf():
    recorded(name="김하나")
    recorded(name="김하나")
    first, second = Entry.objects.order_by("pk")

    assert sorted(json.loads(first.leaf)) == ["at", "facts", "kind", "on", "subject"]
    assert CASE not in first.leaf
    assert json.loads(first.leaf)["subject"] != json.loads(second.leaf)["subject"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed, leaf FROM ledger_entry")
        assert "김하나" not in str(cursor.fetchall())


def test_a_receipt_file_opens_the_leaf_for_whoever_is_shown_it():
    (receipt,) = recorded(amount=200_000)

    file = record.receipt_file(receipt.leaf_hash)

    again = leaf_text(
        kind="benefits.decided",
        on=MONDAY,
        subject=file["subject"],
        facts=file["facts"],
        salt=bytes.fromhex(file["salt"]),
        at=datetime.fromisoformat(file["at"]),
    )
    assert again == file["leaf"]
    assert hash_leaf(again.encode()).hex() == receipt.leaf_hash


def test_what_is_forgotten_is_gone_and_the_leaf_still_stands():
    (receipt,) = recorded(name="김하나")
    order.put_in_order()

    assert record.forget(CASE) == 1

    assert "facts" not in record.receipt_file(receipt.leaf_hash)
    assert order.newest_head().root == receipt.leaf_hash


def test_facts_carry_no_float():
    with pytest.raises(TypeError, match="float"):
        recorded(share=0.5)


def test_the_log_is_put_in_order_in_batches_that_are_committed_one_by_one(run_jobs, monkeypatch):
    monkeypatch.setattr(order, "BATCH", 2)
    sign, signed = order._sign, []

    def breaks_at_the_third(size, root):
        if len(signed) == 2:
            raise RuntimeError
        signed.append(size)
        sign(size, root)

    monkeypatch.setattr(order, "_sign", breaks_at_the_third)
    recorded(5)
    tasks.order_the_log.enqueue()

    run_jobs(failing=True)

    assert signed == [2, 4]
    assert Entry.objects.filter(index__isnull=False).count() == 4
