"""Kill -9, at random moments and under load: nothing acknowledged is lost, nothing is done twice, it opens again."""

import os
import random
import signal
import threading
import time
from collections import Counter

import httpx
import pytest
from tests.run import postgres_answers
from tests.running import City, fresh_database
from tests.waiting import wait_until

pytestmark = pytest.mark.drill

WHOM = ("supervisor", "web", "child", "worker")
WRITERS = 3
# What the jobs leave: half before a pause, half after it, in one transaction.
ENQUEUE = """
from django.db import OperationalError, transaction
from tests.foundation.jobs.deeds import write_slowly
while True:
    try:
        with transaction.atomic():
            for n in range({first}, {last}):
                write_slowly.enqueue(f"job-{{n}}", 0.3 + n % 7 / 10)
        break
    except OperationalError as refused:  # SQLite's writers do not queue, and slow jobs hold its lock one after another
        if "locked" not in str(refused):
            raise
"""
# Asked by one process for all the time it takes: to start another for each look costs what it looks for.
SETTLED = """
import time
from jiphyeon.foundation.jobs.models import Job
until = time.monotonic() + 180
while Job.objects.filter(task__endswith="write_slowly", state="done").count() < jobs and time.monotonic() < until:
    time.sleep(0.2)
"""
FOUND = """
import json
from jiphyeon.contexts.plans.models import Milestone, MilestoneChange
from jiphyeon.foundation.jobs.models import Job
from jiphyeon.foundation.organisation.models import Body
print(json.dumps({
    "milestones": list(Milestone.objects.filter(name_ko__startswith="drill-").values_list("name_ko", flat=True)),
    "histories": list(MilestoneChange.objects.filter(milestone__name_ko__startswith="drill-").values_list("milestone__name_ko", flat=True)),
    "halves": list(Body.objects.filter(kind="slow").values_list("code", flat=True)),
    "states": list(Job.objects.filter(task__endswith="write_slowly").values_list("state", flat=True)),
    "losses": sum(Job.objects.filter(task__endswith="write_slowly").values_list("losses", flat=True)),
    "failures": sum(Job.objects.filter(task__endswith="write_slowly").values_list("failures", flat=True)),
}))
"""


class Writer(threading.Thread):
    """An officer who adds tasks to a plan as fast as they are taken; knows which were acknowledged."""

    def __init__(self, client, name):
        super().__init__(daemon=True)
        self.client, self.prefix = client, name
        self.sent, self.acknowledged, self.cut = [], [], 0
        self.stop = threading.Event()

    def run(self):
        while not self.stop.is_set():
            name = f"drill-{self.prefix}-{len(self.sent)}"
            self.sent.append(name)
            form = {"csrfmiddlewaretoken": self.client.cookies["csrftoken"], "name": name}
            try:
                answer = self.client.post("/plans/2024/youth-rent/add/", data=form, follow_redirects=False)
            except httpx.TransportError as gone:
                self.cut += not isinstance(gone, httpx.ConnectError)  # in flight, not at a closed door
                time.sleep(0.05)
                continue
            assert answer.status_code == 302, answer.text
            self.acknowledged.append(name)
            time.sleep(0.02)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_whoever_is_killed_nothing_is_lost_or_doubled_and_it_opens_again(tmp_path, count, database):
    if database == "postgresql" and not postgres_answers():
        pytest.skip("no PostgreSQL server answers")
    with fresh_database(database) as settings:
        drill(tmp_path, count(short=4, long=200), settings)


def drill(folder, kills, settings):
    settings = settings | {"JIPHYEON_LEASE": "2"}  # a killed worker's job is begun again soon
    dice = random.Random(kills)  # noqa: S311 -- when to kill, not a secret
    city = City(folder, "--no-simulators", **settings)
    try:
        city.comes_back()
        writers = [Writer(city.signs_in("jiwoo"), f"{n}") for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        jobs, killed = 0, Counter()
        for number in range(kills):
            if number % 10 == 0:
                more = 6 * min(10, kills - number)
                city.runs(ENQUEUE.format(first=jobs, last=jobs + more))
                jobs += more
            time.sleep(0.1 + dice.random())
            whom = WHOM[number % 4] if number < 4 else dice.choice(WHOM)
            city = kill(city, whom, folder, settings)
            killed[whom] += 1
        for writer in writers:
            writer.stop.set()
            writer.join()
        found = settled(city, jobs)
        said_of_the_log = city.proves_its_log()
    finally:
        city.close()

    sent = {name for writer in writers for name in writer.sent}
    acknowledged = {name for writer in writers for name in writer.acknowledged}
    kept = Counter(found["milestones"])
    assert not acknowledged - set(kept), "acknowledged and lost"
    assert not set(kept) - sent
    assert set(kept.values()) <= {1}, "done twice"
    assert Counter(found["histories"]) == kept, "half done"
    assert Counter(found["halves"]) == Counter(
        f"job-{n}-{half}" for n in range(jobs) for half in ("before", "after")
    )
    assert found["failures"] == 0
    assert said_of_the_log.startswith("True: ")
    assert set(killed) == set(WHOM)
    cut = sum(writer.cut for writer in writers)
    print(
        f"\n{kills} kills ({dict(killed)}): {len(acknowledged)} deeds acknowledged, {cut} requests cut off, "
        f"{jobs} jobs of which {found['losses']} were begun again: 0 lost, 0 doubled"
    )


def kill(city, whom, folder, settings):
    """Kill one of them; return the city that answers again: the same, or another start after the supervisor's death."""
    # Who was killed a moment ago may not be started again yet.
    pid = wait_until(lambda: city.pid_of(whom), lambda: f"no {whom}: {city.output()}", every=0.1)
    family = city.children()
    os.kill(pid, signal.SIGKILL)
    if whom == "supervisor":
        city.process.wait()
        left = [int(one) for one, _ in family if one != str(pid)]
        wait_until(
            lambda: not any(is_running(one) for one in left), lambda: "its children outlived the supervisor"
        )
        city.out.close()
        city = City(folder, "--no-simulators", port=city.port, **settings)
    city.comes_back()
    return city


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123 -- gone in a moment
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def settled(city, jobs):
    """Wait until every job is done, and return what stands in the database."""
    import json

    found = json.loads(city.runs(f"jobs = {jobs}\n{SETTLED}{FOUND}"))
    assert len(found["states"]) == jobs
    assert set(found["states"]) <= {"done"}, Counter(found["states"])
    return found
