"""`ledger verify --rows`: whatever is changed in the rows of a case, its money and its notices is named."""

import re
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, models, transaction
from tests.contexts.benefits.conftest import brings_paper

from jiphyeon.commands.ledger.command import ledger
from jiphyeon.contexts.benefits.actions import (
    applying,
    calls,
    handling,
    objecting,
    paying,
    preparing,
    signing,
)
from jiphyeon.contexts.benefits.enums import CaseState, PaymentState, Verdict
from jiphyeon.contexts.benefits.models import Assessment, Case, Decision, OfficerFact, Payment
from jiphyeon.contexts.fees import actions as fees
from jiphyeon.contexts.fees.models import FeeAnswer
from jiphyeon.foundation.accounts.models import Appointment
from jiphyeon.foundation.appointments.models import Act
from jiphyeon.foundation.casework.models import (
    Attachment,
    Beside,
    HistoryLine,
    Objection,
    ObjectionState,
    Supplement,
)
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.files import store
from jiphyeon.foundation.files.models import KeptFile
from jiphyeon.foundation.ledger import order, record, rows, seen
from jiphyeon.foundation.ledger.models import Entry as Leaf
from jiphyeon.foundation.notices import actions as notices
from jiphyeon.foundation.notices.models import Notice, TemplateVersion

LATER = date(2024, 3, 18)
DAY = timedelta(days=1)


@pytest.fixture
def lived(office, run_jobs, settings, tmp_path):
    """Hana was granted and paid twice; Doyun was refused, objected with a paper, was put off and answered."""
    settings.DATA_DIR = tmp_path
    doyun, seoyeon, minjae, sora = (
        office.actor(getattr(office, name)) for name in ("doyun", "seoyeon", "minjae", "sora")
    )
    granted = office.applies(office.hana)
    refused = office.applies(office.doyun, known={"monthly_rent": 650_000})
    paper = SimpleUploadedFile("계약서.pdf", b"%PDF-1.7\n" + b"rent " * 100 + b"\n%%EOF")
    brings_paper(key=refused, upload=paper, title="계약서", by=doyun, on=date(2024, 3, 5))
    run_jobs()
    handling.ask_supplement(key=refused, request="등본", by=seoyeon, on=date(2024, 3, 6))
    applying.supply(key=refused, answer="냈습니다.", by=doyun, on=date(2024, 3, 7))
    run_jobs()
    preparing.establish(
        key=refused, facts={"household_size": 1}, basis="등본", by=seoyeon, on=date(2024, 3, 8)
    )
    run_jobs()
    calls.rank_call(programme="youth-rent", call_id="2024-1", by=seoyeon, on=LATER)
    handling.propose(key=granted, verdict=Verdict.APPROVE, reason="", by=seoyeon, on=LATER)
    handling.propose(key=refused, verdict=Verdict.REFUSE, reason="", by=seoyeon, on=LATER)
    signing.sign(key=granted, by=minjae, on=LATER)
    signing.sign(key=refused, by=minjae, on=LATER)
    for number, on in ((1, date(2024, 3, 25)), (2, date(2024, 4, 25))):
        assert paying.pay(key=granted, number=number, on=on)
    objecting.file(key=refused, body="월세는 45만 원입니다.", by=doyun, on=date(2024, 3, 20))
    objecting.extend(key=refused, days=5, reason="확인 중입니다.", by=sora, on=date(2024, 3, 21))
    objecting.answer(key=refused, accepted=False, reason="계약서와 다릅니다.", by=sora, on=date(2024, 3, 22))
    fees.answer_fee(person=office.hana.key, facility=_a_facility(), about=f"fee:{office.hana.key}", on=LATER)
    run_jobs()
    notice = Notice.objects.order_by("pk").first()
    notices.open_notice(key=notice.key, by=office.actor(_owner(office, notice)), on=LATER, at=now())
    order.put_in_order()
    seen.keep()
    return granted, refused


def _a_facility():
    from jiphyeon.contexts.programmes.queries import rulebook

    return next(iter(rulebook.policy().facilities))


def _owner(office, notice):
    return office.hana if notice.to == office.hana.key else office.doyun


def found():
    book = rows.compare()
    return [words.en for words in book.problems + book.unchecked]


def test_the_day_on_which_nothing_more_was_needed_is_on_record(office, run_jobs):
    office.holders.refused = {"household_size", "monthly_rent"}
    key, seoyeon = office.applies(office.hana), office.actor(office.seoyeon)
    run_jobs()
    handling.ask_supplement(key=key, request="등본", by=seoyeon, on=date(2024, 3, 5))
    for day, facts in ((6, {"household_size": 1}), (7, {"monthly_rent": 450_000})):
        preparing.establish(key=key, facts=facts, basis="등본", by=seoyeon, on=date(2024, 3, day))
    order.put_in_order()
    seen.keep()
    assert found() == []

    Supplement.objects.update(
        answered_on=date(2024, 3, 6)
    )  # a fact was established then, and the wait went on

    assert [words.rpartition(": ")[2] for words in found()] == [
        "the day it was answered is not what was recorded."
    ]


def test_the_honest_rows_are_held_against_their_leaves_and_counted(lived):
    book = rows.compare()

    assert found() == []
    assert {name: count for name, count in book.compared.items() if count} == {
        "decisions": 2,
        "payments": 10,
        "lines of history (application)": 18,
        "where each stands (application)": 2,
        "lines of history (account)": 4,
        "where each stands (account)": 2,
        "assessments": 5,
        "facts established by officers": 1,
        "requests for more (application)": 1,
        "objections (application)": 1,
        "fee answers": 1,
        "papers (application)": 1,
        "kept files opened": 1,
        "notices": Notice.objects.count(),
        "wordings of notices": TemplateVersion.objects.count(),
        "openings of notices": 1,
        "deeds about appointments": 4,
        "appointments": 4,
    }
    done = CliRunner().invoke(ledger, ["verify", "--rows"])
    assert done.exit_code == 0
    assert "Rows held against their leaves: " in done.stdout
    assert "2 decisions, 10 payments" in done.stdout
    assert "18 lines of history (application)" in done.stdout


FORGERIES = {}


def forgery(expected):
    def kept(deed):
        FORGERIES[deed.__name__] = (deed, expected)
        return deed

    return kept


def _of(model, **changes):
    return lambda: model.objects.filter(pk=_of_a_case(model).first().pk).update(**changes)


def _of_a_case(model):
    """The rows of a kind in the order they came; of what lies beside matters, those of this room."""
    found = model.objects.order_by("pk")
    return found.filter(lifecycle="benefits") if issubclass(model, Beside) else found


def changed(name, expected, model, **changes):
    FORGERIES[name] = (_of(model, **changes), expected)


YES = "the decision of application 2024-000001"
for _column, _value, _fact in (
    ("verdict", Verdict.REFUSE, "verdict"),
    ("per", "year", "per"),
    ("reason", [{"clause": "x"}], "reasons"),
    ("signed_name", "다른 사람", "signed_name"),
    ("signed_post", "다른 자리", "signed_post"),
    ("signed_by", UUID(int=9), "signed_by"),
    ("appeal_until", date(2030, 1, 1), "appeal_until"),
    ("object_until", date(2030, 1, 1), "object_until"),
):
    changed(f"decision {_column}", f"{YES}: {_fact} is not what was recorded", Decision, **{_column: _value})
changed("decision amount", f"{YES}: amount is not", Decision, amount=900_000)
changed("decision times", f"{YES}: times is not", Decision, times=12)
changed("decision day", f"{YES}: on is not", Decision, decided_on=date(2024, 3, 17))
changed("decision leaf", f"{YES}: there is no leaf", Decision, leaf="0" * 64)
changed("decision leaf emptied", f"{YES}: there is no leaf", Decision, leaf="")
changed("whose case", f"{YES}: person is not", Case, person=UUID(int=9))
changed("what for", f"{YES}: programme is not", Case, programme="job-interview-support")
changed("which call", f"{YES}: call is not", Case, call="2023-1")
changed("case state", "application 2024-000001: the steps of its history", Case, state=CaseState.COMPLETED)
changed("payment amount", "payment 1 of application 2024-000001: amount is not", Payment, amount=900_000)
changed(
    "payment unpaid",
    "is gone from the database, or was set to another state",
    Payment,
    state=PaymentState.PLANNED,
    paid_on=None,
)
changed(
    "payment come back",
    "payment 1 of application 2024-000001: there is no leaf",
    Payment,
    state=PaymentState.RECOVERED,
)
changed("payment day", "payment 1 of application 2024-000001: on is not", Payment, paid_on=date(2024, 3, 24))
changed("payment planned day", f"{YES}: plan is not", Payment, pays_on=date(2024, 3, 1))
changed("payment month", f"{YES}: plan is not", Payment, month=date(2023, 1, 1))
changed(
    "history day",
    "the history (submit) of application 2024-000001: on is not",
    HistoryLine,
    on=date(2024, 3, 3),
)
changed(
    "history leaf", "the history (submit) of application 2024-000001: there is no leaf", HistoryLine, leaf=""
)
changed(
    "history step",
    "application 2024-000001: the steps of its history",
    HistoryLine,
    before=CaseState.PREPARED,
)
changed(
    "objection day",
    "the objection of application 2024-000002: there is no leaf",
    Objection,
    made_on=date(2024, 3, 19),
)
changed(
    "objection due",
    "the objection of application 2024-000002: due is not",
    Objection,
    due_on=date(2024, 12, 1),
)
changed(
    "objection accepted",
    "the answer to the objection of application 2024-000002: accepted is not",
    Objection,
    state=ObjectionState.ACCEPTED,
)
changed("case number", "application 2024-999999: case.number is not", Case, number="2024-999999")
changed("case rank", "application 2024-000001: case.rank is not", Case, rank=9)
changed("case amount", "application 2024-000001: case.amount is not", Case, amount=900_000)
changed(
    "history by",
    "the history (submit) of application 2024-000001: line.by is not",
    HistoryLine,
    by=UUID(int=9),
)
changed("history by name", "line.by_name is not", HistoryLine, by_name="다른 사람")
changed("history public", "line.shown is not", HistoryLine, shown=False)
changed("history words", "line.said is not", HistoryLine, comment="다른 말")
changed("officer fact", "the established fact (household_size) of application", OfficerFact, value=4)
changed("role held now", "its roles or its last day are not", Appointment, roles=["administrator"])


@forgery("no deed on the log gave it")
def a_role_nobody_gave():
    held = Appointment.objects.order_by("pk").first()
    held.pk, held.first, held.last = None, date(2010, 1, 1), date(2010, 2, 1)
    held.save()


@forgery("is gone from the database")
def an_appointment_deleted():
    Appointment.objects.order_by("pk").first().delete()


@forgery("there is no leaf of this row on the log")
def a_line_of_history_nobody_wrote():
    line = _of_a_case(HistoryLine).last()
    line.pk, line.deed, line.leaf = None, "prepare", ""
    line.before = line.after
    line.save()


changed("objection open again", "the answers to its objections are not", Objection, state=ObjectionState.OPEN)
changed("fee", "off is not what was recorded", FeeAnswer, off=0, full=1)
changed("notice values", "values is not what was recorded", Notice, values={"x": 1})
changed("notice to", "to is not what was recorded", Notice, to=UUID(int=9))
changed("notice about", "about is not what was recorded", Notice, about="case:x")
changed("notice link", "link is not what was recorded", Notice, link="/elsewhere/")
changed("notice moment", "sent_at is not what was recorded", Notice, sent_at=now() - 9 * DAY)
changed("notice mark", "dedupe is not what was recorded", Notice, dedupe="x")
changed("notice day", "on is not what was recorded", Notice, on=date(2023, 1, 1))
changed("notice opened earlier", "at is not what was recorded", Notice, opened_at=now() - 9 * DAY)
changed("notice unopened", "is gone from the database, or was set to another state", Notice, opened_at=None)


@forgery("payment 3 of application 2024-000001: amount is not what was recorded")
def a_payment_to_come_raised():
    Payment.objects.filter(number=3).update(amount=900_000)


@forgery("payment 3 of application 2024-000001: there is no leaf of this row on the log")
def a_payment_called_paid():
    Payment.objects.filter(number=3).update(state=PaymentState.PAID, paid_on=LATER)


@forgery("(Payment, 2024-03-25) is gone from the database")
def a_paid_payment_deleted():
    Payment.objects.filter(number=1).delete()


@forgery("the payments of application 2024-000001: there are 9, and the decision promises 10")
def a_payment_to_come_deleted():
    Payment.objects.filter(number=10).delete()


@forgery("the payments of application 2024-000001: there are 11, and the decision promises 10")
def a_payment_added():
    last = Payment.objects.order_by("number").last()
    last.pk, last.number, last.month = None, 11, date(2025, 6, 1)
    last.save()


@forgery("(Decision, 2024-03-18) is gone from the database")
def a_decision_deleted():
    refused = Decision.objects.filter(verdict=Verdict.REFUSE)
    refused.delete()


@forgery("the decision of application 2024-000001: another row already points to its leaf")
def a_decision_doubled():
    twin = Decision.objects.order_by("pk").first()
    twin.pk = None
    twin.save()


@forgery("what was worked out does not fit its hash")
def an_outcome_changed():
    assessment = Decision.objects.order_by("pk").first().assessment
    assessment.outcome = {**assessment.outcome, "amount": 900_000}
    assessment.save()


@forgery("(Application received, 2024-03-04) is gone from the database")
def a_line_of_history_deleted():
    _of_a_case(HistoryLine).first().delete()


@forgery("the answers to its objections are not what was recorded")
def an_objection_deleted():
    Objection.objects.all().delete()


@forgery("(Fee checked, 2024-03-18) is gone from the database")
def a_fee_answer_deleted():
    FeeAnswer.objects.all().delete()


@forgery("is gone from the database, or was set to another state")
def a_notice_deleted():
    Notice.objects.order_by("pk").last().mail.delete()
    Notice.objects.order_by("pk").last().delete()


@forgery(": there is no leaf of this row on the log")
def a_notice_nobody_sent():
    one = Notice.objects.order_by("pk").last()
    one.pk, one.key, one.dedupe = None, uuid4(), "forged"
    one.save()


@forgery("wording is not what was recorded")
def a_published_wording_changed():
    used = TemplateVersion.objects.filter(notices__isnull=False).first()
    used.content = {**used.content, "title": {"ko": "다른 말", "en": "Other words"}}
    used.save()


@forgery("it is not what its file publishes")
def a_wording_changed_that_was_never_sent():
    unused = TemplateVersion.objects.filter(notices__isnull=True).first()
    unused.content = {**unused.content, "title": {"ko": "다른 말", "en": "Other words"}}
    unused.digest = unused.template().digest
    unused.save()


@forgery("neither a room nor the city pack publishes it")
def a_wording_that_nobody_published():
    one = TemplateVersion.objects.order_by("pk").last()
    one.pk, one.version = None, 99
    one.save()


@forgery("is missing.")
def a_paper_deleted_from_the_disk():
    path = store.path_of(KeptFile.objects.get().key)
    kept = path.read_bytes()
    path.unlink()
    return lambda: path.write_bytes(kept)


@forgery("cannot be opened.")
def a_paper_altered_on_the_disk():
    path = store.path_of(KeptFile.objects.get().key)
    kept = path.read_bytes()
    path.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    return lambda: path.write_bytes(kept)


@forgery("is not what was taken in.")
def a_papers_hash_changed():
    KeptFile.objects.update(sha256="0" * 64)


@forgery("a paper of application 2024-000002: its file ")
def a_papers_row_deleted():
    KeptFile.objects.all().delete()


@forgery("a paper of application 2024-000002: its file ")
def a_paper_that_points_elsewhere():
    Attachment.objects.update(file=uuid4())


@forgery("the papers of application 2024-000002: 1 are gone, and the log says that 0 were destroyed")
def a_paper_taken_away_as_if_its_time_were_over():
    Attachment.objects.update(file=None, purged_on=LATER)
    KeptFile.objects.all().delete()


@forgery("One of the decisions was altered so that it cannot be read")
def a_seal_broken():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE benefits_decision SET reason = 't1$AAAA'")


@forgery("(Decision, 2024-03-18) is gone from the database, or was set to another state.")
def a_decision_nobody_made_on_the_log():
    leaf = Leaf.objects.filter(kind="benefits.decided").first()
    record.append(kind=leaf.kind, subject=leaf.subject, facts={}, on=leaf.on)


def test_whatever_is_changed_in_the_rows_is_named(lived):
    number = Case.objects.get(key=lived[0]).number
    other = Case.objects.get(key=lived[1]).number
    unnamed = {}
    for name, (forge, expected) in FORGERIES.items():
        # Both at once: the numbers go on from what ran before, so the first may be the other's placeholder.
        wanted = re.sub("2024-00000[12]", lambda at: {"2024-000001": number}.get(at[0], other), expected)
        with transaction.atomic():
            undo = forge()
            problems = found()
            transaction.set_rollback(True)
        if callable(undo):
            undo()
        if not any(wanted in words for words in problems):
            unnamed[name] = problems[:3]

    assert unnamed == {}
    assert found() == []
    assert len(FORGERIES) == 76


ON_RECORD = (
    Act,
    Appointment,
    Assessment,
    Case,
    Decision,
    HistoryLine,
    FeeAnswer,
    Notice,
    Objection,
    OfficerFact,
    Attachment,
    Payment,
    Supplement,
)


def _something_else(column, value):
    """Return a value that a column does not hold now and that it may hold."""
    if column.is_relation:
        return column.related_model.objects.exclude(pk=value).values_list("pk", flat=True).first()
    if isinstance(value, dict | list):
        return {"forged": True} if isinstance(value, dict) else ["forged"]
    if column.choices:
        return next(word for word, _label in column.choices if word != value)
    if column.null and value is not None and not isinstance(column, models.DateField):
        return None
    if isinstance(column, models.UUIDField):
        return UUID(int=9)
    if isinstance(column, models.DateTimeField):
        return now() + DAY
    if isinstance(column, models.DateField):
        return (value or LATER) + DAY
    if isinstance(column, models.BooleanField):
        return not value
    return (value or 0) + 1 if isinstance(column, models.IntegerField) else f"x{value}"[: column.max_length]


def _every_column():
    for model in ON_RECORD:
        for column in model._meta.concrete_fields:
            if not column.primary_key:
                yield f"{model._meta.app_label}.{model.__name__}.{column.name}", model, column


def problems_with(model):
    """What is said of a table; the rooms that hold it are asked first, and only where they say nothing, every room."""
    book = rows.Book()
    for declared in rows._DECLARED.values():
        if model._meta.label in declared.holds:
            rows._Comparison(declared, book).run()
    return book if book.problems else rows.compare()


def test_every_column_of_every_table_on_record_is_held_or_named_with_the_reason(lived):
    apart = rows.compare().apart
    passed = set()
    for name, model, column in _every_column():
        rows_of = model.objects.order_by("pk")
        for row in {rows_of.first(), rows_of.last()}:
            other = _something_else(column, getattr(row, column.attname))
            with transaction.atomic():
                try:
                    with transaction.atomic():
                        model.objects.filter(pk=row.pk).update(**{column.attname: other})
                    book = problems_with(model)
                    if not (book.problems or book.unchecked):
                        passed.add(name)
                except IntegrityError:  # the row guards itself
                    pass
                transaction.set_rollback(True)

    assert passed == {name for name in apart if name in {known for known, _, _ in _every_column()}}


NOT_MISSED = {
    "casework.Remark": "talk is not put on the log",
    "casework.NumberSeries": "the number of each matter is compared",
    "notices.TemplateVersion": "what a file publishes is taken in again at the next start",
}


def test_every_row_of_every_table_held_is_missed_when_it_is_taken_away(lived):
    passed = {}
    for name in sorted(rows.compare().held):
        model = apps.get_model(name)
        for pk in model.objects.values_list("pk", flat=True):
            with transaction.atomic():
                taken = model.objects.filter(pk=pk)
                taken._raw_delete(taken.db)
                if not problems_with(model).problems:
                    passed[name] = pk
                transaction.set_rollback(True)

    assert passed.keys() - NOT_MISSED.keys() == set()


def test_a_changed_row_is_false_on_the_command_line_though_the_log_is_whole(lived):
    Payment.objects.filter(number=1).update(amount=900_000)

    plain = CliRunner().invoke(ledger, ["verify"])
    done = CliRunner().invoke(ledger, ["verify", "--rows"])

    assert plain.exit_code == 0
    assert done.exit_code == 1
    assert done.stdout.startswith("False: the decision of application ")
    assert "payment 1 of application" in done.stdout
    assert "Not compared, because no leaf holds them: " in done.stdout.splitlines()[-1]


def test_facts_forgotten_leave_rows_not_proven(lived):
    record.forget(str(lived[0]))

    assert any(words.startswith("The facts in the leaves of 1 decisions were forgotten") for words in found())


def test_rows_under_a_key_that_is_gone_are_named_not_called_forged(lived, settings):
    settings.FIELD_KEYS = (("new", b"n" * 32),)

    book = rows.compare()

    assert book.problems == []
    assert (
        "Some decisions could not be opened with the keys on the ring, so that not all of them were compared."
        in [words.en for words in book.unchecked]
    )


PUBLISHED = """
accepted account amount answers appeal_until applied body by call case case.amount case.applied_on
case.channel case.clock case.due_on case.entered_by case.held_by case.held_since case.home
case.judged case.needs_signature case.number case.opened_on case.opinion_until case.papers
case.proposal case.proposed case.proposed_by case.rank case.said case.state case.version
case.within_places channel due due_before established facility full judged key line.after
line.before line.by line.by_name line.deed line.said line.shown number object_until off on outcome
paper per person plan programme reasons signed_by signed_name signed_post times verdict version
"""


def test_the_facts_of_leaves_keep_the_names_they_were_published_under(lived):
    """A leaf that was written says its facts by these names for ever: names of the code may change, these may not."""
    del lived
    held = {
        name for leaf in Leaf.objects.filter(kind__startswith="benefits.") for name in leaf.sealed["facts"]
    }

    assert set(PUBLISHED.split()) - held == set()
