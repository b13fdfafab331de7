"""Whoever changes what was recorded is found, and the first thing changed is named."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.ledger import record, trail
from jiphyeon.foundation.ledger.models import Entry, Tile
from jiphyeon.foundation.ledger.verification import verify
from jiphyeon.kernel import Verdict
from jiphyeon.methods.merkle import TiledTree, hash_leaf

MONDAY = date(2024, 3, 4)

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(sign):
    """300 entries under three heads, and three lines on the trail."""
    for batch in (100, 100, 99):
        for n in range(batch):
            record.append(kind="test.done", subject=f"case-{n}", facts={"n": n}, on=MONDAY)
        if batch == 99:
            for n in range(3):
                trail.note(by=Actor(user=UUID(int=2), name="박서연"), verb="v", about=f"{n}", reason="r")
        sign()


def change(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount >= 1


def test_a_log_nobody_touched_is_found_whole(log):
    verdict = verify()

    assert (verdict.entries, verdict.heads, verdict.trail_lines) == (300, 3, 3)
    assert verdict.checked.verdict is Verdict.TRUE


def test_where_nothing_was_recorded_that_is_said():
    walked = verify()

    assert walked.checked.verdict is Verdict.NOT_PROVEN
    assert [words.en for words in walked.checked.unchecked] == [
        "There is no entry, so there is nothing to check."
    ]


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


def test_facts_that_were_forgotten_on_purpose_are_no_alteration(log, sign):
    record.forget("case-7")
    sign()

    assert verify().checked.verdict is Verdict.TRUE


def test_facts_under_a_key_that_is_gone_are_counted_not_called_altered(log, settings):
    settings.FIELD_KEYS = (("new", b"n" * 32),)

    walked = verify()

    assert (walked.unreadable, walked.altered, walked.checked.verdict) == (303, None, Verdict.NOT_PROVEN)
    assert [words.en for words in walked.checked.unchecked] == [
        "The facts of 300 entries could not be opened with the keys on the ring; their leaves alone were checked.",
        "3 lines of the private trail could not be opened with the keys on the ring.",
    ]
