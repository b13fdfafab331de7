"""`jiphyeon run` on an empty folder: it opens, answers, stops cleanly, and picks up where it was."""

import re

import httpx
import pytest
from tests.running import alive, start
from tests.waiting import PATIENCE_SECONDS, wait_until

__all__ = ["start"]


@pytest.mark.slow
def test_the_city_opens_in_an_empty_folder_stops_cleanly_and_picks_up_where_it_was(start):
    first = start()
    first.opens()
    home, people = first.get("/"), first.get("/accounts/demo/")
    family = first.children()
    assert home.status_code == people.status_code == 200
    assert "집현" in home.text
    assert "김하나" in people.text
    assert len(family) >= 5  # supervisor, worker, web, data holder, mailbox
    for port in re.findall(r"http://localhost:(\d+)/", first.output())[1:]:
        answer = httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False, timeout=PATIENCE_SECONDS)
        assert answer.status_code == 200

    assert first.stops() == 0
    assert "stopped. Everything is kept" in first.output()
    assert alive(family) == set()

    cases = counted(first.data)
    second = start()
    second.opens()
    assert second.get("/").status_code == 200
    assert counted(second.data) == cases
    assert second.stops() == 0


@pytest.mark.slow
def test_an_empty_city_has_no_invented_people_and_no_simulators_where_none_are_wanted(start):
    city = start("--empty", "--no-simulators")
    city.opens()
    family = city.children()

    assert city.get("/").status_code == 200
    assert "김하나" not in city.get("/accounts/demo/").text
    assert counted(city.data) == {"accounts_user": 0, "benefits_case": 0}
    assert "Simulated" not in city.output()
    assert not (city.data / "simulators").exists()
    assert city.stops() == 0
    assert alive(family) == set()


@pytest.mark.slow
def test_a_second_start_in_the_same_folder_is_refused_in_one_line(start):
    city = start("--empty", "--no-simulators")
    wait_until(lambda: "database" in city.output(), city.output)

    other = start("--empty", "--no-simulators")

    assert other.process.wait(PATIENCE_SECONDS) == 1
    assert "Another ./jip run uses" in other.output()


def counted(data):
    import sqlite3

    with sqlite3.connect(data / "jiphyeon.sqlite3") as asked:
        return {
            table: asked.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("accounts_user", "benefits_case")
        }
