"""Workers are killed again and again while a campaign goes out: nothing is lost, nothing is recorded twice, it goes on at once."""

import os
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from django.db import connection
from tests.counts import count
from tests.foundation.mail.servers import Speaking, listening
from tests.foundation.messages.conftest import batch_of, published
from tests.waiting import PATIENCE_SECONDS, wait_until

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.messages import batches
from jiphyeon.foundation.messages.enums import BatchState, State
from jiphyeon.foundation.messages.models import Batch, Message, Tally

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
LEASE = count(short={"JIPHYEON_LEASE": "2"}, long={})  # what a dead worker had goes on soon, or as in a city
RESUMED_SECONDS = 15.0  # held in the long form, on a machine of its own
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
    """Takes letters, and remembers of each only its number; beyond `most` it stands still, so that a kill finds work."""

    def __init__(self, most):
        super().__init__(says={"EHLO": b"250-here\r\n250 PIPELINING"})
        self.numbers, self.came, self.most = Counter(), 0, most
        self.taken, self.goes_on = self, threading.Condition()

    def append(self, letter):
        """Count a letter by its Message-ID."""
        with self.goes_on:
            self.numbers[NUMBER.search(letter)[1].decode()] += 1
            self.came += 1
            self.goes_on.wait_for(lambda: self.came <= self.most)

    def take(self, more):
        """Take so many more."""
        with self.goes_on:
            self.most += more
            self.goes_on.notify_all()


@pytest.fixture
def start_worker():
    started = []

    def start(port):
        ours = {"JIPHYEON_WORKER_DATABASE": str(connection.settings_dict["NAME"])}
        worker = subprocess.Popen(
            [sys.executable, "-c", WORK],
            cwd=ROOT,
            env={**os.environ, **ours, **LEASE, "JIPHYEON_EMAIL": f"smtp://127.0.0.1:{port}"},
            stderr=subprocess.DEVNULL,
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


def test_whoever_is_killed_in_a_campaign_nothing_is_lost_or_recorded_twice(start_worker):
    size, wanted = count(short=(600, 4), long=(60_000, 100))
    within = count(short=PATIENCE_SECONDS, long=RESUMED_SECONDS)
    dice = random.Random(size)  # noqa: S311 -- when to kill, not a secret
    batch = batch_of(published(), size, at=now())
    share = size // (wanted + 1)
    sink = Sink(share)
    slowest = 0.0

    def told():
        return f"{batches.progress(batch)}, {sink.came} letters of {sink.most}"

    with listening(sink) as port:
        workers = [start_worker(port) for _ in range(WORKERS)]
        for _ in range(wanted):
            moment = sink.most - dice.randrange(share)
            wait_until(lambda moment=moment: sink.came >= moment, told, every=0.005)
            one = dice.randrange(WORKERS)
            workers[one].kill()
            workers[one].wait()
            killed = time.monotonic()
            lost = set(Message.objects.filter(state=State.SENDING).values_list("lease_owner", flat=True))
            came = sink.came
            workers[one] = start_worker(port)
            sink.take(share)
            wait_until(partial(goes_on, sink, came, lost), told, every=0.05, patience=within)
            slowest = max(slowest, time.monotonic() - killed)
        sink.take(size)  # whatever comes again, too
        wait_until(lambda: batches.progress(batch).state == BatchState.DONE, told, patience=10 * within)

    put = {str(key) for key in Message.objects.values_list("key", flat=True)}
    assert set(sink.numbers) == put, "lost"
    ended = Counter(Message.objects.values_list("state", flat=True))
    assert ended == {State.HANDED_OVER: size}
    found = Batch.objects.get(key=batch)
    assert (found.handed_over, found.failed) == (size, 0)
    assert sum(Tally.objects.values_list("count", flat=True)) == size, "recorded twice"
    again = sum(sink.numbers.values()) - size
    print(
        f"\n{wanted} kills in a campaign of {size:,}: 0 lost, 0 recorded twice, {again} letters handed over again "
        f"under their own number; at the longest {slowest:.1f} s until the next letter"
    )


def goes_on(sink, came, lost):
    """Return whether another letter came, and what was at hand at the kill is taken again or done."""
    if Message.objects.filter(state=State.SENDING, lease_owner__in=lost).exists():
        return False
    return sink.came > came or not Message.objects.filter(state=State.CREATED).exists()
