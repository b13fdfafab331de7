"""Whoever owns the database can change every row of it; none of what they make of it is called true.

A forger here knows the code, holds the keys of personal fields, can rebuild the tree and sign with a key of their own.
What they cannot reach lies outside the database: the log's own key, and the newest head seen.
"""

import base64
import json
from datetime import date, timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import F

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.ledger import order, record, seen, signing, trail
from jiphyeon.foundation.ledger.heads import CHAIN_BEGINS, chained, head_json, newest_head, shown, take_head
from jiphyeon.foundation.ledger.leaves import leaf_text
from jiphyeon.foundation.ledger.models import Entry, Head, SigningKey, Tile, TrailEntry, Tree
from jiphyeon.foundation.ledger.verification import Outside, verify
from jiphyeon.kernel import Verdict
from jiphyeon.methods.merkle import TiledTree, hash_leaf

MONDAY = date(2024, 3, 4)
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(sign):
    """Three batches of three entries and two trail lines each, and one entry forgotten on purpose; four heads."""
    for batch in range(3):
        for n in range(3):
            record.append(
                kind="test.done", subject=f"case-{batch}{n}", facts={"n": n, "name": "김하나"}, on=MONDAY
            )
        for n in range(2):
            trail.note(
                by=Actor(user=UUID(int=2), name="박서연", unit="u", post="p"),
                verb="v",
                about=f"{batch}{n}",
                person=UUID(int=1),
                reason="r",
                details={"n": n},
            )
        sign()
        if batch == 0:
            record.forget("case-01")
            sign()


def code(**outside):
    walked = verify(**outside)
    assert (walked.altered is None) == (walked.checked.verdict is not Verdict.FALSE)
    return walked.altered.code if walked.altered else walked.checked.verdict.value


# --- tools of the forger


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def refacted(entry, *, facts=None, kind=None, on=None, subject=None):
    """Give an entry other facts, with a leaf and seal that fit them."""
    kept = entry.sealed or {"salt": "00" * 32, "facts": {}}
    entry.kind, entry.on, entry.subject = kind or entry.kind, on or entry.on, subject or entry.subject
    entry.sealed = {"salt": kept["salt"], "facts": kept["facts"] if facts is None else facts}
    entry.leaf = leaf_text(
        kind=entry.kind,
        on=entry.on,
        subject=entry.subject,
        facts=entry.sealed["facts"],
        salt=bytes.fromhex(kept["salt"]),
        at=entry.recorded_at,
    )
    entry.leaf_hash = hash_leaf(entry.leaf.encode()).hex()
    entry.save()


def rebuilt():
    """Make tree, tiles and length anew from the entries there are; the heads stay."""
    tree = TiledTree(0, lambda _level, _index: b"")
    hashes = list(
        Entry.objects.filter(index__isnull=False).order_by("index").values_list("leaf_hash", flat=True)
    )
    tree.append(bytes.fromhex(one) for one in hashes)
    Tile.objects.all().delete()
    Tile.objects.bulk_create(
        Tile(level=level, index=index, hashes=bytes(row))
        for (level, index), row in tree.changed.items()
        if row
    )
    Tree.objects.update(size=len(hashes))
    return tree


def resigned(tmp_path, monkeypatch, *, under_the_true_name=False):
    """Rebuild everything and sign every head again with a key of the forger's own, chain and key table and all."""
    rebuilt()
    hashes = list(
        Entry.objects.filter(index__isnull=False).order_by("index").values_list("leaf_hash", flat=True)
    )
    true_name = signing.public_key()[0]
    with monkeypatch.context() as forger:
        forger.setattr(settings, "LEDGER_KEY", tmp_path / "intruder.pem")
        name, pem = signing.public_key()
        name = true_name if under_the_true_name else name
        SigningKey.objects.update_or_create(
            name=name, defaults={"public_pem": pem, "first_used_at": Head.objects.first().signed_at}
        )
        before = CHAIN_BEGINS
        for head in Head.objects.order_by("size"):
            tree = TiledTree(0, lambda _level, _index: b"")
            tree.append(bytes.fromhex(one) for one in hashes[: head.size])
            head.root, head.before, head.key_id = tree.root().hex(), before, name
            head.signature = signing.sign(shown(head).statement)
            head.save()
            before = chained(shown(head), before)
        if not under_the_true_name:
            SigningKey.objects.exclude(name=name).delete()


def rolled_back(batches):
    """Take the newest batches out of everything, as if they had never been."""
    size = Head.objects.order_by("-size")[batches].size
    Head.objects.filter(size__gt=size).delete()
    Entry.objects.filter(index__gte=size).delete()
    last = Entry.objects.filter(kind=order.TRAIL_KIND).order_by("index").last()
    TrailEntry.objects.filter(position__gt=last.sealed["facts"]["position"]).delete()
    rebuilt()


# --- each column of each table, changed by hand

OTHER = {
    "ledger_entry.index": lambda _: 1000,
    "ledger_entry.kind": lambda _: "test.undone",
    "ledger_entry.subject": lambda _: "case-99",
    "ledger_entry.on": lambda _: date(2024, 3, 5),
    "ledger_entry.leaf": lambda e: e.leaf.replace("test.done", "test.gone"),
    "ledger_entry.leaf_hash": lambda _: "0" * 64,
    "ledger_entry.sealed": lambda e: {"salt": e.sealed["salt"], "facts": {"n": 7}},
    "ledger_entry.recorded_at": lambda e: e.recorded_at + timedelta(microseconds=1),
    "ledger_tree.size": lambda t: t.size - 1,
    "ledger_tile.level": lambda _: 1,
    "ledger_tile.index": lambda _: 7,
    "ledger_tile.hashes": lambda t: bytes(t.hashes)[:-1] + bytes([t.hashes[-1] ^ 1]),
    "ledger_signingkey.public_pem": lambda k: k.public_pem + "\n",
    "ledger_signingkey.first_used_at": lambda k: k.first_used_at - timedelta(microseconds=1),
    "ledger_head.size": lambda h: h.size - 1,
    "ledger_head.root": lambda _: "0" * 64,
    "ledger_head.signed_at": lambda h: h.signed_at + timedelta(seconds=1),
    "ledger_head.before": lambda _: "",
    "ledger_head.signature": lambda h: h.signature + "\n",
    "ledger_trailentry.position": lambda _: 1000,
    "ledger_trailentry.chained": lambda _: "0" * 64,
    "ledger_trailentry.at": lambda t: t.at + timedelta(microseconds=1),
    "ledger_trailentry.actor": lambda _: UUID(int=9),
    "ledger_trailentry.actor_name": lambda _: "다른 사람",
    "ledger_trailentry.unit": lambda _: "v",
    "ledger_trailentry.post": lambda _: "q",
    "ledger_trailentry.verb": lambda _: "w",
    "ledger_trailentry.about": lambda _: "x",
    "ledger_trailentry.person": lambda _: UUID(int=9),
    "ledger_trailentry.reason": lambda _: "다른 까닭",
    "ledger_trailentry.details": lambda _: {"n": 9},
}
# Row numbers say nothing; a key's name is what heads point to, and is forged below with them.
BY_HAND_ELSEWHERE = {"ledger_signingkey.name", "ledger_head.key_id"}
CODE_OF = {
    "ledger_entry": "entry_altered",
    "ledger_entry.index": "entry_gone",
    "ledger_tree": "tree_row_altered",
    "ledger_tile": "entry_altered",
    "ledger_signingkey": "key_altered",
    "ledger_head": "signature_wrong",
    "ledger_head.size": "history_altered",
    "ledger_head.root": "history_altered",
    "ledger_trailentry": "trail_altered",
}


def test_every_column_there_is_has_its_forgery():
    columns = {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_app_config("ledger").get_models()
        for field in model._meta.local_concrete_fields
        if field.column != "id"
    }
    assert columns == OTHER.keys() | BY_HAND_ELSEWHERE


@pytest.mark.parametrize("column", OTHER)
@pytest.mark.parametrize("which", ["first", "middle", "last"])
def test_a_column_changed_is_never_called_true(log, column, which):
    table, _, name = column.partition(".")
    model = next(m for m in apps.get_app_config("ledger").get_models() if m._meta.db_table == table)
    by = {"ledger_entry": "index", "ledger_trailentry": "position", "ledger_head": "size"}.get(table, "pk")
    rows = model.objects.order_by(by)
    if table == "ledger_entry":
        rows = rows.filter(kind="test.done", sealed__isnull=False)
    rows = list(rows)
    row = rows[{"first": 0, "middle": len(rows) // 2, "last": -1}[which]]
    model.objects.filter(pk=row.pk).update(**{name: OTHER[column](row)})

    assert code() == CODE_OF.get(column, CODE_OF[table])


# --- forgeries of every other kind, with what is said of each

FORGERIES = []


def forgery(expected):
    """Have a forgery tried; `expected` is the code of what is found, or the verdict where nothing is."""

    def kept(deed):
        FORGERIES.append(pytest.param(deed, expected, id=deed.__name__))
        return deed

    return kept


@forgery("facts_gone")
def sealed_null(_forger):
    Entry.objects.filter(index=5).update(sealed=None)


@forgery("facts_gone")
def sealed_null_of_an_anchor(_forger):
    Entry.objects.filter(kind=order.TRAIL_KIND).update(sealed=None)


@forgery("facts_gone")
def sealed_null_of_the_deed_of_forgetting(_forger):
    Entry.objects.filter(kind=record.FORGOTTEN_KIND).update(sealed=None)


@forgery("facts_gone")
def sealed_null_everywhere(_forger):
    Entry.objects.update(sealed=None)


@forgery("entry_altered")
def a_forgotten_entry_brought_back(_forger):
    Entry.objects.filter(sealed__isnull=True).update(sealed={"salt": "00" * 32, "facts": {"n": 1}})


@forgery("forgetting_disagrees")
def a_forgotten_entrys_subject(_forger):
    Entry.objects.filter(sealed__isnull=True).update(subject="case-99")


@forgery("forgetting_disagrees")
def a_forgotten_entrys_moment(_forger):
    Entry.objects.filter(sealed__isnull=True).update(recorded_at=order.now())


@forgery("entry_altered")
def sealed_with_something_beside(_forger):
    entry = Entry.objects.get(index=2)
    Entry.objects.filter(index=2).update(sealed=entry.sealed | {"note": "x"})


@forgery("entry_altered")
def sealed_of_two_exchanged(_forger):
    one, other = Entry.objects.get(index=0), Entry.objects.get(index=2)
    Entry.objects.filter(index=0).update(sealed=other.sealed)
    Entry.objects.filter(index=2).update(sealed=one.sealed)


@forgery("entry_altered")
def sealed_is_no_seal(_forger):
    sql('UPDATE ledger_entry SET sealed = %s WHERE "index" = 2', "t1$AAAA")


@forgery("entry_altered")
def sealed_is_in_the_clear(_forger):
    sql('UPDATE ledger_entry SET sealed = %s WHERE "index" = 2', '{"salt": "", "facts": {}}')


@forgery("not_proven")
def sealed_under_a_key_nobody_has(_forger):
    sql('UPDATE ledger_entry SET sealed = %s WHERE "index" = 2', "lost$AAAA")


@forgery("entry_altered")
def a_leaf_that_is_no_leaf(forger):
    entry = Entry.objects.get(index=2)
    Entry.objects.filter(pk=entry.pk).update(leaf="{}", leaf_hash=hash_leaf(b"{}").hex())
    resigned(*forger)


@forgery("entry_gone")
def the_index_null(_forger):
    Entry.objects.filter(index=4).update(index=None)


@forgery("entry_gone")
def the_last_index_null(_forger):
    Entry.objects.filter(index=newest_head().size - 1).update(index=None)


@forgery("entry_gone")
def an_entry_deleted(_forger):
    Entry.objects.filter(index=4).delete()


@forgery("entry_gone")
def the_last_entry_deleted(_forger):
    Entry.objects.filter(index=newest_head().size - 1).delete()


@forgery("history_altered")
def an_entry_deleted_and_the_rest_moved_up(_forger):
    Entry.objects.filter(index=4).delete()
    for entry in Entry.objects.filter(index__gt=4).order_by("index"):
        Entry.objects.filter(pk=entry.pk).update(index=entry.index - 1)
    rebuilt()


@forgery("entry_altered")
def an_entry_doubled_at_the_end(_forger):
    entry = Entry.objects.get(index=2)
    entry.pk, entry.index, entry.leaf = None, newest_head().size, entry.leaf + " "
    entry.leaf_hash = hash_leaf(entry.leaf.encode()).hex()
    entry.save()


@forgery("heads_disagree")
def an_entry_added_and_the_tree_rebuilt(_forger):
    made = record.append(kind="test.done", subject="mine", facts={"n": 1}, on=MONDAY)
    Entry.objects.filter(leaf_hash=made.leaf_hash).update(index=newest_head().size)
    rebuilt()


@forgery("not_proven")
def an_entry_added_that_waits_for_its_place(_forger):
    record.append(kind="test.done", subject="mine", facts={"n": 1}, on=MONDAY)


@forgery("entry_altered")
def a_waiting_entry_changed(_forger):
    made = record.append(kind="test.done", subject="mine", facts={"n": 1}, on=MONDAY)
    Entry.objects.filter(leaf_hash=made.leaf_hash).update(subject="yours")


@forgery("entry_altered")
def two_entries_exchanged(_forger):
    for was, becomes in ((2, 500), (4, 2), (500, 4)):
        Entry.objects.filter(index=was).update(index=becomes)


@forgery("history_altered")
def two_entries_exchanged_and_the_tree_rebuilt(_forger):
    two_entries_exchanged(_forger)
    rebuilt()


@forgery("history_altered")
def facts_forged_and_the_tree_rebuilt(_forger):
    refacted(Entry.objects.get(index=6), facts={"n": 9})
    rebuilt()


@forgery("key_unknown")
def facts_forged_and_signed_by_an_intruder(forger):
    refacted(Entry.objects.get(index=6), facts={"n": 9})
    resigned(*forger)


@forgery("signature_wrong")
def facts_forged_and_signed_by_an_intruder_under_the_true_name(forger):
    refacted(Entry.objects.get(index=6), facts={"n": 9})
    resigned(*forger, under_the_true_name=True)


@forgery("key_unknown")
def the_newest_facts_forged_and_only_the_last_head_signed_by_an_intruder(forger):
    refacted(Entry.objects.get(index=newest_head().size - 2), facts={"n": 9})
    tree, head = rebuilt(), Head.objects.order_by("size").last()
    tmp_path, monkeypatch = forger
    with monkeypatch.context() as patch:
        patch.setattr(settings, "LEDGER_KEY", tmp_path / "intruder.pem")
        name, pem = signing.public_key()
        SigningKey.objects.create(name=name, public_pem=pem, first_used_at=head.signed_at)
        head.root, head.key_id = tree.root().hex(), name
        head.signature = signing.sign(shown(head).statement)
        head.save()


@forgery("key_unknown")
def a_kind_forged_and_signed_by_an_intruder(forger):
    refacted(Entry.objects.get(index=0), kind="test.undone")
    resigned(*forger)


@forgery("not_continued")
def history_rewritten_and_signed_by_the_true_key_unawares(forger):
    """The forger rebuilds everything and deletes the heads; the honest worker then signs what it finds."""
    refacted(Entry.objects.get(index=6), facts={"n": 9})
    Head.objects.all().delete()
    SigningKey.objects.all().delete()
    rebuilt()
    record.append(kind="test.done", subject="next", facts={}, on=MONDAY)
    order.put_in_order()
    seen.keep()


@forgery("not_continued")
def everything_taken_away(_forger):
    for model in (Head, SigningKey, Entry, Tile, Tree, TrailEntry):
        model.objects.all().delete()


@forgery("not_continued")
def rolled_back_by_one_batch(_forger):
    rolled_back(1)


@forgery("not_continued")
def rolled_back_by_two_batches(_forger):
    rolled_back(2)


@forgery("not_continued")
def rolled_back_and_written_on_by_the_true_key(_forger):
    rolled_back(2)
    for n in range(9):
        record.append(kind="test.done", subject=f"new-{n}", facts={}, on=MONDAY)
        order.put_in_order()
        seen.keep()


@forgery("tree_row_altered")
def the_tree_row_deleted(_forger):
    Tree.objects.all().delete()


@forgery("entry_gone")
def the_tree_row_longer(_forger):
    Tree.objects.update(size=F("size") + 1)


@forgery("entry_altered")
def a_tile_deleted(_forger):
    Tile.objects.all().delete()


@forgery("tree_altered")
def a_tile_added(_forger):
    Tile.objects.create(level=1, index=0, hashes=b"x" * 32)


@forgery("tree_altered")
def a_tile_longer(_forger):
    tile = Tile.objects.get()
    Tile.objects.update(hashes=bytes(tile.hashes) + b"x" * 32)


@forgery("head_gone")
def the_first_head_deleted(_forger):
    Head.objects.order_by("size").first().delete()


@forgery("head_gone")
def a_middle_head_deleted(_forger):
    Head.objects.order_by("size")[1].delete()


@forgery("heads_disagree")
def the_last_head_deleted(_forger):
    Head.objects.order_by("size").last().delete()


@forgery("heads_disagree")
def every_head_deleted(_forger):
    Head.objects.all().delete()


@forgery("history_altered")
def a_head_doubled(_forger):
    head = Head.objects.order_by("size").first()
    head.pk, head.size = None, head.size + 2
    head.save()


@forgery("signature_wrong")
def two_heads_signatures_exchanged(_forger):
    one, other = Head.objects.order_by("size")[:2]
    Head.objects.filter(pk=one.pk).update(signature=other.signature)
    Head.objects.filter(pk=other.pk).update(signature=one.signature)


def _mirrored(head):
    r, s = decode_dss_signature(base64.b64decode(head.signature))
    return base64.b64encode(encode_dss_signature(r, P256_ORDER - s)).decode()


@forgery("head_gone")
def a_middle_heads_signature_mirrored(_forger):
    head = Head.objects.order_by("size")[1]
    Head.objects.filter(pk=head.pk).update(signature=_mirrored(head))


@forgery("not_continued")
def the_last_heads_signature_mirrored(_forger):
    head = Head.objects.order_by("size").last()
    Head.objects.filter(pk=head.pk).update(signature=_mirrored(head))


@forgery("key_altered")
def a_key_nobody_used_added(forger):
    tmp_path, monkeypatch = forger
    with monkeypatch.context() as patch:
        patch.setattr(settings, "LEDGER_KEY", tmp_path / "intruder.pem")
        name, pem = signing.public_key()
    SigningKey.objects.create(name=name, public_pem=pem, first_used_at=order.now())


@forgery("key_unknown")
def the_keys_row_renamed(_forger):
    key = SigningKey.objects.get()
    SigningKey.objects.create(name="0" * 16, public_pem=key.public_pem, first_used_at=key.first_used_at)
    Head.objects.update(key="0" * 16)
    SigningKey.objects.filter(name=key.name).delete()


@forgery("trail_altered")
def a_trail_line_deleted(_forger):
    TrailEntry.objects.filter(position=1).delete()


@forgery("trail_altered")
def the_last_trail_line_deleted(_forger):
    TrailEntry.objects.order_by("position").last().delete()


@forgery("trail_altered")
def every_trail_line_deleted(_forger):
    TrailEntry.objects.all().delete()


@forgery("trail_altered")
def two_trail_lines_exchanged(_forger):
    for was, becomes in ((1, 500), (2, 1), (500, 2)):
        TrailEntry.objects.filter(position=was).update(position=becomes)


@forgery("trail_altered")
def the_trail_forged_and_chained_anew(_forger):
    TrailEntry.objects.filter(position=1).update(reason="다른 까닭")
    before = CHAIN_BEGINS
    for line in TrailEntry.objects.order_by("position"):
        before = order.link(line, before)
        TrailEntry.objects.filter(pk=line.pk).update(chained=before)


@forgery("trail_altered")
def a_trail_line_chained_after_the_last_end(_forger):
    last = TrailEntry.objects.order_by("position").last()
    trail.note(by=Actor(user=UUID(int=3), name="누구"), verb="v", about="x", reason="r")
    line = TrailEntry.objects.get(position=None)
    TrailEntry.objects.filter(pk=line.pk).update(
        position=last.position + 1, chained=order.link(line, last.chained)
    )


@forgery("not_proven")
def a_trail_line_that_waits(_forger):
    trail.note(by=Actor(user=UUID(int=3), name="누구"), verb="v", about="x", reason="r")


@forgery("trail_altered")
def a_trail_lines_place_null(_forger):
    TrailEntry.objects.filter(position=1).update(position=None)


@forgery("trail_altered")
def the_last_trail_lines_place_null(_forger):
    last = TrailEntry.objects.order_by("position").last()
    TrailEntry.objects.filter(pk=last.pk).update(position=None, chained="")


@forgery("trail_altered")
def who_looked_null(_forger):
    TrailEntry.objects.filter(position=1).update(actor=None)


@forgery("trail_altered")
def whose_data_null(_forger):
    TrailEntry.objects.filter(position=1).update(person=None)


@forgery("trail_altered")
def a_trail_lines_seal_broken(_forger):
    sql("UPDATE ledger_trailentry SET reason = %s WHERE position = 1", "t1$AAAA")


@forgery("trail_altered")
def a_trail_lines_reason_in_the_clear(_forger):
    sql("UPDATE ledger_trailentry SET reason = %s WHERE position = 1", "another reason")


@forgery("trail_altered")
def a_trail_lines_details_in_the_clear(_forger):
    sql("UPDATE ledger_trailentry SET details = %s WHERE position = 1", '{"n": 9}')


@forgery("trail_altered")
def a_trail_lines_name_in_the_clear_with_a_mark(_forger):
    sql("UPDATE ledger_trailentry SET actor_name = %s WHERE position = 1", "lost$다른 사람")


@forgery("not_proven")
def a_trail_line_under_a_key_nobody_has(_forger):
    sql("UPDATE ledger_trailentry SET reason = %s WHERE position = 1", "lost$AAAA")


def test_there_are_enough_kinds_of_forgery():
    assert len(FORGERIES) + len(OTHER) >= 80


@pytest.mark.parametrize(("forge", "expected"), FORGERIES)
def test_a_forgery_is_never_called_true(log, forge, expected, tmp_path, monkeypatch):
    assert code() == "true"

    forge((tmp_path, monkeypatch))

    assert code() == expected


# --- what stands outside


def test_the_honest_log_is_true_and_its_figures_are_right(log):
    walked = verify()

    assert (walked.entries, walked.heads, walked.trail_lines) == (13, 4, 6)
    assert (walked.forgotten, walked.waiting, walked.unreadable, walked.held) == (1, 0, 0, 1)
    assert walked.checked.verdict is Verdict.TRUE


def test_a_log_sealed_anew_under_another_field_key_is_still_true(log, settings):
    from jiphyeon.foundation.secrets.rotation import rotate

    settings.FIELD_KEYS = (("new", b"n" * 32), *settings.FIELD_KEYS)
    rotate()

    assert code() == "true"


def test_without_anything_outside_nothing_is_proven_and_it_says_of_what(log, tmp_path, settings):
    settings.LEDGER_KEY = tmp_path / "nowhere.pem"
    settings.LEDGER_SEEN = tmp_path / "nowhere.json"

    walked = verify()

    assert walked.checked.verdict is Verdict.NOT_PROVEN
    assert [words.en.split(" (")[0] for words in walked.checked.unchecked] == [
        "Nothing outside the database vouches for the key the heads are signed with",
        "Whether the log was rolled back to an earlier state cannot be known: no head seen earlier is kept outside the database",
    ]
    assert not (tmp_path / "nowhere.pem").exists()


def test_an_intruders_log_without_anything_outside_is_not_proven(log, tmp_path, monkeypatch, settings):
    facts_forged_and_signed_by_an_intruder((tmp_path, monkeypatch))
    settings.LEDGER_KEY = tmp_path / "nowhere.pem"
    settings.LEDGER_SEEN = tmp_path / "nowhere.json"

    assert code() == "not_proven"


def witness():
    head = newest_head()
    given = head_json(head) | {"public_key": signing.public_key()[1]}
    return take_head(json.dumps(given).encode(), "head.json")


def test_a_roll_back_is_known_by_a_head_that_somebody_took_away(log, settings, tmp_path):
    taken = witness()
    rolled_back(1)
    settings.LEDGER_SEEN = tmp_path / "nowhere.json"

    assert code() == "not_proven"
    assert code(outside=Outside.here(None, [taken])) == "not_continued"


def test_a_head_taken_away_brings_its_key_where_there_is_no_other(log, settings, tmp_path, monkeypatch, sign):
    taken = witness()
    record.append(kind="test.done", subject="next", facts={}, on=MONDAY)
    sign()
    key = settings.LEDGER_KEY
    settings.LEDGER_KEY, settings.LEDGER_SEEN = tmp_path / "nowhere.pem", tmp_path / "nowhere.json"

    assert code(outside=Outside.here(None, [taken])) == "true"
    settings.LEDGER_KEY = key
    facts_forged_and_signed_by_an_intruder((tmp_path, monkeypatch))
    settings.LEDGER_KEY = tmp_path / "nowhere.pem"
    assert code(outside=Outside.here(None, [taken])) == "key_unknown"


def test_the_newest_head_seen_moves_on_with_the_log_and_only_with_it(log, sign):
    assert [head.size for head in seen.read().heads] == [13]

    record.append(kind="test.done", subject="next", facts={}, on=MONDAY)
    sign()
    assert [head.size for head in seen.read().heads] == [14]

    rolled_back(1)
    sign()
    assert [head.size for head in seen.read().heads] == [14, 13]


def test_a_head_by_an_intruder_is_never_taken_for_seen(log, tmp_path, monkeypatch):
    resigned(tmp_path, monkeypatch)
    seen.path().unlink()

    seen.keep()

    assert not seen.path().exists()


def test_a_key_that_was_changed_stays_trusted_for_the_heads_it_signed(log, sign, tmp_path, settings):
    settings.LEDGER_KEY = tmp_path / "next.pem"
    record.append(kind="test.done", subject="next", facts={}, on=MONDAY)
    sign()

    assert code() == "true"
    assert SigningKey.objects.count() == len(seen.read().keys) == 2


def test_entries_and_heads_from_before_leaves_held_the_moment_are_named_until_they_are_adopted(sign):
    """What version 0.2.0 wrote: leaves without a moment, heads in no chain."""
    for n in range(3):
        made = record.append(kind="test.done", subject=f"{n}", facts={"n": n}, on=MONDAY)
        entry = Entry.objects.get(leaf_hash=made.leaf_hash)
        entry.leaf = leaf_text(
            kind=entry.kind,
            on=MONDAY,
            subject=entry.subject,
            facts={"n": n},
            salt=bytes.fromhex(entry.sealed["salt"]),
            at=None,
        )
        entry.leaf_hash, entry.index = hash_leaf(entry.leaf.encode()).hex(), n
        entry.save()
        Tree.objects.get_or_create(pk=1)
        tree = rebuilt()
        name, pem = signing.public_key()
        moment = order.now()
        SigningKey.objects.get_or_create(name=name, defaults={"public_pem": pem, "first_used_at": moment})
        statement = signing.statement(size=n + 1, root=tree.root().hex(), at=moment)
        Head.objects.create(
            size=n + 1,
            root=tree.root().hex(),
            signed_at=moment,
            key_id=name,
            signature=signing.sign(statement),
        )
    seen.keep()
    before = verify()
    assert before.checked.verdict is Verdict.NOT_PROVEN
    assert [words.en[:52] for words in before.checked.unchecked] == [
        "Nothing proves when 3 entries were recorded (their l",
        "3 heads are in no chain, so that one taken from amon",
    ]

    sign()

    assert code() == "true"
    assert Entry.objects.get(index=3).sealed["facts"]["entries"] == 3
    Head.objects.filter(size=2).delete()
    assert code() == "head_gone"


def test_an_old_entrys_moment_is_held_once_it_is_adopted(sign):
    made = record.append(kind="test.done", subject="0", facts={}, on=MONDAY)
    entry = Entry.objects.get(leaf_hash=made.leaf_hash)
    entry.leaf = leaf_text(
        kind=entry.kind,
        on=MONDAY,
        subject="0",
        facts={},
        salt=bytes.fromhex(entry.sealed["salt"]),
        at=None,
    )
    entry.leaf_hash = hash_leaf(entry.leaf.encode()).hex()
    entry.save()
    sign()
    sign()
    assert code() == "true"

    Entry.objects.filter(index=0).update(recorded_at=entry.recorded_at + timedelta(seconds=1))

    assert code() == "moment_altered"
