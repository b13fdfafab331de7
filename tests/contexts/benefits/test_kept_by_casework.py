"""A city of 0.3.0 finds its histories, talk, papers, supplements and objections in casework, every row as it stood."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from jiphyeon.contexts.benefits.models import Case
from jiphyeon.foundation.casework.models import (
    Attachment,
    ClockStop,
    HistoryLine,
    Objection,
    Remark,
    Supplement,
)
from jiphyeon.foundation.ledger import record, rows

OF_0_2_0 = [("benefits", "0009_scrubbed")]
DAY, LATER = date(2024, 3, 4), date(2024, 3, 20)


@pytest.fixture
def migrated(transactional_db):
    def to(target):
        MigrationExecutor(connection).migrate(target)
        return MigrationExecutor(connection).loader.project_state(target).apps

    yield to
    to(MigrationExecutor(connection).loader.graph.leaf_nodes())


def leaf(kind, case, facts):
    contents = {
        "case": str(case.key),
        "programme": "youth-rent",
        "call": "",
        "person": str(case.person),
        **facts,
    }
    return record.append(kind=f"benefits.{kind}", subject=str(case.key), facts=contents, on=DAY).leaf_hash


def lived(old):
    """Write a case that was supplemented, refused and objected to, one held back by an officer, and a draft thrown away."""

    def make(model, **values):
        return old.get_model("benefits", model).objects.create(**values)

    officer, signer = uuid4(), uuid4()
    sent = {"applied_on": DAY, "due_on": LATER, "programme": "youth-rent", "started_on": DAY}
    case = make(
        "Case", person=uuid4(), token=uuid4(), number="2024-000001", state="refused", officer=officer, **sent
    )
    draft = make(
        "Case", person=uuid4(), token=uuid4(), state="withdrawn", programme="youth-rent", started_on=DAY
    )
    held = make(
        "Case", person=uuid4(), token=uuid4(), number="2024-000003", state="approved", held_since=LATER,
        opinion_until=LATER, **sent,
    )  # fmt: skip
    steps = [
        ("submit", "draft", "submitted", case.person, "submitted"),
        ("prepare", "submitted", "prepared", None, ""),
        ("ask_supplement", "prepared", "supplement", officer, ""),
        ("supply", "supplement", "submitted", case.person, ""),
        ("prepare", "submitted", "prepared", None, ""),
        ("propose", "prepared", "proposed", officer, ""),
        ("sign_refusal", "proposed", "refused", signer, "decided"),
    ]
    for deed, before, after, by, kind in steps:
        hashed = leaf(kind, case, {}) if kind else ""
        make(
            "Entry", case=case, deed=deed, on=DAY, by=by, by_name="박서연", before=before, after=after,
            public=deed != "propose", detail="계약서" if deed == "ask_supplement" else "", leaf=hashed,
        )  # fmt: skip
    make(
        "Entry",
        case=draft,
        deed="withdraw",
        on=DAY,
        by=draft.person,
        by_name="",
        before="draft",
        after="withdrawn",
    )
    make(
        "Supplement",
        case=case,
        asked_on=DAY,
        due_on=LATER,
        answered_on=DAY,
        request="계약서",
        answer="냈습니다",
    )
    make(
        "Paper",
        case=case,
        file=None,
        purged_on=LATER,
        fact="rent",
        title="계약서",
        brought_on=DAY,
        state="declined",
    )
    make(
        "Remark", case=case, on=DAY, by=case.person, by_name="김하나", from_citizen=True, body="언제 되나요?"
    )
    make("Remark", case=case, on=DAY, by=officer, by_name="박서연", body="메모")
    make("Remark", case=held, on=LATER, by=officer, by_name="박서연", to_citizen=True, body="이사하셨나요?")
    due = {"due": LATER.isoformat(), "on": DAY.isoformat()}
    leaf("objected", case, due)
    make("Objection", case=case, made_on=DAY, due_on=LATER, body="다시 봐 주십시오")
    return case, draft, held, officer


def test_every_row_is_carried_in_its_order_and_its_words(migrated):
    case, draft, held, officer = lived(migrated(OF_0_2_0))

    migrated(MigrationExecutor(connection).loader.graph.leaf_nodes())

    now = Case.objects.get(key=case.key)
    assert (now.opened_on, now.assigned_to, now.state) == (DAY, officer, "refused")
    assert [(line.deed, line.before, line.after) for line in now.history] == [
        ("submit", "draft", "submitted"),
        ("prepare", "submitted", "prepared"),
        ("ask_supplement", "prepared", "supplement"),
        ("supply", "supplement", "submitted"),
        ("prepare", "submitted", "prepared"),
        ("propose", "prepared", "proposed"),
        ("sign_refusal", "proposed", "refused"),
    ]
    asked = HistoryLine.objects.get(deed="ask_supplement")
    assert (asked.by_name, asked.comment, asked.shown, asked.by) == ("박서연", "계약서", True, officer)
    assert not HistoryLine.objects.get(deed="propose").shown
    assert HistoryLine.objects.get(case=draft.key).deed == "discard"
    supplement, stop = Supplement.objects.get(), ClockStop.objects.get()
    assert (supplement.request, supplement.answer, stop.first, stop.last) == ("계약서", "냈습니다", DAY, DAY)
    paper = Attachment.objects.get()
    assert (paper.title, paper.about, paper.state, paper.purged_on) == ("계약서", "rent", "returned", LATER)
    assert [
        (line.body, line.from_person, line.shared, line.read_at is None)
        for line in Remark.objects.order_by("pk")
    ] == [
        ("언제 되나요?", True, True, False),
        ("메모", False, False, True),
        ("이사하셨나요?", False, True, False),
    ]
    assert Objection.objects.get().body == "다시 봐 주십시오"
    assert Case.objects.get(key=held.key).held_by == officer


def test_what_0_2_0_recorded_is_still_held_against_it(migrated):
    lived(migrated(OF_0_2_0))

    migrated(MigrationExecutor(connection).loader.graph.leaf_nodes())

    book = rows.compare()
    named = [words.en for words in book.problems]
    # The case made up above has no decision of its own, none of its payments, and the held one no history.
    assert not [words for words in named if "2024-000001" in words and "papers" not in words], named
    HistoryLine.objects.filter(deed="submit").update(leaf="")
    assert any("there is no leaf of this row" in words.en for words in rows.compare().problems)
