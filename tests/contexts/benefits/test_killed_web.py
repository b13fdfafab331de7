"""The web process is killed in the middle of a signature, at statement after statement: all of it stands, or none."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import date
from pathlib import Path

import httpx
import pytest
from django.db import connection
from django.test import Client
from tests.contexts.benefits.conftest import person
from tests.simulated import PLAIN, free_port
from tests.waiting import PATIENCE_SECONDS, wait_until

from jiphyeon.contexts.benefits.actions import calls, handling
from jiphyeon.contexts.benefits.enums import Verdict
from jiphyeon.contexts.benefits.models import Case, Decision, Payment
from jiphyeon.foundation.casework.models import HistoryLine
from jiphyeon.foundation.clock.now import move_civil_day
from jiphyeon.foundation.ledger.models import Entry as Leaf
from jiphyeon.foundation.ledger.models import TrailEntry
from jiphyeon.foundation.notices.models import Notice

ROOT = Path(__file__).resolve().parents[3]
LATER = date(2024, 3, 18)
TOKEN = "k" * 32
NOTHING, ALL = (0, 0, 0, 0, 0), (1, 10, 1, 1, 1)


class Web:
    """Granian as `jiphyeon run` starts it, in a process group of its own."""

    def __init__(self, folder):
        self.stood_still = folder / "stood-still"
        self.log = (folder / "web.log").open("ab")
        self.start()

    def start(self):
        self.stood_still.unlink(missing_ok=True)
        self.address = f"http://127.0.0.1:{(port := free_port())}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
             "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
             "tests.contexts.benefits.web_that_stops:application"],
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
                "JIPHYEON_WEB_DATABASE": str(connection.settings_dict["NAME"]),
                "JIPHYEON_STOOD_STILL": str(self.stood_still),
            },
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )  # fmt: skip
        self.wait_for(self.answers)

    def answers(self):
        with suppress(httpx.TransportError):
            asked = f"{self.address}/healthz"
            answer = httpx.get(asked, trust_env=False, verify=PLAIN, timeout=PATIENCE_SECONDS)
            return answer.status_code == 200

    def wait_for(self, happened):
        def happened_or_gone():
            assert self.process.poll() is None, Path(self.log.name).read_text()
            return happened()

        wait_until(happened_or_gone, lambda: Path(self.log.name).read_text())

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def sign(self, case, session, stand_still=""):
        return httpx.post(
            f"{self.address}/benefits/desk/{case}/deeds/sign_approval/",
            data={"csrfmiddlewaretoken": TOKEN, "version": self.version},
            headers={"X-Stand-Still": stand_still},
            cookies={"sessionid": session, "csrftoken": TOKEN},
            trust_env=False,
            timeout=PATIENCE_SECONDS,
        )

    def sign_and_be_killed(self, case, session, stand_still):
        """Press the button; kill -9 everything while the request stands still. Nothing of an answer may come."""
        heard = []

        def press():
            try:
                heard.append(self.sign(case, session, stand_still))
            except httpx.TransportError as cut:
                heard.append(cut)

        presser = threading.Thread(target=press)
        presser.start()
        self.wait_for(self.stood_still.exists)
        self.kill()
        presser.join()
        assert isinstance(heard[0], httpx.TransportError), heard


@pytest.fixture
def web(transactional_db, tmp_path):
    made = Web(tmp_path)
    yield made
    made.kill()
    made.log.close()


@pytest.fixture
def kills(count):
    return count(short=6, long=14)


@pytest.fixture
def proposed(office, settings, run_jobs, kills):
    """One case for each kill and one to count by, every one laid before the signer."""
    settings.DEMO = True
    keys = [office.applies(person(f"citizen-{n}", name=f"시민{n}")) for n in range(kills + 1)]
    run_jobs()
    move_civil_day(LATER)
    by = office.actor(office.seoyeon, LATER)
    calls.rank_call(programme="youth-rent", call_id="2024-1", by=by, on=LATER)
    for key in keys:
        handling.propose(key=key, verdict=Verdict.APPROVE, reason="", by=by, on=LATER)
    return keys


def written(key):
    """What stands of a signature: decision, payments, history, public leaf, trail."""
    about = Case.objects.get(key=key).about
    return (
        Decision.objects.filter(case__key=key).count(),
        Payment.objects.filter(case__key=key).count(),
        HistoryLine.objects.filter(case=key, deed="sign_approval").count(),
        Leaf.objects.filter(kind="benefits.decided", subject=str(key)).count(),
        TrailEntry.objects.filter(verb="benefits.sign_approval", about=about).count(),
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_signature_stands_whole_or_not_at_all_wherever_the_web_process_is_killed(
    office, proposed, web, run_jobs, kills
):
    signer = Client()
    signer.force_login(office.minjae, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = signer.cookies["sessionid"].value
    unhurt, *cases = proposed
    web.version = Case.objects.get(key=unhurt).version  # the same for all: they went the same way
    answer = web.sign(unhurt, session)
    assert answer.status_code == 302
    assert written(unhurt) == ALL
    statements = int(answer.headers["X-Statements"])
    assert statements > kills
    # A process that looked at the day or the approved changes a moment ago asks a few statements fewer; the last place
    # is one that every signature reaches.
    reached = statements - 6

    left = []
    for n, case in enumerate(cases[:-1], start=1):
        web.sign_and_be_killed(case, session, str(n * reached // (kills - 1)))
        left.append(written(case))
        web.start()
        assert web.sign(case, session).status_code == 302  # as a person would: look, and press again
    web.sign_and_be_killed(cases[-1], session, "answer")
    left.append(written(cases[-1]))
    web.start()
    assert web.sign(cases[-1], session).status_code == 302

    assert set(left) == {NOTHING, ALL}
    assert left.count(NOTHING) > kills // 2
    assert left[-1] == ALL
    assert [written(case) for case in cases] == [ALL] * kills
    run_jobs()
    given = Notice.objects.filter(wording__code="benefit-granted")
    assert sorted(given.values_list("to", flat=True)) == sorted(Case.objects.values_list("person", flat=True))
