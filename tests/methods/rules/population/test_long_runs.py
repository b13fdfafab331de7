"""A long run is stopped, killed, started twice: what is whole is kept, what is not is gone, and the end is the same."""

import errno
import io
import json
import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.waiting import PATIENCE_SECONDS, wait_until

from jiphyeon.kernel import Refused
from jiphyeon.methods import rules
from jiphyeon.methods.rules.population import (
    Files,
    InDatabase,
    Progress,
    Resources,
    checkpoint_of,
    engine,
    folders,
    run,
)
from jiphyeon.methods.rules.population.folders import held

from .conftest import DAY, written
from .registers import columns_of

SRC = Path(rules.__file__).resolve().parents[3]
PEOPLE, PART = 240_000, 4_000


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A file of so many people that judging them in parts takes seconds."""
    file = tmp_path_factory.mktemp("town") / "people.parquet"
    ids = range(PEOPLE)
    yes, no = pa.array([True] * PEOPLE), pa.array([False] * PEOPLE)
    table = {
        "person_id": pa.array(ids, pa.int64()), "household_id": pa.array([one // 2 for one in ids], pa.int64()),
        "birth_date": pa.array([date(1975, 1, 1) + timedelta(days=one % 16_000) for one in ids]),
        "lives_in_sejong": yes, "owns_home": no, "deposit": pa.array([one % 200 * 1_000_000 for one in ids]),
        "monthly_rent": pa.array([one % 80 * 10_000 for one in ids]), "area": pa.array([one % 100 for one in ids]),
        "monthly_income": pa.array([one % 400 * 10_000 for one in ids]), "assets": pa.array([1_000_000] * PEOPLE),
        "registered": yes, "own_name": yes, "public_rental": no, "landlord_is_relative": no, "receives_housing_aid": no,
    }  # fmt: skip
    pq.write_table(pa.table(table), file)
    return file


class Typed:
    """`jiphyeon rules run` as a process of its own."""

    def __init__(self, folder, people, *more, part=PART, out="out.parquet", **environment):
        self.folder = folder
        self.out = folder / out
        kept = {
            name: value
            for name, value in os.environ.items()
            if name == "JIPHYEON_LANGUAGE" or not name.startswith("JIPHYEON_")
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jiphyeon", "rules", "run", "youth-rent", "--people", str(people), "--as-of",
             "2024-03-04", "--out", str(self.out), "--part", str(part), "--threads", "1", "--memory", "600", "--json",
             *map(str, more)],
            env={**kept, "PYTHONPATH": str(SRC), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # Whoever starts the tests in the background of a shell hands down that Ctrl-C is not heard.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
        )  # fmt: skip

    def wait_for(self, happened):
        """Wait until something can be seen in the folder while the run is at work."""

        def happened_or_ended():
            found = happened()
            assert found or self.process.poll() is None, self.process.communicate()
            return found

        wait_until(happened_or_ended, every=0.002)

    def parts(self):
        return sorted(self.folder.glob(f".{self.out.name}.parts/part-*.parquet"))

    def end(self, sign=None):
        """Send a signal (or none) and return how it ended and what it said."""
        if sign is not None:
            self.process.send_signal(sign)
        output, complained = self.process.communicate(timeout=PATIENCE_SECONDS)
        return self.process.returncode, output, complained


def figures(output):
    """What was found, without how it was come by."""
    return {
        name: value for name, value in json.loads(output).items() if name not in {"out", "parts", "taken_up"}
    }


def judged(file):
    return pq.read_table(file).sort_by("person_id")


@pytest.fixture(scope="module")
def undisturbed(town, tmp_path_factory):
    """What the same command comes to when nobody disturbs it."""
    one = Typed(tmp_path_factory.mktemp("undisturbed"), town)
    code, output, _ = one.end()
    assert code == 0
    return one.out, figures(output)


# -- killed, stopped, taken up again ------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", ["after a part", "within a part"])
def test_a_killed_run_goes_on_where_it_was_and_ends_with_the_same_file(town, undisturbed, tmp_path, moment):
    first = Typed(tmp_path, town)
    first.wait_for(lambda: len(first.parts()) >= 2)
    if moment == "within a part":
        first.wait_for(lambda: any(tmp_path.glob(".jiphyeon-*/part.parquet")))
    code, _, _ = first.end(signal.SIGKILL)
    assert code == -signal.SIGKILL
    assert not first.out.exists()
    done = {file.name: file.stat().st_mtime_ns for file in first.parts()}

    second = Typed(tmp_path, town)
    second.wait_for(lambda: len(second.parts()) > len(done))
    assert {file.name: file.stat().st_mtime_ns for file in second.parts() if file.name in done} == done
    code, output, _ = second.end()

    assert (code, json.loads(output)["taken_up"]) == (0, len(done))
    assert figures(output) == undisturbed[1]
    assert second.out.read_bytes() == undisturbed[0].read_bytes()
    assert [file.name for file in tmp_path.iterdir()] == ["out.parquet"]


def test_ctrl_c_keeps_whole_parts_and_says_how_to_go_on_and_how_not_to(town, undisturbed, tmp_path):
    first = Typed(tmp_path, town)
    first.wait_for(lambda: len(first.parts()) >= 2)

    code, output, complained = first.end(signal.SIGINT)

    kept = first.parts()
    folder = tmp_path / ".out.parquet.parts"
    assert (code, output) == (130, ""), complained
    assert (
        f"{len(kept)} of {PEOPLE // PART} parts are done and kept in {folder}. The same command goes on from there"
        in complained
    )
    assert f"to throw them away: rm -r {folder}" in complained
    assert complained.rstrip().endswith("jiphyeon: stopped.")
    assert sorted(file.name for file in folder.iterdir()) == [*(file.name for file in kept), "plan.json"]
    assert [file.name for file in tmp_path.iterdir()] == [folder.name]

    code, output, _ = Typed(tmp_path, town).end()

    assert (code, figures(output)) == (0, undisturbed[1])


def test_ctrl_c_before_a_part_is_whole_leaves_nothing(town, tmp_path):
    one = Typed(tmp_path, town, part=PEOPLE)
    one.wait_for(lambda: any(tmp_path.glob(".jiphyeon-*/result.parquet")))

    code, output, complained = one.end(signal.SIGINT)

    assert (code, output) == (130, ""), complained
    assert "kept" not in complained
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_while_a_register_is_read_leaves_nothing(city, register, renters, tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    register.fill("people", columns_of(renters, city.facts), renters)
    for _ in range(16):
        names = ", ".join(name for name in columns_of(renters, city.facts) if name != "person_id")
        most = "(SELECT max(person_id) FROM people)"
        register.execute(
            f"INSERT INTO people (person_id, {names}) SELECT person_id + {most}, {names} FROM people"
        )
    table: InDatabase = register.table("people")
    one = Typed(folder, table.name, JIPHYEON_POPULATION_DATABASE=register.database.url)
    one.wait_for(lambda: any(folder.glob(".jiphyeon-*/people.parquet")))

    code, _, complained = one.end(signal.SIGINT)

    assert (code, complained.rstrip().splitlines()[-1]) == (130, "jiphyeon: stopped.")
    assert list(folder.iterdir()) == []
    if "postgres" in register.database.url:
        asked = (
            "SELECT count(*) FROM pg_locks WHERE relation = 'people'::regclass AND pid <> pg_backend_pid()"
        )
        wait_until(lambda: register.execute(asked).fetchone() == (0,))


# -- two at once --------------------------------------------------------------------------------------------------


def test_a_second_run_for_the_same_result_is_told_to_wait(town, undisturbed, tmp_path):
    first = Typed(tmp_path, town)
    first.wait_for(lambda: len(first.parts()) >= 1)
    first.process.send_signal(signal.SIGSTOP)  # so that it cannot be done before the second has asked

    code, _, complained = Typed(tmp_path, town).end()
    first.process.send_signal(signal.SIGCONT)
    assert code == 2
    assert (
        f"Another run is making {first.out} now. Wait until it is done, or give another --out." in complained
    )
    assert "rm -r" not in complained

    code, output, _ = first.end()
    assert (code, figures(output)) == (0, undisturbed[1])
    assert [file.name for file in tmp_path.iterdir()] == ["out.parquet"]


def test_two_whole_runs_for_one_result_each_leave_it_whole(town, undisturbed, tmp_path):
    both = [Typed(tmp_path, town, part=PEOPLE) for _ in range(2)]

    ends = [one.end() for one in both]

    assert [(code, figures(output)) for code, output, _ in ends] == [(0, undisturbed[1])] * 2
    assert judged(tmp_path / "out.parquet").to_pydict() == judged(undisturbed[0]).to_pydict()
    assert [file.name for file in tmp_path.iterdir()] == ["out.parquet"]


# -- only the same run is taken up --------------------------------------------------------------------------------


class Stopped(Exception):  # noqa: N818 -- somebody's wish
    """Somebody stopped the run."""


@pytest.fixture
def stopped_at_half(city, tmp_path, renters):
    """How to judge four people in two parts and stop after the first, and how to go on."""
    version = city.programme("youth-rent").version_on(DAY)
    out = tmp_path / "out.parquet"

    def go(files, judging=version, day=DAY):
        return run(judging, day, files, out, part=2)

    def half(files):
        def report(step, _part):
            if (
                step == "judging in 2 parts"
                and (out.parent / f".{out.name}.parts" / "part-0000.parquet").exists()
            ):
                raise Stopped

        with pytest.raises(Stopped):
            run(version, DAY, files, out, part=2, progress=report)
        kept = checkpoint_of(out)
        assert (kept.done, kept.count) == (1, 2)

    return half, go


@pytest.fixture
def people(city, tmp_path, renters):
    return written(renters, city.facts, tmp_path / "people.parquet")


def test_the_same_run_is_taken_up(stopped_at_half, people):
    half, go = stopped_at_half
    half(Files(people))

    done = go(Files(people))

    assert (done.parts, done.taken_up, done.figures.passes) == (2, 1, 3)
    assert checkpoint_of(done.out) is None


def test_changed_people_are_judged_anew(city, stopped_at_half, people, renters):
    half, go = stopped_at_half
    half(Files(people))
    for row in renters:
        row["deposit"] = 100_000_001
    written(renters, city.facts, people)

    done = go(Files(people))

    assert (done.taken_up, done.figures.passes) == (0, 0)


def test_changed_rules_judge_everybody_anew(city, stopped_at_half, people):
    half, go = stopped_at_half
    half(Files(people))
    reformed = rules.reform(city.programme("youth-rent"), {"age_limit": (34, DAY)}).version_on(DAY)

    done = go(Files(people), reformed)

    assert (done.taken_up, done.figures.clause("age").fail) == (0, 4)


def test_a_table_changed_within_kept_parts_of_a_statement_counts_as_changed_rules(
    city, stopped_at_half, people
):
    half, go = stopped_at_half
    half(Files(people))
    rows = city.parameters["median_income"].on(DAY).content
    poorer = type(rows)(dict.fromkeys(rows.rows, 1), 0)
    reformed = rules.reform(city.programme("youth-rent"), {"median_income": (poorer, DAY)}).version_on(DAY)

    done = go(Files(people), reformed)

    assert (done.taken_up, done.figures.clause("income").fail) == (0, 4)


def test_another_day_judges_everybody_anew(stopped_at_half, people):
    half, go = stopped_at_half
    half(Files(people))

    assert go(Files(people), day=date(2024, 3, 5)).taken_up == 0


def test_other_memberships_judge_everybody_anew(stopped_at_half, people, tmp_path):
    half, go = stopped_at_half
    stays = tmp_path / "stays.csv"
    stays.write_text(
        "person_id,household_id,first,last\n1,1,2024-01-01,\n2,2,2024-01-01,\n", encoding="utf-8"
    )
    half(Files(people, memberships=stays))
    same = go(Files(people, memberships=stays)).taken_up
    half(Files(people, memberships=stays))
    stays.write_text(
        "person_id,household_id,first,last\n1,1,2024-01-01,\n2,1,2024-01-01,\n", encoding="utf-8"
    )

    done = go(Files(people, memberships=stays))

    assert (same, done.taken_up, done.figures.clause("one-person").fail) == (1, 0, 2)


def test_a_register_is_known_again_by_what_it_holds(city, stopped_at_half, register, renters):
    half, go = stopped_at_half
    table = register.fill("people", columns_of(renters, city.facts), renters)
    half(Files(table))
    same = go(Files(table)).taken_up
    half(Files(table))
    register.execute("UPDATE people SET deposit = 100000001 WHERE person_id = 1")

    done = go(Files(table))

    assert (same, done.taken_up, done.figures.clause("deposit").fail) == (1, 0, 2)


def test_a_part_torn_by_a_power_cut_is_made_again(stopped_at_half, people, tmp_path):
    half, go = stopped_at_half
    half(Files(people))
    (tmp_path / ".out.parquet.parts" / "part-0000.parquet").write_bytes(b"")

    done = go(Files(people))

    assert (done.taken_up, done.figures.passes) == (0, 3)


def test_people_without_households_are_judged_in_parts_too(city, stopped_at_half, renters, tmp_path):
    half, go = stopped_at_half
    alone = [{name: value for name, value in row.items() if name != "household_id"} for row in renters]
    files = Files(written(alone, city.facts, tmp_path / "alone.parquet"))
    half(files)

    assert (go(files).taken_up, go(files).figures.people) == (1, 4)


# -- folders ------------------------------------------------------------------------------------------------------


def test_the_folder_of_a_killed_run_goes_and_that_of_a_run_at_work_stays(tmp_path):
    (tmp_path / ".jiphyeon-killed").mkdir()
    (tmp_path / ".jiphyeon-killed" / "held").touch()
    (tmp_path / ".jiphyeon-somebody-elses").mkdir()

    with engine(tmp_path, Resources(200, 1)) as at, engine(tmp_path, Resources(200, 1)) as other:
        there = {at.folder.name, other.folder.name, ".jiphyeon-somebody-elses"}
        assert {file.name for file in tmp_path.iterdir()} == there
    assert [file.name for file in tmp_path.iterdir()] == [".jiphyeon-somebody-elses"]


def test_a_folder_is_held_by_one_at_a_time(tmp_path):
    with held(tmp_path / "parts") as first, held(tmp_path / "parts") as second:
        assert (first, second) == (True, False)
    with held(tmp_path / "parts") as again:
        assert again


def test_without_locks_runs_are_made_and_nobody_elses_folder_is_touched(tmp_path, monkeypatch):
    def unknown(_handle, _how):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(folders.fcntl, "flock", unknown)
    (tmp_path / ".jiphyeon-another").mkdir()
    (tmp_path / ".jiphyeon-another" / "held").touch()

    with engine(tmp_path, Resources(200, 1)), held(tmp_path / "parts") as had:
        assert had
    assert {file.name for file in tmp_path.iterdir()} == {".jiphyeon-another", "parts"}


def test_a_result_in_no_folder_is_refused(city, people, tmp_path):
    with pytest.raises(Refused, match="There is no folder") as no:
        run(
            city.programme("youth-rent").version_on(DAY),
            DAY,
            Files(people),
            tmp_path / "nowhere" / "out.parquet",
        )

    assert no.value.code == "no_such_folder"


def test_a_full_disk_is_a_refusal_that_says_what_to_do(tmp_path):
    with (
        pytest.raises(Refused, match=f"There is no room left in {tmp_path}. Free some") as no,
        engine(tmp_path),
    ):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    assert no.value.code == "no_room"
    assert list(tmp_path.iterdir()) == []


# -- progress -----------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self):
        return True


def lines_told(stream, *steps):
    """What is written as (seconds, step, part) pass by."""
    clock = iter([0.0, *(second for second, _, _ in steps)])
    with Progress(stream, lambda: next(clock)) as progress:
        for _, step, part in steps:
            progress(step, part)
    return stream.getvalue()


def test_a_terminal_sees_one_line_rewritten_and_wiped():
    lines = lines_told(Terminal(), (1, "judging", 0.0), (5, "judging", 0.25), (9, "judging", 1.0)).split(
        "\r\x1b[K"
    )

    assert lines == ["", "judging 0%", "judging 25%, about 12 s left", "", ""]


def test_a_log_is_told_every_ten_seconds_and_of_nothing_that_is_over():
    lines = lines_told(
        io.StringIO(), (1, "reading", 0.5), (2, "reading", 1.0), (3, "judging", 0.1), (12, "judging", 0.4),
        (15, "judging", 0.5), (23, "judging", 0.6), (40, "judging", 1.0),
    )  # fmt: skip

    assert lines == "judging 40%, about 18 s left\njudging 60%, about 16 s left\n"


def test_the_pace_of_a_run_taken_up_again_counts_from_where_it_began():
    lines = lines_told(Terminal(), (0, "judging", 0.8), (60, "judging", 0.85)).split("\r\x1b[K")

    assert lines[-2] == "judging 85%, about 3 min left"
