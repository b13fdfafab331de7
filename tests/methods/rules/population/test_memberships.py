"""Who belongs to which household is chosen by the day: the same as judging the people as they lived on it."""

import csv
import json
import random
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from jiphyeon.commands.command_line import jiphyeon
from jiphyeon.kernel import Refused
from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.model.vocabulary import Entity
from jiphyeon.methods.rules.population import Files, Resources, Scenario, compare_scenarios, engine, run
from jiphyeon.methods.rules.population.sources.conversion import read_tables
from jiphyeon.methods.rules.population.sources.memberships import of_the_day

from .conftest import DAY, city_of, written

FIRST = date(2024, 1, 1)
COLUMNS = ("person_id", "household_id", "dwelling_id", "first", "last")


def listed(file, rows, columns=COLUMNS):
    """The memberships as a Parquet file, an absent value missing."""
    types = {"first": pa.date32(), "last": pa.date32()}
    table = {name: pa.array([row.get(name) for row in rows], types.get(name, pa.int64())) for name in columns}
    pq.write_table(pa.table(table), file)
    return file


def member(person, household, first=FIRST, last=None, **more):
    return {"person_id": person, "household_id": household, "first": first, "last": last, **more}


def judged(file):
    return pq.read_table(file).sort_by("person_id").to_pylist()


@pytest.fixture
def judge(city, tmp_path, renters):
    """Judge the renters, each in a household of facts of its own, by memberships."""
    people = written(
        [{name: one for name, one in row.items() if name not in {"owns_home", "household_id"}} for row in renters],
        city.facts, tmp_path / "people.parquet",
    )  # fmt: skip
    homes = tmp_path / "homes.parquet"
    pq.write_table(pa.table({"household_id": [1, 2, 3, 4], "owns_home": [False] * 4}), homes)
    version = city.programme("youth-rent").version_on(DAY)

    def judged_by(rows, day=DAY, **more):
        memberships = listed(
            tmp_path / "memberships.parquet", rows, ("person_id", "household_id", "first", "last")
        )
        files = Files(people, homes, memberships=memberships)
        return run(version, day, files, tmp_path / "out.parquet", **more)

    return judged_by


EACH_AT_HOME = [member(person, person) for person in (1, 2, 3, 4)]


# -- the day chooses ----------------------------------------------------------------------------------------------


@st.composite
def histories(draw):
    """Where each of some people lived when: chunks that do not overlap, with gaps, some still open."""
    dice = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311 -- a drawn history
    people = draw(st.integers(1, 12))
    rows = []
    for person in range(1, people + 1):
        for kind, places in (("household_id", 5), ("dwelling_id", 3)):
            day = FIRST + timedelta(days=dice.randrange(30))
            for _ in range(dice.randrange(4)):
                last = None if dice.random() < 0.2 else day + timedelta(days=dice.randrange(20))
                rows.append({"person_id": person, kind: dice.randrange(places), "first": day, "last": last})
                if last is None:
                    break
                day = last + timedelta(days=1 + dice.choice([0, 0, 1, 9]))
    dice.shuffle(rows)
    # Days on which something begins or ends, and those beside them, tell more than any other.
    edges = [row[end] for row in rows for end in ("first", "last") if row[end] is not None] or [FIRST]
    day = dice.choice(edges) + timedelta(days=draw(st.sampled_from([-1, 0, 0, 1, 30])))
    return dice.randrange(2**32), people, rows, day


def lived(rows, person, kind, day):
    """Where somebody lived on a day, in plain Python."""
    return next(
        (
            row[kind]
            for row in rows
            if row["person_id"] == person
            and row.get(kind) is not None
            and row["first"] <= day
            and (row["last"] is None or day <= row["last"])
        ),
        None,
    )


@settings(max_examples=25)
@given(
    history=histories(),
    name=st.sampled_from(["youth-rent", "facility-fee-reduction", "youth-deposit-interest"]),
)
def test_memberships_mean_the_people_as_they_lived_on_the_day(city, history, name):
    seed, people, rows, day = history
    dice = random.Random(seed)  # noqa: S311 -- a drawn city
    persons = [one.name for one in city.facts.values() if one.entity is Entity.PERSON]
    shared = [
        one.name for one in city.facts.values()
        if one.entity is not Entity.PERSON and one.askable and not one.counts_household and not one.worked_out
    ]  # fmt: skip
    drawn = city_of(city.facts, dice.randrange(1000), unknown=0, households=40)
    everybody = [
        {"person_id": person, **{fact: drawn[person][fact] for fact in persons if fact in drawn[person]}}
        for person in range(1, people + 1)
    ]
    for one in everybody:  # nobody is born after a day that is asked about
        one["birth_date"] = min(one["birth_date"], FIRST)
    homes = [{"person_id": home, **{fact: drawn[home + 20][fact] for fact in shared}} for home in range(5)]
    stays = [row for row in rows if row.get("household_id") is not None]
    lived_in = {row["household_id"] for row in stays}
    homes = [home for home in homes if home["person_id"] in lived_in]
    version = city.programme(name).version_on(DAY)

    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        files = {"households": None, "by_hand": None}
        if homes:
            table = pq.read_table(written(homes, city.facts, at / "homes.parquet"))
            table = table.rename_columns({"person_id": "household_id"})
            pq.write_table(table, at / "homes.parquet")
            files["households"] = at / "homes.parquet"
            # By hand the households of the day are those somebody lived in on it.
            now = {lived(rows, person, "household_id", day) for person in range(1, people + 1)} - {None}
            kept = table.filter(pa.array([one in now for one in table["household_id"].to_pylist()]))
            if kept.num_rows:
                pq.write_table(kept, at / "of_the_day.parquet")
                files["by_hand"] = at / "of_the_day.parquet"
        stated = written(everybody, city.facts, at / "people.parquet")
        by_hand = pq.read_table(stated)
        for kind in ("household_id", "dwelling_id"):
            values = [lived(rows, row["person_id"], kind, day) for row in everybody]
            by_hand = by_hand.append_column(kind, pa.array(values, pa.int64()))
        pq.write_table(by_hand, at / "by_hand.parquet")
        memberships = listed(at / "memberships.parquet", rows) if rows else None

        given_files = Files(stated, files["households"], memberships=memberships, missing_as_unknown=True)
        expected_files = Files(at / "by_hand.parquet", files["by_hand"], missing_as_unknown=True)
        found = run(version, day, given_files, at / "a.parquet").figures
        expected = run(version, day, expected_files, at / "b.parquet").figures

        assert found == expected
        assert judged(at / "a.parquet") == judged(at / "b.parquet")


def test_the_first_and_the_last_day_are_both_within(judge):
    rows = [*EACH_AT_HOME[1:], member(1, 1, date(2024, 3, 1), date(2024, 3, 4))]

    passes = {day: judge(rows, date(2024, 3, day)).figures.passes for day in (1, 4, 5)} | {
        29: judge(rows, date(2024, 2, 29)).figures.passes
    }

    assert passes == {29: 2, 1: 3, 4: 3, 5: 2}


def test_who_belongs_nowhere_on_the_day_has_unknown_household_facts_and_is_judged(judge, tmp_path):
    figures = judge([*EACH_AT_HOME[1:], member(1, 1, date(2025, 1, 1))]).figures

    outcomes = judged(tmp_path / "out.parquet")
    assert (figures.people, figures.passes, figures.unknown) == (4, 2, 1)
    assert (outcomes[0]["result"], outcomes[0]["no-home"]) == ("unknown", None)


def test_somebody_moves_and_another_household_counts(judge):
    moved = [*EACH_AT_HOME[1:], member(1, 1, last=date(2024, 2, 29)), member(1, 2, date(2024, 3, 1))]

    before = judge(moved, date(2024, 2, 29)).figures.clause("one-person")
    after = judge(moved, date(2024, 3, 1)).figures.clause("one-person")

    assert (before.fail, after.fail) == (0, 2)


def test_a_household_of_other_days_is_left_out_and_one_of_no_day_is_refused(judge):
    other_days = [*EACH_AT_HOME[:3], member(4, 4, last=date(2024, 1, 31))]

    assert judge(other_days).figures.people == 4
    with pytest.raises(
        Refused, match=r"homes.parquet, row 4, .*Nobody belongs to household 4 on any day"
    ) as no:
        judge(other_days[:3])
    assert no.value.code == "household_without_member"


def test_a_dwelling_is_chosen_by_the_day_too(city, tmp_path, renters):
    people = written(renters, city.facts, tmp_path / "people.parquet")
    table = pq.read_table(people).drop_columns(["deposit"])
    pq.write_table(table, people)
    pq.write_table(pa.table({"dwelling_id": [7, 8], "deposit": [1, 100_000_001]}), tmp_path / "d.parquet")
    rows = [
        {"person_id": person, "dwelling_id": 7, "first": FIRST, "last": date(2024, 2, 29)}
        for person in (1, 2, 3, 4)
    ]
    rows += [
        {"person_id": person, "dwelling_id": 8, "first": date(2024, 3, 1), "last": None} for person in (1, 2)
    ]
    memberships = listed(tmp_path / "m.parquet", rows, ("person_id", "dwelling_id", "first", "last"))
    files = Files(people, None, tmp_path / "d.parquet", memberships=memberships)
    version = city.programme("youth-rent").version_on(DAY)

    then = run(version, date(2024, 2, 29), files, tmp_path / "a.parquet").figures.clause("deposit")
    now = run(version, DAY, files, tmp_path / "b.parquet").figures.clause("deposit")

    assert (then.fail, then.unknown, now.fail, now.unknown) == (0, 0, 2, 2)


def test_what_the_people_say_of_their_household_gives_way_to_the_memberships(city, tmp_path, renters):
    people = written(renters, city.facts, tmp_path / "people.parquet")
    together = listed(tmp_path / "m.parquet", [member(person, 1) for person in (1, 2, 3, 4)])

    run(
        city.programme("youth-rent").version_on(DAY),
        DAY,
        Files(people, memberships=together),
        tmp_path / "o.parquet",
    )

    assert [row["one-person"] for row in judged(tmp_path / "o.parquet")] == [False] * 4


def test_a_change_is_tried_on_the_households_of_the_day(city, tmp_path, renters):
    people = written(renters, city.facts, tmp_path / "people.parquet")
    rows = [member(1, 1), member(2, 1), member(3, 3), member(4, 4)]
    files = Files(people, memberships=listed(tmp_path / "m.parquet", rows))

    found, _ = compare_scenarios(
        city.programme("youth-rent"), DAY, files, [Scenario("any size", clauses={"one-person": None})]
    )

    # Persons 1 and 2 live together that day: the rent of their home would be paid once.
    assert (found.before.passes, found.scenarios[0].whole.winners) == (1, 1)


def test_many_people_keep_their_order(city, tmp_path):
    many = 400_000
    people, stays = tmp_path / "people.parquet", tmp_path / "m.parquet"
    ids = [(7 * one) % many for one in range(many)]
    pq.write_table(pa.table({"person_id": ids}), people, row_group_size=50_000)
    pq.write_table(
        pa.table({
            "person_id": range(many), "household_id": [one // 3 for one in range(many)],
            "first": pa.array([FIRST] * many), "last": pa.array([None] * many, pa.date32()),
        }),
        stays,
    )  # fmt: skip
    with engine(tmp_path, Resources(threads=4)) as at:
        tables, _ = read_tables(at, Files(people, memberships=stays), city.facts)
        chosen, bad_cells = of_the_day(at, tables, DAY, city.facts, [])
        table = pq.read_table(chosen.parquet)

    assert (bad_cells, table["person_id"].to_pylist()) == ([], ids)
    assert table["household_id"].to_pylist() == [one // 3 for one in ids]


# -- from everywhere ----------------------------------------------------------------------------------------------


def test_memberships_in_csv_have_an_empty_last_day_where_it_still_holds(city, tmp_path, renters):
    people = written(renters, city.facts, tmp_path / "people.parquet")
    file = tmp_path / "m.csv"
    file.write_text(
        "person_id,household_id,first,last\n1,1,2024-01-01,\n2,1,2024-01-01,2024-03-03\n3,3,2024-01-01,\n4,4,2024-01-01,\n",
        encoding="utf-8",
    )
    result = CliRunner().invoke(
        jiphyeon,
        ["rules", "run", "youth-rent", "--people", str(people), "--memberships", str(file), "--as-of", "2024-03-04",
         "--out", str(tmp_path / "o.parquet"), "--json"],
    )  # fmt: skip

    assert json.loads(result.stdout)["clauses"]["one-person"] == {"fail": 0, "unknown": 1, "sole_blocker": 0}


def test_memberships_in_a_register_are_the_same(city, tmp_path, register, renters):
    people = written(renters, city.facts, tmp_path / "people.parquet")
    rows = [member(1, 1), member(2, 1), member(3, 3), member(4, 4, last=date(2024, 3, 3))]
    types = {"person_id": None, "household_id": None, "first": Type.DATE, "last": Type.DATE}
    stored = register.fill("stays", types, rows)
    version = city.programme("youth-rent").version_on(DAY)

    from_file = run(
        version, DAY, Files(people, memberships=listed(tmp_path / "m.parquet", rows)), tmp_path / "a.parquet"
    )
    from_register = run(version, DAY, Files(people, memberships=stored), tmp_path / "b.parquet")
    register.execute("INSERT INTO stays VALUES (1, 3, '2024-03-01', NULL)")
    with pytest.raises(Refused, match=r"stays, person_id 1, .*belongs to household 1 and to household 3\.$"):
        run(version, DAY, Files(people, memberships=stored), tmp_path / "c.parquet")

    assert from_register.figures == from_file.figures
    assert from_file.figures.clause("one-person").fail == 2


# -- what is wrong ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("faulty", "code", "message"),
    [
        (member(1, 2), "household_twice", r"row 5, column household_id: On Mon 4 March 2024 person 1 belongs to household 1 and to household 2 \(rows 1 and 5\)"),
        (member(1, 1), "household_twice", "household 1 and to household 1"),
        (member(9, 2), "no_such_person", "row 5, column person_id: Person 9 is not in .*people.parquet"),
        (member(1, 9, last=FIRST), None, None),
        (member(9, 9, last=FIRST), None, None),
        (member(None, 2), "id_missing", "row 5, column person_id: The id is missing"),
        (member(1, None), "membership_of_nothing", "row 5, column household_id: It names no household"),
        (member(1, 2, None), "membership_without_first", "row 5, column first: It does not say from which day"),
        (member(1, 2, date(2024, 2, 2), date(2024, 2, 1)), "membership_backwards", r"row 5, column last: It ends \(2024-02-01\) before it begins \(2024-02-02\)"),
    ],
)  # fmt: skip
def test_a_membership_that_cannot_be_is_named_by_its_row(judge, tmp_path, faulty, code, message):
    if code is None:
        # What does not hold on the day is not held against the tables of the day.
        assert judge([*EACH_AT_HOME, faulty]).figures.passes == 3
        return

    with pytest.raises(Refused, match=message) as no:
        judge([*EACH_AT_HOME, faulty])

    assert no.value.code == code
    assert not (tmp_path / "out.parquet").exists()


def test_a_membership_of_a_household_nobody_lists_is_named_where_it_stands(judge):
    with pytest.raises(
        Refused, match=r"memberships.parquet, row 1, column household_id: Household 9 is not in .*homes"
    ) as no:
        judge([member(1, 9), *EACH_AT_HOME[1:], member(1, 1, last=FIRST)])

    assert no.value.code == "no_such_household"


@pytest.mark.parametrize(
    ("lines", "code", "message"),
    [
        ("person_id,household_id,first\n1,1,2024-01-01\n", "missing_columns", "There is no column last"),
        ("person_id,household,first,last\n1,1,2024-01-01,\n", "missing_columns", "no column household_id; did you mean 'household'"),
        ("person_id,household_id,first,last\n1,1,1.1.2024,\n", "cell_type", "row 2, column first: '1.1.2024' is not a day"),
        ("person_id,household_id,first,last\n1,1,2024-01-01,2024-02-30\n", "cell_type", "row 2, column last: '2024-02-30'"),
        ("person_id,household_id,first,last\na,1,2024-01-01,\n", "ids_differ", "column person_id: The ids here are words"),
        ("person_id,household_id,first,last\n", "empty_file", "There is no row in it"),
    ],
)  # fmt: skip
def test_a_file_of_memberships_that_cannot_be_read_is_named(city, tmp_path, renters, lines, code, message):
    people, file = written(renters, city.facts, tmp_path / "people.parquet"), tmp_path / "m.csv"
    file.write_text(lines, encoding="utf-8")

    with pytest.raises(Refused, match=message) as no:
        run(
            city.programme("youth-rent").version_on(DAY),
            DAY,
            Files(people, memberships=file),
            tmp_path / "o.parquet",
        )

    assert no.value.code == code


def test_days_with_a_time_are_refused(city, tmp_path, renters):
    people = written(renters, city.facts, tmp_path / "people.parquet")
    stamped = pa.table({
        "person_id": [1], "household_id": [1], "last": pa.array([None], pa.date32()),
        "first": pa.array([0], pa.timestamp("s")),
    })  # fmt: skip
    pq.write_table(stamped, tmp_path / "m.parquet")

    with pytest.raises(
        Refused, match="column first: This column must hold dates without a time, not timestamp"
    ):
        run(
            city.programme("youth-rent").version_on(DAY), DAY,
            Files(people, memberships=tmp_path / "m.parquet"), tmp_path / "o.parquet",
        )  # fmt: skip


def test_a_row_set_aside_is_still_found_in_the_file_it_came_from(city, tmp_path, renters):
    renters[3]["monthly_income"] = -1
    people = written(renters, city.facts, tmp_path / "people.parquet")
    rows = [member(4, 4), member(3, 3), member(2, 2), member(1, 1)]
    files = Files(people, memberships=listed(tmp_path / "m.parquet", rows))

    with pytest.raises(Refused, match=r"people.parquet, row 4, column monthly_income"):
        run(city.programme("youth-rent").version_on(DAY), DAY, files, tmp_path / "o.parquet")


def test_wrong_memberships_are_set_aside_with_the_person_and_the_household_that_is_not_whole(judge, tmp_path):
    rows = [
        member(1, 1), member(2, 1), member(3, 3), member(4, 4),
        member(9, 3),                                    # household 3 lacks somebody: 3 goes
        member(2, 2, date(2024, 2, 2), date(2024, 2, 1)),  # nobody knows where 2 lives: 2 goes, and 1 with them
    ]  # fmt: skip

    done = judge(rows, set_aside=tmp_path / "aside.csv")

    rows_read = list(csv.DictReader((tmp_path / "aside.csv").open(encoding="utf-8")))
    assert [(one["row"], one["column"], one["code"]) for one in rows_read] == [
        ("6", "last", "membership_backwards"),
        ("5", "person_id", "no_such_person"),
    ]
    assert (done.set_aside, [row["person_id"] for row in judged(tmp_path / "out.parquet")]) == (3, [4])


def test_an_unreadable_cell_is_set_aside_once(city, tmp_path, renters):
    people, file = written(renters, city.facts, tmp_path / "people.parquet"), tmp_path / "m.csv"
    file.write_text(
        "person_id,household_id,first,last\n1,1,today,\n2,2,2024-01-01,\n3,3,2024-01-01,\n4,4,2024-01-01,\n",
        encoding="utf-8",
    )

    done = run(
        city.programme("youth-rent").version_on(DAY), DAY, Files(people, memberships=file), tmp_path / "o.parquet",
        set_aside=tmp_path / "aside.csv",
    )  # fmt: skip

    rows = list(csv.DictReader((tmp_path / "aside.csv").open(encoding="utf-8")))
    assert [(one["row"], one["column"], one["code"]) for one in rows] == [("2", "first", "cell_type")]
    assert (done.set_aside, done.figures.people) == (1, 3)
