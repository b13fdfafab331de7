"""Many matters moved by one deed: one leaf for all, a proof for each, and every row held against it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from tests.foundation.casework.conftest import TODAY
from tests.foundation.casework.example.models import Stall

from jiphyeon.contexts.programmes.roles import CASE_OFFICER
from jiphyeon.foundation.casework import attachments, blocks
from jiphyeon.foundation.casework.blocks import move_block, proof_of
from jiphyeon.foundation.casework.models import Block, HistoryLine
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.ledger import rows
from jiphyeon.foundation.ledger.models import Entry
from jiphyeon.foundation.ledger.record import receipt_file
from jiphyeon.kernel import Refused
from jiphyeon.methods.merkle import check_inclusion, hash_leaf

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(market):
    """Five stalls, proposed together."""
    for _ in range(5):
        market.applied()
    return move_block(Stall.objects.all(), "propose", by=market.seoyeon, on=TODAY)


def problems():
    book = rows.compare()
    return [words.en for words in book.problems + book.unchecked]


def test_one_leaf_stands_for_all_and_each_has_its_line(proposed):
    kept = {row.pk: (row.state, row.version) for row in Stall.objects.all()}

    assert {row.pk: (row.state, row.version) for row in proposed} == kept
    assert {row.state for row in proposed} == {"proposed"}
    assert HistoryLine.objects.filter(deed="propose").count() == 5
    assert Entry.objects.filter(subject=str(Block.objects.get().key)).count() == 1
    assert problems() == []


def test_each_has_a_proof_that_needs_no_other(proposed):
    for row in proposed:
        line = HistoryLine.objects.of(row).last()
        proof = proof_of(row, line)
        path = [bytes.fromhex(step) for step in proof["path"]]
        root = receipt_file(proof["leaf"])["facts"]["block.root"]

        assert check_inclusion(
            hash_leaf(proof["entry"].encode()), proof["place"], 5, path, bytes.fromhex(root)
        )
        assert (
            blocks.entry_of(row, line, stands={}, salt=bytes.fromhex(proof["salt"])).line.hex()
            in proof["entry"]
        )


def test_a_line_with_a_leaf_of_its_own_needs_none(proposed):
    assert proof_of(proposed[0], HistoryLine.objects.of(proposed[0]).first()) is None


@pytest.mark.parametrize(
    ("model", "changed"),
    [
        (HistoryLine, {"comment": "forged"}),
        (HistoryLine, {"at": now() + timedelta(days=1)}),
        (HistoryLine, {"on": TODAY + timedelta(days=1)}),
        (HistoryLine, {"by": None}),
        (HistoryLine, {"deed": "take_back"}),
        (Stall, {"state": "received"}),
        (Stall, {"version": 99}),
        (Stall, {"place": "elsewhere"}),
        (Block, {"cases": b"x" * 80}),
        (Block, {"salts": b"x" * 160}),
        (Block, {"lines": b"x" * 160}),
        (Block, {"stands": b"x" * 160}),
        (Block, {"deed": "take_back"}),
    ],
)
def test_whatever_is_changed_later_is_found(proposed, model, changed):
    row = (
        model.objects.filter(**({"deed": "propose"} if model is HistoryLine else {})).order_by("-pk").first()
    )
    with transaction.atomic():
        model.objects.filter(pk=row.pk).update(**changed)

    assert problems() != []


def test_a_block_that_is_taken_away_is_missed(proposed):
    Block.objects.all().delete()

    assert problems() != []


def test_a_line_taken_away_with_what_it_did_is_missed(proposed):
    row = proposed[2]
    line = HistoryLine.objects.of(row).last()
    Stall.objects.filter(pk=row.pk).update(state=line.before, version=row.version - 1)
    HistoryLine.objects.filter(pk=line.pk).delete()

    assert [one for one in problems() if str(row.key) in one and "is gone" in one]


def test_a_whole_matter_taken_away_with_its_history_is_missed(proposed):
    row = proposed[2]
    HistoryLine.objects.of(row).delete()
    Stall.objects.filter(pk=row.pk).delete()

    assert [one for one in problems() if str(row.key) in one and "is gone" in one]


def test_a_line_of_a_block_stands_for_one_deed_only(proposed):
    again = HistoryLine.objects.of(proposed[0]).last()
    again.pk = None
    again.save()

    assert problems() != []


def test_deeds_of_one_matter_and_papers_follow_a_block(proposed, market, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    paper = SimpleUploadedFile("도면.pdf", b"%PDF-1.4 a plan\n%%EOF")
    attachments.bring(
        proposed[0], paper, title="도면", by=market.hana, on=TODAY, readers=[CASE_OFFICER], about="plan"
    )
    market.does(proposed[1], "take_back", by=market.seoyeon)
    move_block(Stall.objects.filter(pk=proposed[2].pk), "take_back", by=market.seoyeon, on=TODAY)

    assert problems() == []


def test_it_goes_block_by_block_until_none_is_left(market, monkeypatch):
    monkeypatch.setattr(blocks, "MOST", 2)
    for _ in range(5):
        market.applied()

    counts = [len(move_block(Stall.objects.all(), "propose", by=market.seoyeon, on=TODAY)) for _ in range(4)]

    assert counts == [2, 2, 1, 0]


def test_a_deed_that_tells_or_judges_is_done_to_one_matter_at_a_time(proposed, market):
    with pytest.raises(ValueError, match="one matter at a time"):
        move_block(Stall.objects.all(), "grant", by=market.minjae, on=TODAY)


def test_who_may_not_moves_none(market):
    market.applied()
    market.applied()

    with pytest.raises(Refused):
        move_block(Stall.objects.all(), "propose", by=market.minjae, on=TODAY)
    assert not HistoryLine.objects.filter(deed="propose").exists()
