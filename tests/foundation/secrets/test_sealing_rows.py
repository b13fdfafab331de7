"""An older database: what lay in the clear is sealed where it lies, can be read as before, and is gone from the files."""

from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from jiphyeon.contexts.benefits.models import Assessment
from jiphyeon.foundation.accounts.models import Citizen, User
from jiphyeon.foundation.casework.models import HistoryLine
from jiphyeon.foundation.secrets.keys import encrypt

BEFORE = [
    ("plans", "0001_initial"),
    ("appointments", "0001_initial"),
    ("benefits", "0004_changes_that_span_programmes"),
    ("accounts", "0002_user_latin_name"),
]
PLAIN = [
    "옛플랜트이름",
    "Old Planted",
    "planted.old@mail.example",
    "3611031000",
    "옛담당플랜트",
    "옛사실플랜트",
    "옛비밀플랜트",
]


def migrated(targets):
    MigrationExecutor(connection).migrate(targets)


def newest():
    return MigrationExecutor(connection).loader.graph.leaf_nodes()


def rows_of(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def older():
    """Take the database back, and bring it up again whatever happens."""
    migrated(BEFORE)
    yield
    migrated(newest())


def files():
    file = Path(connection.settings_dict["NAME"])
    return b"".join(one.read_bytes() for one in (file, file.with_name(f"{file.name}-wal")) if one.exists())


@pytest.mark.django_db(transaction=True)
def test_an_older_database_is_sealed_and_reads_as_before(older):
    name, latin, mail, town, officer, fact, secret = PLAIN
    rows_of(
        "INSERT INTO accounts_user (password, key, username, email, display_name, latin_name, language, is_active, is_demo,"
        " date_joined) VALUES ('!', '7f3b1c9e000040008000000000000001', 'old', %s, %s, %s, 'ko', %s, %s, '2024-01-02 03:04:05+00')",
        mail, name, latin, True, False,
    )  # fmt: skip
    rows_of(
        "INSERT INTO accounts_citizen (user_id, legal_name, birth_date, town_code) SELECT id, %s, %s, %s FROM accounts_user",
        encrypt(name, purpose="accounts_citizen.legal_name"),
        encrypt("1998-05-05", purpose="accounts_citizen.birth_date"),
        town,
    )
    rows_of(
        'INSERT INTO account_emailaddress (email, verified, "primary", user_id) SELECT %s, %s, %s, id FROM accounts_user',
        mail, True, True,
    )  # fmt: skip
    rows_of(
        "INSERT INTO mfa_authenticator (type, data, user_id, created_at) SELECT 'totp', %s, id, '2024-01-02 03:04:05+00' FROM accounts_user",
        f'{{"secret": "{secret}"}}',
    )
    rows_of(
        "INSERT INTO benefits_case (key, person, programme, call, state, channel, step, facts_said, token, started_on, proposal,"
        " proposal_reason, proposed_name, needs_signature, amount, version) VALUES ('7f3b1c9e000040008000000000000002',"
        " '7f3b1c9e000040008000000000000001', 'p', '', 'draft', 'online', 1, 'x', '7f3b1c9e000040008000000000000003',"
        " '2024-01-02', '', 'x', %s, %s, 0, 0)",
        officer, True,
    )  # fmt: skip
    rows_of(
        'INSERT INTO benefits_entry (case_id, deed, "on", at, by_name, before, after, public, detail, leaf)'
        " SELECT id, 'submit', '2024-01-02', '2024-01-02 03:04:05+00', %s, 'draft', 'submitted', %s, %s, '' FROM benefits_case",
        officer, True, encrypt("", purpose="benefits_entry.detail"),
    )  # fmt: skip
    rows_of(
        "INSERT INTO benefits_assessment (case_id, kind, made_on, as_of, selected_on, known_on, version_name, result, verdict,"
        " reasons, decided, facts, outcome, outcome_hash) SELECT id, 'application', '2024-01-02', '2024-01-02', '2024-01-02',"
        " '2024-01-02', 'v', 'pass', 'approve', 'x', %s, 'x', 'x', '' FROM benefits_case",
        f'{{"{fact}": true}}',
    )

    migrated(newest())

    user = User.objects.get(email=mail.upper())
    assert (user.display_name, user.latin_name, user.email) == (name, latin, mail)
    citizen = Citizen.objects.only("town_code", "assurance", "assured_on").get()
    assert (citizen.town_code, citizen.assurance, citizen.assured_on.isoformat()) == (
        town,
        "provider",
        "2024-01-02",
    )
    assert HistoryLine.objects.only("by_name").get().by_name == officer
    assert Assessment.objects.only("decided").get().decided == {fact: True}
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        assert secret not in str(cursor.fetchone())
        for table, column in (
            ("accounts_user", "email"),
            ("account_emailaddress", "email"),
            ("benefits_case", "proposed_name"),
        ):
            cursor.execute(f"SELECT {column} FROM {table}")
            assert "$" in cursor.fetchone()[0]
    if connection.vendor == "sqlite":
        assert {text for text in PLAIN if text.encode() in files()} == set()
