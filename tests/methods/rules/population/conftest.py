"""A small made city with every fact of the pack, some of it unknown, and its files."""

import random
from datetime import date, timedelta
from fractions import Fraction

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.model.vocabulary import AS_OF, Entity

DAY = date(2024, 3, 4)
ARROW = {
    Type.BOOLEAN: pa.bool_(),
    Type.INTEGER: pa.int64(),
    Type.WON: pa.int64(),
    Type.DATE: pa.date32(),
    Type.CHOICE: pa.string(),
    Type.CODE: pa.string(),
    Type.FRACTION: pa.decimal128(19, 4),
}
AMOUNTS = [
    0,
    1,
    150_000,
    200_000,
    600_000,
    600_001,
    3_342_668,
    3_342_669,
    100_000_000,
    100_000_001,
    2**53 + 1,
]


def drawn(fact, dice):
    """A value the fact can have, near the thresholds more often than not."""
    value = wished(fact, dice)
    low, high = (DAY if bound == AS_OF else bound for bound in (fact.minimum, fact.maximum))
    if fact.type in {Type.BOOLEAN, Type.CHOICE, Type.CODE}:
        return value
    return (
        max(low, value)
        if low is not None and value < low
        else high
        if high is not None and value > high
        else value
    )


def wished(fact, dice):
    match fact.type:
        case Type.BOOLEAN:
            return dice.random() < 0.5
        case Type.DATE:
            return dice.choice(
                [
                    date(1984, 3, 4),
                    date(1984, 3, 5),
                    date(2005, 3, 4),
                    date(2005, 3, 5),
                    date(2004, 2, 29),
                    DAY - timedelta(days=dice.randrange(30_000)),
                ]
            )
        case Type.CHOICE:
            return dice.choice(list(fact.options))
        case Type.FRACTION:
            return Fraction(dice.choice([0, 10_000, 849_800, 850_000, 850_100, 350, 300]), 10_000)
        case Type.WON:
            return dice.choice(AMOUNTS) if dice.random() < 0.7 else dice.randrange(5_000_000)
    return dice.randrange(0, 8)


def city_of(facts, seed, *, unknown=0.15, households=12):
    """People by household: every person's facts, then the household's and its dwelling's."""
    dice = random.Random(seed)  # noqa: S311 -- a drawn city
    people = []
    for home in range(households):
        shared = {
            one.name: None if dice.random() < unknown else drawn(one, dice)
            for one in facts.values()
            if one.askable
            and one.entity is not Entity.PERSON
            and not one.counts_household
            and not one.worked_out
        }
        for _ in range(dice.choice([1, 1, 1, 2, 3])):
            own = {
                one.name: None if dice.random() < unknown else drawn(one, dice)
                for one in facts.values()
                if one.askable and one.entity is Entity.PERSON
            }
            people.append({"person_id": len(people) + 1, "household_id": home, **own, **shared})
    return people


def decimal(value):
    from decimal import Decimal

    return (
        None
        if value is None
        else (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.0001"))
    )


def written(rows, facts, file):
    """The rows as one Parquet file."""
    columns = {"person_id": pa.array([row["person_id"] for row in rows], pa.int64())}
    if "household_id" in rows[0]:
        columns["household_id"] = pa.array([row["household_id"] for row in rows], pa.int64())
    for name in rows[0]:
        if name in facts:
            values = [row[name] for row in rows]
            if facts[name].type is Type.FRACTION:
                values = [decimal(value) for value in values]
            columns[name] = pa.array(values, ARROW[facts[name].type])
    pq.write_table(pa.table(columns), file)
    return file


@pytest.fixture
def renters(tmp_path):
    """Three people who are due under youth-rent, and one over the deposit cap by a won."""
    base = {
        "birth_date": date(1988, 1, 5), "lives_in_sejong": True, "owns_home": False, "deposit": 100_000_000,
        "monthly_rent": 450_000, "area": Fraction(67, 2), "monthly_income": 2_500_000, "assets": 50_000_000,
        "registered": True, "own_name": True, "public_rental": False, "landlord_is_relative": False,
        "receives_housing_aid": False,
    }  # fmt: skip
    return [
        {"person_id": 1, "household_id": 1, **base},
        {"person_id": 2, "household_id": 2, **base, "monthly_rent": 150_000},
        {
            "person_id": 3,
            "household_id": 3,
            **base,
            "birth_date": date(1986, 1, 5),
            "monthly_income": 1_000_000,
        },
        {"person_id": 4, "household_id": 4, **base, "deposit": 100_000_001},
    ]


@pytest.fixture(params=["sqlite", "postgres"])
def register(request, tmp_path):
    """A database of each kind, empty, gone after the test."""
    from .registers import REGISTERS

    made = REGISTERS[request.param](tmp_path)
    yield made
    made.close()
