"""Nothing in the house waits for somebody else's machine without an end: what speaks to a network stands in few places."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

SOURCE = Path(__file__).resolve().parents[2] / "src" / "jiphyeon"
SPEAKS = {
    "aiohttp", "ftplib", "http.client", "httpcore", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket", "ssl",
    "telnetlib", "urllib.request", "urllib3", "websockets", "xmlrpc.client",
}  # fmt: skip
# Where each may be met, and how its waits end.
PLACES = {
    "foundation/network/web.py": "the deadline of the whole",
    "foundation/mail/smtp.py": "a timer over the whole",
    "contexts/mydata/actions/provider.py": "asks through foundation/network/web.py",
    "foundation/payees/bank.py": "asks through foundation/network/web.py",
    "foundation/dues/service.py": "asks through foundation/network/web.py",
    "foundation/messages/email.py": "asks through foundation/mail/smtp.py; a watch ends what drips",
    "foundation/messages/phone.py": "asks through foundation/network/web.py",
    "foundation/relays/adapter.py": "keeps the connections that foundation/relays/service.py asks by",
    "foundation/relays/service.py": "asks through foundation/network/web.py",
    "foundation/accounts/openid.py": "asks through foundation/network/web.py",
    "commands/run/command.py": "asks its own web process, with a timeout",
    "config/front.py": "takes requests in; the limits of decision 7 end each wait",
    "config/supervisor.py": "looks for a free port on this machine",
    "foundation/jobs/worker.py": "reads this machine's name",
}
OPENS = {
    "Client", "AsyncClient", "HTTPConnection", "HTTPSConnection", "SMTP", "SMTP_SSL", "create_connection", "urlopen",
}  # fmt: skip


def sources():
    return [path for path in SOURCE.rglob("*.py") if "simulators" not in path.parts]


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def speaking(text):
    return {
        name
        for name in imported(ast.parse(text))
        if name in SPEAKS or name.split(".")[0] in SPEAKS - {"http"}
    }


def unbounded(text):
    """Return the lines on which something is opened that could wait for ever."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    return [
        call.lineno
        for call in calls
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in OPENS
        if not any(word.arg == "timeout" for word in call.keywords)
    ]


def test_what_speaks_to_a_network_stands_where_its_waits_are_known_to_end():
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in sources()
        if speaking(path.read_text(encoding="utf-8"))
    }

    assert found - set(PLACES) == set()


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_opened_without_a_timeout(place):
    assert unbounded((SOURCE / place).read_text(encoding="utf-8")) == []


def test_the_search_finds_what_it_is_for():
    for text in (
        "import requests",
        "from urllib.request import urlopen",
        "import http.client",
        "from urllib import request",
    ):
        assert speaking(text)
    for text in ("from urllib.parse import quote", "from http import HTTPStatus", "import json"):
        assert not speaking(text)
    assert unbounded("httpx.Client()\nSMTP('a', timeout=3)\nhttpx.Client(timeout=5)\nurlopen(x)") == [1, 4]


def test_mail_goes_by_the_outbox_and_by_nothing_else():
    from jiphyeon.config import settings as ours

    sends = ("send_mail(", "EmailMultiAlternatives(", "get_connection(", "mail_admins(", "mail_managers(")

    assert ours.EMAIL_BACKEND == "jiphyeon.foundation.mail.outbox.Outbox"
    assert [p.name for p in sources() if any(word in p.read_text(encoding="utf-8") for word in sends)] == []
    assert settings.EMAIL_TIMEOUT
