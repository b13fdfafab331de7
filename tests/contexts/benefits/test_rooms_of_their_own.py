"""A city of 0.2.0 and one of 0.3.0 come into the five rooms with every row as it stood, and what waited is still done."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from jiphyeon.contexts.fees.models import FeeAnswer
from jiphyeon.contexts.outreach.models import OutreachChoice, OutreachContact, OutreachRound
from jiphyeon.contexts.programmes.models import Amendment
from jiphyeon.contexts.reforms.models import Reform, ReformRun
from jiphyeon.foundation.jobs.models import Job
from jiphyeon.foundation.ledger import record, rows

OF_0_2_0 = [("benefits", "0003_objection_extended")]
OF_0_3_0 = [("benefits", "0010_who_holds_payments")]
DAY, FIRST = date(2024, 3, 4), date(2024, 7, 1)
PART = {"parameters": {"age_limit": "34"}, "clauses": {}}


@pytest.fixture
def migrated(transactional_db):
    def to(target):
        MigrationExecutor(connection).migrate(target)
        return MigrationExecutor(connection).loader.project_state(target).apps

    yield to
    to(MigrationExecutor(connection).loader.graph.leaf_nodes())


def newest():
    return MigrationExecutor(connection).loader.graph.leaf_nodes()


def leaf(kind, subject, facts):
    return record.append(kind=kind, subject=subject, facts=facts, on=DAY).leaf_hash


def filled(old, target):
    """Write one row of everything that moves, as that version wrote it, with its leaf in the log."""
    spans = target == OF_0_3_0

    def make(model, **values):
        return old.get_model("benefits", model).objects.create(**values)

    person, key = uuid4(), uuid4()
    fee = {"facility": "pool", "full": 4000, "off": 1200, "applied": "senior"}
    paid = leaf("benefits.fee", f"fee:pool:{person}", fee)
    make(
        "FeeAnswer", person=person, number=f"F-{'-'.join(paid[at : at + 4] for at in (0, 4, 8))}", on=DAY, answers={"held": {"senior": True}},
        leaf=paid, **fee,
    )  # fmt: skip
    make("OutreachChoice", person=person, wanted=True, on=DAY)
    arguments = {"programme": "youth-rent", "version": "2024"}
    sent = leaf(
        "benefits.outreach_sent", f"outreach:youth-rent:{DAY}", {**arguments, "people": 1, "by": "박서연"}
    )
    made = make(
        "OutreachRound", on=DAY, by=uuid4(), by_name="박서연", wait_days=180, left_out={"applied": 2}, leaf=sent, **arguments
    )  # fmt: skip
    make("OutreachContact", round=made, programme="youth-rent", person=person, on=DAY)
    # 0.2.0 knew changes of one programme alone.
    terms = {"parts": {"youth-rent": PART}} if spans else {"programme": "youth-rent", **PART}
    facts = {
        "reform": str(key),
        "name": "34세까지",
        "first": FIRST,
        "authority": "조례 제5조",
        "authority_read": True,
    }
    facts |= {"proposed_by": "최유진", "decided_by": "한하은", "reason": "", "state": "approved"}
    facts |= {"programmes": ["youth-rent"], "shared": {}, "parts": {"youth-rent": PART}} if spans else {}
    by = {"drafted_by": uuid4(), "drafted_name": "최유진", "drafted_on": DAY}
    reform = make(
        "Reform", key=key, name="34세까지", reason="나이를 낮춤", authority="조례 제5조", authority_read=True,
        first=FIRST, state="approved", proposed_by=uuid4(), proposed_name="최유진", proposed_on=DAY, decided_by=uuid4(),
        decided_name="한하은", decided_on=DAY, place=1, leaf=leaf("benefits.reform_approved", str(key), facts),
        **by, **terms,
    )  # fmt: skip
    make("Reform", name="버린 것", first=FIRST, **by, **terms)
    asked = {"curve": "", "reforms": [], "versions": [["youth-rent", "2024"]]} if spans else None
    asked = asked or {"curve": "", "reforms": [], "version": "2024"}
    run = make(
        "ReformRun", as_of=FIRST, asked=asked, population={"name": "few"}, asked_by=uuid4(), asked_name="최유진",
        asked_on=DAY, known_on=DAY, **({} if spans else {"programme": "youth-rent"}),
    )  # fmt: skip
    run.reforms.set([reform])
    return {model: list(old.get_model("benefits", model).objects.order_by("pk").values()) for model in MOVED}


MOVED = {
    "FeeAnswer": FeeAnswer,
    "OutreachChoice": OutreachChoice,
    "OutreachRound": OutreachRound,
    "OutreachContact": OutreachContact,
    "Reform": Reform,
    "ReformRun": ReformRun,
}
# What 0.3.0 itself turned into something else on the way.
TURNED = {"programme", "parameters", "clauses", "asked"}


@pytest.mark.parametrize("version", [OF_0_2_0, OF_0_3_0], ids=["0.2.0", "0.3.0"])
def test_every_row_is_carried_and_the_log_still_holds_them(migrated, version):
    before = filled(migrated(version), version)

    migrated(newest())

    for name, model in MOVED.items():
        after = list(model.objects.order_by("pk").values())
        turned = TURNED if name in {"Reform", "ReformRun"} and version == OF_0_2_0 else set()
        carried = [
            {column: row[column] for column in was if column not in turned}
            for row, was in zip(after, before[name], strict=True)
        ]
        assert carried == [{c: value for c, value in was.items() if c not in turned} for was in before[name]]
    reform, draft = Reform.objects.order_by("pk")
    assert (reform.parts, draft.parts) == ({"youth-rent": PART}, {"youth-rent": PART})
    assert [run.reforms.get() for run in ReformRun.objects.all()] == [reform]
    assert OutreachRound.objects.get().contacts.get().programme == "youth-rent"
    amendment = Amendment.objects.get()
    assert (amendment.key, amendment.place, amendment.parts) == (reform.key, 1, reform.parts)
    assert (amendment.leaf, amendment.recorded_on, amendment.authority) == (reform.leaf, DAY, "조례 제5조")
    book = rows.compare()
    assert [words.en for words in book.problems] == []


def test_the_approved_change_decides_as_it_did(migrated):
    from jiphyeon.contexts.programmes.queries import amendments, rulebook

    filled(migrated(OF_0_3_0), OF_0_3_0)

    migrated(newest())

    amendments.forget()
    assert rulebook.version_on("youth-rent", FIRST).name == "2024+R1"


def test_the_way_back_leaves_the_rows_as_they_were(migrated):
    before = filled(migrated(OF_0_3_0), OF_0_3_0)
    migrated(newest())

    old = migrated(OF_0_3_0)

    assert {m: list(old.get_model("benefits", m).objects.order_by("pk").values()) for m in MOVED} == before


def test_what_was_put_off_before_the_cut_is_done_after_it(migrated, run_jobs):
    from jiphyeon.foundation.jobs.backend import put
    from jiphyeon.foundation.jobs.events import deliver

    old = migrated(OF_0_3_0)
    before = filled(old, OF_0_3_0)
    case = old.get_model("benefits", "Case").objects.create(
        person=uuid4(), programme="youth-rent", token=uuid4(), started_on=DAY
    )
    run, contact = before["ReformRun"][0], before["OutreachContact"][0]
    at = datetime(2024, 3, 4, tzinfo=UTC)
    for event, hearer, fields in (
        ("RunAsked", "work_out_what_was_asked", {"run": str(run["key"])}),
        ("ToBeTold", "tell_as_confirmed", {"contact": contact["id"], "on": DAY.isoformat()}),
    ):
        room = "jiphyeon.contexts.benefits"
        put(deliver, [f"{room}.events.{event}", fields, f"{room}.subscribers.{hearer}"], {})
    paid = {"case": str(case.key), "payment": 1, "amount": 200_000, "on": DAY.isoformat()}
    put(deliver, [f"{room}.events.PaymentDue", paid, f"{room}.subscribers.count_a_payment"], {})
    Job.objects.create(
        task="jiphyeon.contexts.benefits.tasks.tell_one", run_after=at, enqueued_at=at,
        arguments={"args": [], "kwargs": {"contact": contact["id"], "day": DAY.isoformat()}},
    )  # fmt: skip

    migrated(newest())
    run_jobs(failing=True)

    jobs = {(job.task.removeprefix("jiphyeon."), job.state) for job in Job.objects.all()}
    assert jobs == {
        ("foundation.jobs.events.deliver", "done"),
        ("contexts.outreach.tasks.tell_one", "done"),
        ("contexts.reforms.tasks.run_reforms", "done"),
    }
    # Nobody's data is there: the person is left in peace; there is no such population: the run says so.
    assert OutreachContact.objects.get().state == "left"
    assert ReformRun.objects.get().state == "failed"
