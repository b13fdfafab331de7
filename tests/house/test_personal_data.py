"""What is personal is a type: every text of every model is sealed, or is of a kind that holds nothing of a person."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings as city
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from tests.contexts.benefits.conftest import *  # noqa: F403 -- the small office
from tests.contexts.benefits.conftest import TODAY, brings_paper, says

from jiphyeon.contexts.benefits.tables import CASES
from jiphyeon.foundation.casework.models import CaseRow
from jiphyeon.foundation.queues.saving import save_view
from jiphyeon.foundation.queues.selecting import searched_for
from jiphyeon.foundation.secrets import rotation
from jiphyeon.foundation.secrets.fields import Encrypted, PersonName, SealedToFind
from jiphyeon.foundation.secrets.keys import decrypt, has_sealed_form

# Texts in the clear, and why nothing of a person is in them. A new column is sealed or comes here with its reason.
PLAIN = {
    "a name of ours for a thing": {
        "accounts_user.username", "accounts_user.language", "accounts_membership.duty", "files_keptfile.kind",
        "files_keptfile.purpose", "jobs_job.task", "jobs_job.queue", "jobs_job.lane", "jobs_job.worker",
        "jobs_scheduled.name", "ledger_entry.kind", "ledger_entry.subject", "ledger_signingkey.name",
        "ledger_trailentry.unit", "ledger_trailentry.post", "ledger_trailentry.verb", "ledger_trailentry.about",
        "organisation_loadedpack.step", "search_findable.kind", "search_findable.key", "search_findable.url",
        "benefits_case.number", "benefits_case.call", "benefits_assessment.version_name", "benefits_assessment.result",
        "benefits_decision.per", "fees_feeanswer.number",
        "outreach_outreachround.version", "outreach_outreachcontact.left_because", "reforms_reformrun.step",
        "mydata_consent.about", "mydata_consent.return_to", "mydata_authorisation.redirect_uri",
        "mydata_storedanswer.rule", "notices_notice.about", "notices_notice.dedupe", "notices_notice.link",
        "imports_import.intake", "imports_import.kind", "imports_import.separator",
        "queues_savedview.queue",
        "outbox_text.language", "outbox_batch.owner", "outbox_batch.owner_key", "outbox_message.owner", "outbox_message.owner_key",
        "outbox_message.reason", "outbox_tally.reason", "outbox_channelstatus.reason",
        "relays_document.owner", "relays_document.owner_key", "dues_receivable.owner", "dues_receivable.owner_key",
    },
    "a sender's own number for a message, which they are told to keep free of persons": {"outbox_message.reference"},
    "a hash, a key or a signature": {
        "casework_historyline.leaf", "casework_block.leaf", "e_notices_notice.code", "e_notices_notice.document",
        "accounts_user.password", "accounts_citizen.ci_hash", "accounts_citizen.likeness", "accounts_signintries.key",
        "accounts_remembered.cache_key", "accounts_remembered.value", "appointments_act.leaf", "files_keptfile.sha256", "imports_import.sha256",
        "ledger_entry.leaf", "ledger_entry.leaf_hash", "ledger_signingkey.public_pem", "ledger_head.root", "ledger_head.before",
        "ledger_head.signature", "ledger_trailentry.chained", "organisation_loadedpack.digest",
        "benefits_assessment.outcome_hash", "benefits_case.home", "benefits_case.token_holds", "benefits_decision.leaf", "fees_feeanswer.leaf",
        "outreach_outreachround.leaf", "reforms_reform.leaf", "reforms_reformrun.seal", "mydata_authorisation.state_hash",
        "mydata_storedanswer.evidence", "mydata_seenanswer.jti", "notices_templateversion.digest",
        "outbox_text.digest", "outbox_message.digest", "outbox_message.mark", "relays_identity.mark", "relays_document.ci_hash",
        "relays_receivedcallback.digest", "relays_redeemedtoken.mark", "dues_receivable.leaf",
        "calendars_calendaraddress.mark", "programmes_amendment.leaf", "programmes_wish.mark",
    },
    "published by the city for everybody to read": {
        "casework_legalclock.law",
        "benefits_decision.signed_post", "reforms_reform.name", "reforms_reform.reason", "reforms_reform.authority",
        "reforms_reform.shared", "reforms_reform.parts", "reforms_reform.decision_reason", "reforms_reformrun.asked",
        "reforms_reformrun.population", "reforms_reformrun.result", "reforms_reformrun.problem",
        "outreach_outreachround.left_out", "mydata_consent.terms", "mydata_consentitem.reason", "mydata_consentitem.facts",
        "notices_templateversion.content", "outbox_text.sender", "outbox_text.subject", "outbox_text.body", "outbox_text.buttons",
        "programmes_amendment.name", "programmes_amendment.shared", "programmes_amendment.parts", "programmes_amendment.authority",
        "wordings_edition.name", "wordings_edition.law", "wordings_edition.unit", "wordings_edition.subject", "wordings_edition.body",
        "wordings_edition.easy_body", "wordings_edition.english_subject", "wordings_edition.english_body",
        "wordings_edition.buttons", "dues_amountchange.cites", "dues_amountchange.reason_ko", "dues_amountchange.reason_en",
    },
    "what the office calls a sending to many": {"e_notices_sending.title"},
    "officers by their public key": {"reforms_reform.proposers"},
    "which roles": {"accounts_appointment.roles", "appointments_act.roles", "files_keptfile.readers"},
}  # fmt: skip
OF_EVERY_CASE = {"number", "state"}  # its public number, and where its table says it stands
PUBLIC_ROOMS = {
    "organisation",
    "plans",
    "search",
}  # everything in them stands on pages that everybody reads
TEXTS = (models.CharField, models.TextField, models.JSONField)


def ours():
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("jiphyeon."):
            for field in model._meta.local_concrete_fields:
                yield model, field, f"{model._meta.db_table}.{field.column}"


def test_every_text_is_sealed_or_says_why_nothing_of_a_person_is_in_it():
    known = {name for names in PLAIN.values() for name in names}
    plain = {
        name
        for model, field, name in ours()
        if isinstance(field, TEXTS)
        and not isinstance(field, Encrypted | models.SlugField)
        and not field.choices
        if model._meta.app_label not in PUBLIC_ROOMS
        if not (issubclass(model, CaseRow) and field.column in OF_EVERY_CASE)
    }

    assert plain - known == set()
    assert known - {name for _model, _field, name in ours()} == set()


@pytest.mark.django_db
def test_every_column_that_seals_is_rotated_or_lies_under_the_key_that_stays():
    rotated = {(one.table, one.name) for one in rotation.columns()}
    strays = {
        name
        for model, field, name in ours()
        if not isinstance(field, SealedToFind) and (model._meta.db_table, field.column) not in rotated
        if isinstance(field, TEXTS) and not field.choices
        if has_sealed_form(str(field.get_prep_value("words")))
    }

    assert strays == set()


def test_a_column_that_is_called_somebodys_name_is_of_the_type_of_names():
    called = re.compile(
        r"(by|for|display|latin|legal|person|signed|answered|extended|drafted|proposed|decided|asked)_name"
    )

    found = {name: type(field) for _model, field, name in ours() if called.fullmatch(field.column)}

    assert len(found) >= 15
    assert {name for name, kind in found.items() if kind is not PersonName} == set()


PLANTED = {
    "name": "황보플랜트",
    "latin": "Hwangbo Planted",
    "officer": "남궁플랜트",
    "signer": "제갈플랜트",
    "mail": "planted.address@mail.example",
    "phone": "010-7319-4286",
    "address": "한누리대로 97531 플랜트동",
    "birth": "1996-08-17",
    "remark": "말씀플랜트 오늘 이사했습니다",
    "note": "메모플랜트 전화로 확인함",
    "reason": "까닭플랜트 서류로 확인함",
    "fact": "7319428",
    "paper": "계약서플랜트.pdf",
    "title": "제목플랜트 임대차계약서",
    "supplement": "보완플랜트 통장 사본",
    "objection": "이의플랜트 다시 봐 주십시오",
    "answer": "답플랜트 다시 보았습니다",
    "search": "검색플랜트",
}


def the_whole_database(tmp_path):
    """Return every byte that is kept: the files of SQLite, or a dump of PostgreSQL."""
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        beside = [file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-journal")]
        # By another process: a file of SQLite's that is closed in this one takes this one's locks on it along.
        there = [str(one) for one in beside if one.exists()]
        return subprocess.run(["cat", *there], capture_output=True, check=True).stdout
    given = connection.get_connection_params()
    if shutil.which("pg_dump"):
        address = f"postgresql://{given['user']}:{given.get('password') or ''}@{given['host']}:{given['port']}/{given['dbname']}"
        return subprocess.run(["pg_dump", "--inserts", address], capture_output=True, check=True).stdout
    rows = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += "\n".join(row for (row,) in cursor.fetchall()).encode()
    return rows


def spellings(text):
    """Return the ways in which a text may lie in a file."""
    return {
        text.encode(),
        text.encode("utf-16-le"),
        text.encode("utf-16-be"),
        text.encode("ascii", "backslashreplace"),
    }


LEFT = {"django_session.session_data"}  # lasts a while; whoever is signed in by it signs in anew


def left_under_the_key_that_was(settings):
    """Return the columns in which, after a rotation, something is sealed under the key before: in a row, or within a sealed value."""
    before, _key = settings.FIELD_KEYS[0]
    settings.FIELD_KEYS = (("fresh", b"f" * 32), *settings.FIELD_KEYS)
    assert rotation.rotate().unreadable == ()
    opens = {(one.table, one.name): one.purpose for one in rotation.columns()}
    left = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = [one.name for one in connection.introspection.get_table_description(cursor, table)]
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    purpose = opens.get((table, column))
                    text = decrypt(value, purpose=purpose) if purpose and value is not None else str(value)
                    if re.search(rf"\b{re.escape(before)}(\$|%24)", text):
                        left.add(f"{table}.{column}")
    return left


@pytest.mark.django_db(transaction=True)
def test_after_a_whole_journey_nothing_planted_is_found_in_the_database(
    office, run_jobs, client, tmp_path, settings
):
    from jiphyeon.contexts.benefits.actions import applying, calls, handling, objecting, preparing, signing
    from jiphyeon.contexts.benefits.enums import Verdict
    from jiphyeon.contexts.benefits.models import Case
    from jiphyeon.foundation.accounts.assurance import Assurance
    from jiphyeon.foundation.accounts.models import User
    from jiphyeon.foundation.accounts.registering import Identity, make_citizen

    settings.DATA_DIR = tmp_path
    settings.SESSION_ENGINE = city.SESSION_ENGINE
    for user, name in ((office.seoyeon, "officer"), (office.minjae, "signer"), (office.sora, "signer")):
        user.display_name, user.latin_name = PLANTED[name], PLANTED["latin"]
        user.save()
    identity = Identity(
        PLANTED["name"], date.fromisoformat(PLANTED["birth"]), PLANTED["phone"], PLANTED["address"],
        "linking-planted", Assurance.COUNTER, "city: high",
    )  # fmt: skip
    make_citizen(office.hana, identity, on=TODAY)
    office.hana.email = PLANTED["mail"]
    office.hana.save()
    EmailAddress.objects.create(user=office.hana, email=PLANTED["mail"].title(), verified=True, primary=True)

    key = office.applies(
        office.hana, known={"monthly_rent": int(PLANTED["fact"])}, stated={"landlord_is_relative": False}
    )
    run_jobs()
    hana, seoyeon = office.actor(office.hana), office.actor(office.seoyeon)
    minjae, sora = office.actor(office.minjae), office.actor(office.sora)
    says(key=key, body=PLANTED["remark"], by=hana, on=TODAY)
    says(key=key, body=PLANTED["note"], by=seoyeon, on=TODAY)
    handling.ask_supplement(key=key, request=PLANTED["supplement"], english="", by=seoyeon, on=TODAY)
    upload = SimpleUploadedFile(PLANTED["paper"], b"%PDF-1.4 " + PLANTED["title"].encode() + b"\n%%EOF")
    brings_paper(key=key, upload=upload, title=PLANTED["title"], by=hana, on=TODAY)
    applying.supply(key=key, answer=PLANTED["remark"], by=hana, on=TODAY)
    preparing.establish(
        key=key, facts={"monthly_rent": int(PLANTED["fact"])}, basis=PLANTED["reason"], by=seoyeon, on=TODAY
    )
    run_jobs()
    preparing.prepare(key=key, on=TODAY)
    later = date(2024, 3, 18)
    calls.rank_call(programme="youth-rent", call_id="2024-1", by=seoyeon, on=later)
    handling.propose(key=key, verdict=Verdict.REFUSE, reason=PLANTED["reason"], by=seoyeon, on=later)
    signing.sign(key=key, by=minjae, on=later)
    run_jobs()
    objecting.file(key=key, body=PLANTED["objection"], by=hana, on=later)
    objecting.answer(key=key, accepted=False, reason=PLANTED["answer"], by=sora, on=later)
    run_jobs()
    client.force_login(User.objects.get(pk=office.hana.pk))
    session = client.session
    session["typed"] = PLANTED["search"]
    session.save()
    client.get("/search/", {"q": PLANTED["search"]})
    view = urlencode({"view": "all", **searched_for(CASES, PLANTED["search"], office.seoyeon.key)})
    save_view(queue=CASES.name, name=PLANTED["search"], query=view, officer=office.seoyeon.key)

    assert Case.objects.get(key=key).remarks.first().by_name == PLANTED["name"]
    assert Case.objects.get(key=key).decisions.last().signed_name == PLANTED["signer"]
    assert EmailAddress.objects.get(email=PLANTED["mail"]).email == PLANTED["mail"]
    assert User.objects.filter(email__iexact=PLANTED["mail"].upper()).get() == office.hana
    assert client.session["typed"] == PLANTED["search"]
    bytes_kept = the_whole_database(tmp_path)
    assert str(key).replace("-", "").encode() in bytes_kept.replace(
        b"-", b""
    )  # it is the database that was read
    found = {what for what, text in PLANTED.items() if any(one in bytes_kept for one in spellings(text))}
    assert found == set()
    papers = b"".join(file.read_bytes() for file in (tmp_path / "kept").rglob("*") if file.is_file())
    assert papers
    assert PLANTED["title"].encode() not in papers
    assert left_under_the_key_that_was(settings) == LEFT


def test_the_search_of_the_database_finds_what_it_is_for():
    assert "플랜트".encode() in spellings("플랜트")
    assert b"\\ud50c" in b"".join(spellings("플랜트"))


@pytest.mark.django_db
def test_an_officer_sees_names_and_finds_a_case_as_before(office, run_jobs, client):
    key = office.applies(office.hana)
    run_jobs()
    client.force_login(office.seoyeon)

    queue = client.get("/benefits/desk/").content.decode()
    case = client.get(f"/benefits/desk/{key}/").content.decode()

    assert "김하나" in queue
    assert "김하나" in case
