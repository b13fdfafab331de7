"""The relay and the workers are killed again and again while documents go out: each is put once, told once, recorded once."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from tests.counts import count
from tests.foundation.messages.conftest import published, put
from tests.simulated import free_port, started
from tests.waiting import PATIENCE_SECONDS, wait_until

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.messages.enums import Channel, State, Urgency
from jiphyeon.foundation.messages.models import Message, Tally
from jiphyeon.foundation.relays import api as relays
from jiphyeon.foundation.relays.models import Document, ReceivedCallback

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
# The worker is the real command; the database's name, the relay and the page that opens are the test's.
WORK = """
import os, sys
sys.path[:0] = ["src", "."]
from jiphyeon.config import settings
settings.DATABASES["default"]["NAME"] = os.environ["JIPHYEON_WORKER_DATABASE"]
from jiphyeon.foundation.relays import pages
pages.opens("tests", "relays:board")
from jiphyeon.commands.command_line import main
main(["worker"])
"""


class Outside:
    """The relay and a worker as processes, each killed and started again where it was."""

    def __init__(self, office, data):
        self.port, self.data, self.office = free_port(), data, office
        self.relay = self.worker = None

    def start_relay(self):
        arguments = ["--data", self.data, "--office", self.office]
        self.relay, self.address = started("jiphyeon.simulators.message_relay", *arguments, port=self.port)

    def start_worker(self):
        ours = {
            "JIPHYEON_WORKER_DATABASE": str(connection.settings_dict["NAME"]),
            "JIPHYEON_RELAY": f"http://127.0.0.1:{self.port}",
            "JIPHYEON_LEASE": "2",
        }
        self.worker = subprocess.Popen(
            [sys.executable, "-c", WORK], cwd=ROOT, env={**os.environ, **ours}, stderr=subprocess.DEVNULL
        )

    def kill(self, which):
        process = getattr(self, which)
        process.send_signal(signal.SIGKILL)
        process.wait()
        getattr(self, f"start_{which}")()

    def stop(self):
        for process in filter(None, (self.worker, self.relay)):
            process.kill()
            process.wait()


@pytest.fixture
def outside(live_server, settings, tmp_path):
    settings.RELAY = "http://127.0.0.1:9"  # that a callback is taken; the workers are told the real one
    one = Outside(live_server.url, tmp_path / "relay")
    one.start_relay()
    one.start_worker()
    yield one
    one.stop()


def test_whoever_is_killed_every_document_is_put_told_and_recorded_once(outside):
    size, kills = count(short=(120, 4), long=(5_000, 50))
    dice = random.Random(size)  # noqa: S311 -- when to kill, not a secret
    text = published(Channel.RELAY, subject="안내", body="((name)) 님께 문서가 왔습니다.")

    def told():
        return ReceivedCallback.objects.count()

    share = size // kills
    for n in range(kills):
        for i in range(share):
            address = relays.person(member(n * share + i))
            put(text, channel=Channel.RELAY, address=address, urgency=Urgency.URGENT, at=now())
        moment = dice.randrange(n * share, (n + 1) * share)
        wait_until(lambda moment=moment: told() >= moment, lambda: f"{told()} told", every=0.01)
        outside.kill(dice.choice(["relay", "worker"]))
    total = share * kills
    delivered = Message.objects.filter(state=State.DELIVERED)
    wait_until(
        lambda: delivered.count() == total,
        lambda: f"{delivered.count()} of {total}",
        patience=5 * PATIENCE_SECONDS,
    )

    with closing(sqlite3.connect(outside.data / "relay.sqlite3")) as rows:
        taken = {row[0] for row in rows.execute("SELECT id FROM document")}
        events = rows.execute("SELECT count(*) FROM event").fetchone()[0]
    assert taken == {str(key) for key in Message.objects.values_list("key", flat=True)}
    assert events == told() == total
    assert Document.objects.filter(delivered_at__isnull=False).count() == total
    ended = Tally.objects.filter(state=State.DELIVERED).values_list("count", flat=True)
    assert sum(ended) == total, "recorded twice"
    print(f"\n{kills} kills while {total:,} documents went out: each put once, told once, recorded once")


@cache
def _members():
    from jiphyeon.simulators.message_relay.people import MEMBER, People, read_terms

    demo = settings.CITY_PACK / "demo"
    people = People(demo / "people.yaml", read_terms(demo / "relay.yaml"), "secret")
    return [one.identity for one in people.by_identity.values() if one.standing == MEMBER]


def member(n):
    """Return the n-th invented person of the city who is a member of the relay."""
    return _members()[n % len(_members())]
