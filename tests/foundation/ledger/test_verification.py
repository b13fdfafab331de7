"""Whoever changes what was recorded is found, and the first thing changed is named."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.ledger import order, record, signing, trail
from jiphyeon.foundation.ledger.models import Entry, Head, Tile, TrailEntry
from jiphyeon.foundation.ledger.verification import verify
from jiphyeon.methods.merkle import TiledTree, hash_leaf

MONDAY = date(2024, 3, 4)

pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    """300 entries under three heads, and three lines on the trail."""
    for batch in (100, 100, 99):
        for n in range(batch):
            record.append(kind="test.done", subject=f"case-{n}", facts={"n": n}, on=MONDAY)
        if batch == 99:
            for n in range(3):
                trail.note(by=Actor(user=UUID(int=2), name="박서연"), verb="v", about=f"{n}", reason="r")
        order.put_in_order()


def change(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount >= 1


def test_a_log_nobody_touched_is_found_whole(log):
    verdict = verify()

    assert (verdict.entries, verdict.heads, verdict.trail_lines) == (300, 3, 3)
    assert verdict.altered is None


def test_an_empty_log_is_whole():
    assert verify().altered is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("leaf", "{}"),
        ("leaf_hash", "0" * 64),
        ("kind", "test.undone"),
        ("subject", "other"),
        ("sealed", "t1$AAAA"),
    ],
)
def test_the_first_altered_entry_is_named(log, column, value):
    change(f'UPDATE ledger_entry SET {column} = %s WHERE "index" = 217', value)

    altered = verify().altered

    assert altered.index == 217
    assert altered.words.en.startswith("Entry 217 (test.")


def test_an_entry_altered_together_with_its_hash_is_named_by_the_tree(log):
    entry = Entry.objects.get(index=150)
    leaf = entry.leaf.replace("test.done", "test.gone")
    change(
        'UPDATE ledger_entry SET leaf = %s, leaf_hash = %s, kind = %s, sealed = NULL WHERE "index" = 150',
        leaf,
        hash_leaf(leaf.encode()).hex(),
        "test.gone",
    )

    assert verify().altered.index == 150


def test_an_entry_altered_together_with_the_whole_tree_is_given_away_by_the_signed_head(log):
    entry = Entry.objects.get(index=150)
    leaf = entry.leaf.replace("test.done", "test.gone")
    change(
        'UPDATE ledger_entry SET leaf = %s, leaf_hash = %s, kind = %s, sealed = NULL WHERE "index" = 150',
        leaf,
        hash_leaf(leaf.encode()).hex(),
        "test.gone",
    )
    tree = TiledTree(0, lambda _level, _index: b"")
    tree.append(bytes.fromhex(h) for h in Entry.objects.order_by("index").values_list("leaf_hash", flat=True))
    for (level, index), row in tree.changed.items():
        Tile.objects.filter(level=level, index=index).update(hashes=bytes(row))

    altered = verify().altered

    assert (altered.code, altered.index) == ("history_altered", 100)
    assert "entries 100 to 199" in altered.words.en


def test_a_deleted_entry_is_named(log):
    change('DELETE FROM ledger_entry WHERE "index" = 5')

    assert verify().altered.words.en == "Entry 5 is gone."


def test_a_log_cut_off_at_its_end_is_found(log):
    change('DELETE FROM ledger_entry WHERE "index" >= 290')

    assert verify().altered.index == 290


def test_a_head_signed_by_another_key_is_found(log, settings, tmp_path):
    settings.LEDGER_KEY = tmp_path / "other.pem"
    head = Head.objects.get(size=200)
    said = signing.statement(size=200, root=head.root, at=head.signed_at)
    Head.objects.filter(pk=head.pk).update(signature=signing.sign(said))

    assert verify().altered.code == "signature_wrong"


def test_a_head_taken_away_or_a_tile_changed_is_found(log):
    change("UPDATE ledger_tile SET hashes = %s WHERE level = 1", b"x" * 64)
    assert verify().altered.code == "tree_altered"

    Head.objects.filter(size=300).delete()
    assert verify().altered.code == "heads_disagree"


@pytest.mark.parametrize("harm", ["change", "delete", "cut"])
def test_a_changed_or_missing_line_of_the_trail_is_found(log, harm):
    line = TrailEntry.objects.order_by("position")[2 if harm == "cut" else 1]
    if harm == "change":
        TrailEntry.objects.filter(pk=line.pk).update(reason="다른 까닭")
    else:
        line.delete()

    altered = verify().altered

    assert altered.code == "trail_altered"
    assert f"Line {2 if harm == 'cut' else 1} " in altered.words.en


def test_facts_that_were_forgotten_on_purpose_are_no_alteration(log):
    record.forget("case-7")

    assert verify().altered is None


def test_facts_under_a_key_that_is_gone_are_counted_not_called_altered(log, settings):
    settings.FIELD_KEYS = (("new", b"n" * 32),)
    TrailEntry.objects.all().delete()
    Entry.objects.filter(kind=order.TRAIL_KIND).update(sealed=None)

    verdict = verify()

    assert (verdict.unreadable, verdict.altered) == (299, None)
