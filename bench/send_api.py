"""Text messages asked for at `/v2/notifications/sms`, each put and counted in the database before it is answered.

The opponent is a bare hello behind the same server with the same number of processes, asked by the same clients in the
same run. Every answer is 201, every message lies in the table afterwards.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bench.measure import ROOT, Report, fresh

SECONDS, CLIENTS, PROCESSES, KEYS = 15.0, 16, 2, 20
AT_LEAST = 0.10


def prepared(folder: str, database: str = "") -> dict[str, Any]:
    """Fill a city with a live service; return its keys and a text."""
    os.environ.update(_environment(folder, database))
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from tests.contexts.senders.conftest import Office

    from jiphyeon.foundation.accounts import pack
    from jiphyeon.foundation.clock.now import civil_today
    from jiphyeon.foundation.organisation import pack as organisation

    call_command("migrate", verbosity=0, interactive=False)
    organisation.load_city(settings.CITY_PACK)
    pack.load_demo(settings.CITY_PACK, civil_today())
    office = Office()
    service, text = office.live(), office.text()
    programs = [office.key(service) for _ in range(KEYS)]
    return {"service": programs[0].service, "secrets": [one.secret for one in programs], "text": str(text)}


def put(folder: str, database: str = "") -> int:
    """Return how many messages lie in a city's table."""
    os.environ.update(_environment(folder, database))
    import django

    django.setup()
    from jiphyeon.foundation.messages.models import Message

    return Message.objects.count()


def _environment(folder: str, database: str) -> dict[str, str]:
    found = {
        "JIPHYEON_DEMO": "1",
        "JIPHYEON_DATA_DIR": folder,
        "DJANGO_SETTINGS_MODULE": "jiphyeon.config.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
    }
    return {**found, "DATABASE_URL": database} if database else found


@contextmanager
def _serving(application: str, folder: str, database: str) -> Iterator[int]:
    """Serve as `jiphyeon run` does; give the port."""
    from tests.simulated import free_port

    port = free_port()
    kept = {name: value for name, value in os.environ.items() if name != "JIPHYEON_SECRET_KEY"}
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "rsgi", "--host", "127.0.0.1", "--port", str(port), "--http", "1",
         "--workers", str(PROCESSES), "--no-ws", "--log-level", "error", application],
        env=kept | _environment(folder, database), cwd=ROOT,
    )  # fmt: skip
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                _ask(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "GET", "/healthz", None, {})
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(15)


def _ask(
    connection: http.client.HTTPConnection, method: str, path: str, body: str | None, headers: dict[str, str]
) -> int:
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _rate(port: int, ask: Callable[[http.client.HTTPConnection, int], int], wanted: int) -> tuple[int, float]:
    """Return how many answers came, and how many a second."""
    done, until = [0] * CLIENTS, time.monotonic() + SECONDS

    def one(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < until:
            status = ask(connection, place)
            if status != wanted:
                raise RuntimeError(f"answered {status}")
            done[place] += 1

    began = time.monotonic()
    everyone = [threading.Thread(target=one, args=(place,)) for place in range(CLIENTS)]
    for thread in everyone:
        thread.start()
    for thread in everyone:
        thread.join()
    return sum(done), sum(done) / (time.monotonic() - began)


def measure(report: Report, kind: str, database: str = "") -> None:
    """Measure both on one engine, and put them into a report."""
    import jwt

    with tempfile.TemporaryDirectory(prefix="jiphyeon-bench-") as folder:
        named = {"database": database} if database else {}
        city = fresh("bench.send_api:prepared", runs=1, folder=folder, **named).answer
        body = json.dumps(
            {
                "phone_number": "010-2345-6789",
                "template_id": city["text"],
                "personalisation": {"name": "김하나"},
            }
        )

        def send(connection: http.client.HTTPConnection, place: int) -> int:
            claims = {"iss": city["service"], "iat": int(time.time())}
            token = jwt.encode(claims, city["secrets"][place % KEYS], algorithm="HS256")
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            return _ask(connection, "POST", "/v2/notifications/sms", body, headers)

        with _serving("bench.peers.front_hello:application", folder, database) as port:
            _asked, hello = _rate(port, lambda one, _place: _ask(one, "GET", "/", None, {}), 200)
        with _serving("jiphyeon.config.front:application", folder, database) as port:
            sent, rate = _rate(port, send, 201)
        kept = fresh("bench.send_api:put", runs=1, folder=folder, **named).answer
        if kept != sent:
            raise SystemExit(f"{sent} were answered and {kept} are kept")
    report.figure(f"bare hello, two processes, {kind}", hello, "requests/s")
    report.figure(f"send API, persisted, two processes, {kind}", rate, "requests/s")
    report.target(f"send API ÷ bare hello, {kind}", rate / hello, at_least=AT_LEAST)


def run(*, check: bool) -> int:
    """Measure on each engine that answers."""
    from bench.notices import _database, _postgres

    report = Report("send-api")
    for kind in ("sqlite", *(["postgresql"] if _postgres() else [])):
        with _database(kind) as named:
            measure(report, kind, **named)
    return report.finish(check)
