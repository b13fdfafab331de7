"""A full disk: clear words, nothing half done, and the city goes on once there is room."""

import os
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager

import pytest
from tests.drills.test_kill import ENQUEUE, settled
from tests.running import City
from tests.waiting import PATIENCE_SECONDS, wait_until

pytestmark = pytest.mark.drill

SIZE = "48m"
NO_ROOM = "There is no room left on the disk. Make room and do it again; what was done before is kept."


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own for the data folder; mounting one is for root, and for Linux."""
    folder = tmp_path / "data"
    folder.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a small disk is mounted by root, on Linux")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "tmpfs", folder],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip(f"no small disk: {mounted.stderr.strip()}")
    yield tmp_path
    subprocess.run(["umount", "-l", folder], check=True)


@contextmanager
def filled(folder):
    """No room left on the disk, to the last byte, until the end of the block."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    yield
    filler.unlink()  # a start that failed left next to nothing


def test_a_full_disk_stops_nobody_from_reading_and_halves_nothing(small_disk, count):
    city = City(small_disk, "--no-simulators", JIPHYEON_LEASE="2")
    try:
        city.comes_back()
        client = city.signs_in("jiwoo")
        city.runs(ENQUEUE.format(first=0, last=2))
        acknowledged, jobs, refused = [], 2, 0

        def add(name):
            form = {"csrfmiddlewaretoken": client.cookies["csrftoken"], "name": name}
            answer = client.post("/plans/2024/youth-rent/add/", data=form, follow_redirects=False)
            if answer.status_code == 302:
                acknowledged.append(name)
            return answer

        add("drill-before")
        for again in range(count(short=1, long=20)):
            city.runs(ENQUEUE.format(first=jobs, last=jobs + 4))
            jobs += 4
            with filled(city.data):
                statuses = Counter()
                for number in range(count(short=150, long=400)):
                    answer = add(f"drill-{again}-{number}")
                    statuses[answer.status_code] += 1
                    if answer.status_code == 503:
                        refused += 1
                        assert "지금은 저장할 자리가 없습니다" in answer.text
                        assert "There is no room to save just now" in answer.text
                        assert int(answer.headers["Retry-After"]) > 0
                        if statuses[503] >= 20:
                            break
                assert set(statuses) <= {302, 503}, statuses
                assert city.get("/", headers={"Host": "localhost"}).status_code == 200
                assert client.get("/plans/").status_code in (200, 404)
                assert city.get("/readyz").status_code == 200
                if again == 0:
                    city.close()
                    hold_starts(small_disk)
            if again == 0:
                city = City(small_disk, "--no-simulators", port=city.port, JIPHYEON_LEASE="2")
                city.comes_back()
            assert add(f"drill-after-{again}").status_code == 302
        found = settled(city, jobs)
        said_of_the_log = city.proves_its_log()
    finally:
        city.close()

    assert refused > 0, "the disk was never full"
    assert Counter(found["milestones"]) == Counter(acknowledged)
    assert Counter(found["histories"]) == Counter(acknowledged)
    assert Counter(found["halves"]) == Counter(
        f"job-{n}-{half}" for n in range(jobs) for half in ("before", "after")
    )
    assert found["failures"] == 0
    assert said_of_the_log.startswith("True: ")
    print(
        f"\n{len(acknowledged)} deeds acknowledged, {refused} refused for want of room, {jobs} jobs: 0 lost, 0 halved"
    )


def hold_starts(folder):
    """On a full disk what is there opens for reading, or says why not; what is not there yet says why not."""
    again = City(folder, "--no-simulators")
    first = City(folder, "--no-simulators", data=folder / "data" / "another")
    wait_until(lambda: again.process.poll() is not None or again.answers(), again.output, every=0.2)
    assert first.process.wait(PATIENCE_SECONDS) == 2, first.output()
    for city in (again, first):
        assert "Traceback" not in city.output()
        if city.process.poll() is not None:
            assert city.output().rstrip().endswith(NO_ROOM), city.output()
        city.close()
