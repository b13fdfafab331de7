"""A logged line: nothing personal, no longer than it may be, a trace only where the code may be at fault."""

import json
import logging
import sys

import pytest
from django.conf import settings
from django.test import Client
from tests.waiting import outgrows

from jiphyeon.config.log_lines import LONGEST, Line
from jiphyeon.foundation.accounts import pack
from jiphyeon.foundation.accounts.models import User

SIGNS = 100_000


def line(words):
    record = logging.LogRecord("django", logging.WARNING, "", 0, words, (), None)
    return json.loads(Line().format(record))["says"]


@pytest.mark.parametrize(
    "path", ["a" * SIGNS, "a@" * (SIGNS // 2), "1" * SIGNS, "?" * SIGNS, "01" * (SIGNS // 2)]
)
def test_a_logged_line_costs_no_more_than_its_length(path):
    assert not outgrows(line, f"Not Found: /{path[: SIGNS // 10]}", f"Not Found: /{path}")
    assert len(line(f"Not Found: /{path}")) <= LONGEST + 1


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("to hana@example.org.", "to ●●●"),
        ("x01012345678tail@example.org", "●●●"),
        ("a@@b.org and a.b+c@d-e.co.kr", "a@@b.org and ●●●"),
        ("900101-2123456, 9001012123456", "●●●, ●●●"),
        ("call 010-1234-5678", "call ●●●"),
        ("GET /search/?q=hana HTTP", "GET /search/?… HTTP"),
        ("a" * (LONGEST - 5) + " hana@example.org", "a" * (LONGEST - 5) + " …"),
    ],
)
def test_nothing_personal_reaches_a_line(message, kept):
    assert line(message) == kept


def raised(level, name="django.request"):
    try:
        _ = 1 // 0
    except ZeroDivisionError:
        return json.loads(Line().format(logging.LogRecord(name, level, "", 0, "said", (), sys.exc_info())))


def test_only_a_fault_that_may_be_ours_has_a_trace():
    assert "ZeroDivisionError" in raised(logging.ERROR)["trace"]
    assert "trace" not in raised(logging.WARNING)
    assert "trace" not in raised(logging.ERROR, "django.security.DisallowedHost")


@pytest.mark.django_db
def test_keeping_somebody_out_writes_one_line_without_a_trace(caplog):
    from datetime import date

    pack.load_demo(settings.CITY_PACK, date(2024, 3, 4))
    client = Client()
    client.force_login(
        User.objects.get(username="hana"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    caplog.set_level(logging.INFO)

    assert client.get("/benefits/desk/").status_code == 403
    assert client.get("/", headers={"host": "elsewhere.example.org"}).status_code == 400
    assert client.get("/nowhere/").status_code == 404

    lines = [json.loads(Line().format(record)) for record in caplog.records]
    assert [(line["from"], line["says"].partition(":")[0]) for line in lines] == [
        ("django.request", "Forbidden (Permission denied)"),
        ("django.security.DisallowedHost", "Invalid HTTP_HOST header"),
        ("django.request", "Not Found"),
    ]
    assert not [line for line in lines if "trace" in line or "\n" in line["says"]]
