"""Workers are killed again and again while a campaign goes out: nothing is lost, nothing is recorded twice, it goes on at once."""

import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection
from tests.foundation.mail.servers import Speaking, listening
from tests.foundation.messages.conftest import batch_of, published

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.messages import batches
from jiphyeon.foundation.messages.enums import BatchState, State
from jiphyeon.foundation.messages.models import Batch, Message, Tally

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
RESUMED_SECONDS = 15.0  # held in the long form, on a machine of its own
PATIENCE_SECONDS = 240
NUMBER = re.compile(rb"^Message-ID: <([^@>]+)@", re.MULTILINE)
# The worker is the real command; only the database's name and the mail server are the test's.
WORK = """
import os, sys
sys.path[:0] = ["src", "."]
from jiphyeon.config import settings
settings.DATABASES["default"]["NAME"] = os.environ["JIPHYEON_WORKER_DATABASE"]
from jiphyeon.commands.command_line import main
main(["worker"])
"""


class Sink(Speaking):
    """Takes letters, and remembers of each only its number; a moment for each, so that a kill finds something to hurt."""

    def __init__(self, pause):
        super().__init__(says={"EHLO": b"250-here\r\n250 PIPELINING"})
        self.pause, self.numbers, self.last = pause, Counter(), 0.0
        self.taken = self

    def append(self, letter):
        """Count a letter by its Message-ID."""
        self.numbers[NUMBER.search(letter)[1].decode()] += 1
        self.last = time.monotonic()
        time.sleep(self.pause)


@pytest.fixture
def start_worker():
    started = []

    def start(port):
        ours = {"JIPHYEON_WORKER_DATABASE": str(connection.settings_dict["NAME"])}
        worker = subprocess.Popen(
            [sys.executable, "-c", WORK],
            cwd=ROOT,
            env={**os.environ, **ours, "JIPHYEON_EMAIL": f"smtp://127.0.0.1:{port}"},
            stderr=subprocess.DEVNULL,
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


def test_whoever_is_killed_in_a_campaign_nothing_is_lost_or_recorded_twice(start_worker, count):
    size, wanted = count(short=(600, 4), long=(60_000, 100))
    dice = random.Random(size)  # noqa: S311 -- when to kill, not a secret
    batch = batch_of(published(), size, at=now())
    sink = Sink(count(short=0.005, long=0.002))
    slowest = 0.0
    with listening(sink) as port:
        workers = [start_worker(port) for _ in range(WORKERS)]
        kills = 0
        until = time.monotonic() + PATIENCE_SECONDS * count(short=1, long=10)
        while batches.progress(batch).state != BatchState.DONE:
            assert time.monotonic() < until, batches.progress(batch)
            time.sleep(0.05 + dice.random() * 0.4)
            if kills < wanted and Message.objects.filter(state=State.SENDING).exists():
                one = dice.randrange(WORKERS)
                workers[one].kill()
                workers[one].wait()
                killed = time.monotonic()
                lost = list(Message.objects.filter(state=State.SENDING).values_list("pk", "lease_owner"))
                workers[one] = start_worker(port)
                kills += 1
                within = count(short=PATIENCE_SECONDS, long=RESUMED_SECONDS)
                slowest = max(slowest, resumed_after(killed, sink, lost, within))

    assert kills == wanted
    put = {str(key) for key in Message.objects.values_list("key", flat=True)}
    assert set(sink.numbers) == put, "lost"
    ended = Counter(Message.objects.values_list("state", flat=True))
    assert ended == {State.HANDED_OVER: size}
    found = Batch.objects.get(key=batch)
    assert (found.handed_over, found.failed) == (size, 0)
    assert sum(Tally.objects.values_list("count", flat=True)) == size, "recorded twice"
    again = sum(sink.numbers.values()) - size
    print(
        f"\n{kills} kills in a campaign of {size:,}: 0 lost, 0 recorded twice, {again} letters handed over again "
        f"under their own number; at the longest {slowest:.1f} s until the next letter"
    )


def resumed_after(killed, sink, lost, within):
    """Wait until a letter comes after a kill, and what the dead one had is taken again; return the seconds it took."""
    while True:
        waited = time.monotonic() - killed
        is_back = not Message.objects.filter(
            state=State.SENDING, lease_owner__in={of for _row, of in lost}
        ).exists()
        if is_back and (sink.last > killed or not Message.objects.filter(state=State.CREATED).exists()):
            return waited
        assert waited < within, f"nothing goes on after {waited:.0f} s"
        time.sleep(0.05)
