"""Work, income, homes and standing of people who already live somewhere together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from jiphyeon.methods.synthetic_city.draws import Ints, Truths, along, chance, from_age, one_of
from jiphyeon.methods.synthetic_city.families import CHILD_TO, DEPENDENT, PARENT
from jiphyeon.methods.synthetic_city.tables import Dwellings, Standing, Tables, Tenure

SEEKING, STUDENT, PART_TIME, EMPLOYED, SELF_EMPLOYED, NONE_OF_THESE = range(6)
EMPLOYMENT = np.array(["seeking", "student", "part_time", "employed", "self_employed", ""])
OWNED, JEONSE, MIXED, RENT_ONLY, WITHOUT_RENT = range(5)
LEASE = np.array(["", "jeonse", "mixed", "rent_only", ""])
Columns = dict[str, NDArray[Any]]


def _by_age(rng: np.random.Generator, age: Ints, weights: Mapping[int, Sequence[int]], total: int) -> Ints:
    """Draw by the weights from an age on; what they leave of `total` is one more outcome."""
    which = np.searchsorted(np.array(list(weights)), age, side="right") - 1
    drawn = np.full(len(age), len(next(iter(weights.values()))), dtype=np.int64)
    for place, shares in enumerate(weights.values()):
        here = np.flatnonzero(which == place)
        drawn[here] = one_of(rng, len(here), [*shares, total - sum(shares)])
    return drawn


def _sum_by(household: Ints, values: Ints, count: int) -> Ints:
    sums = np.zeros(count, dtype=np.int64)
    np.add.at(sums, household, values)
    return sums


@dataclass(frozen=True, slots=True)
class Persons:
    """People in the order of their households, with what they earn."""

    town: Ints
    age: Ints
    household: Ints
    role: Ints
    work: Ints
    income: Ints

    @classmethod
    def make(
        cls, rng: np.random.Generator, tables: Tables, *, town: Ints, age: Ints, household: Ints, role: Ints
    ) -> Self:
        """Draw employment by age, and income by employment."""
        work = _by_age(rng, age, {row["from"]: row["states"] for row in tables["work"]}, 1000)
        table = tables["income"]
        income = np.zeros(len(age), dtype=np.int64)
        for state, earned in (
            (EMPLOYED, table["employed"]),
            (SELF_EMPLOYED, table["self_employed"]),
            (PART_TIME, table["part_time"]),
        ):
            here = np.flatnonzero(work == state)
            income[here] = along(rng, len(here), earned) * from_age(table["age_factor"], age[here]) // 100
        idle = (work == NONE_OF_THESE) | (work == SEEKING)
        old = np.flatnonzero(idle & (age >= table["from_age_old"]))
        income[old] = along(rng, len(old), table["old"])
        return cls(town, age, household, role, work, income // 10_000 * 10_000)


@dataclass(frozen=True, slots=True)
class Homes:
    """Households with where they live and what they are entitled to; one dwelling each."""

    town: Ints
    size: Ints
    income: Ints
    assets: Ints
    tenure: Ints
    children: Ints
    newlywed: Truths
    single_parent: Truths
    multi_child: Truths
    livelihood: Truths
    near_poor: Truths
    deposit: Ints
    rent: Ints
    area: Ints
    public: Truths
    registered: Truths
    own_name: Truths
    relative: Truths
    loan: Ints
    rate: Ints

    @classmethod
    def make(cls, rng: np.random.Generator, tables: Tables, persons: Persons) -> Self:
        """Draw homes by age of the eldest and by whether one lives alone; standing by income and size."""
        count = int(persons.household.max()) + 1
        first = np.searchsorted(persons.household, np.arange(count))
        size = np.bincount(persons.household, minlength=count).astype(np.int64)
        income = _sum_by(persons.household, persons.income, count)
        eldest = np.maximum.reduceat(persons.age, first)
        minors = _sum_by(persons.household, (persons.age <= CHILD_TO).astype(np.int64), count)
        parents = _sum_by(persons.household, (persons.role == PARENT).astype(np.int64), count)
        grown = _sum_by(persons.household, (persons.role == DEPENDENT).astype(np.int64), count)
        rules = tables["households"]
        new = rules["newlywed"]
        young = (eldest >= new["from"]) & (eldest <= new["to"]) & ((size == 2) | (parents == 2))
        tenure = _tenure(rng, tables["dwellings"]["tenure"], eldest, size == 1)
        livelihood, near_poor = _poor(rng, tables["standing"], income, size, tenure != OWNED)
        owner = tenure == OWNED
        assets = np.where(
            owner, along(rng, count, tables["assets"]["owner"]), along(rng, count, tables["assets"]["renter"])
        )
        return cls(
            town=persons.town[first],
            size=size,
            income=income,
            assets=np.where(livelihood, assets // 10, assets) // 1_000_000 * 1_000_000,
            tenure=tenure,
            children=minors,
            newlywed=young & chance(rng, new["share"], 100, count),
            single_parent=(parents == 1) & (minors > 0) & (size == 1 + grown),
            multi_child=minors >= rules["children_make_many"],
            livelihood=livelihood,
            near_poor=near_poor,
            **_leases(rng, tables["dwellings"], tenure, size == 1),
        )


def _tenure(rng: np.random.Generator, table: Tenure, eldest: Ints, alone: Truths) -> Ints:
    drawn = np.zeros(len(eldest), dtype=np.int64)
    for rows, whom in ((table["alone"], alone), (table["together"], ~alone)):
        here = np.flatnonzero(whom)
        drawn[here] = _by_age(rng, eldest[here], {row["from"]: row["shares"] for row in rows}, 1000)
    return drawn


def _poor(
    rng: np.random.Generator, table: Standing, income: Ints, size: Ints, no_home: Truths
) -> tuple[Truths, Truths]:
    reference = np.asarray(table["reference_income"], dtype=np.int64)[np.minimum(size, 6) - 1]
    very = (income * 100 < reference * table["livelihood_share"]) & no_home
    livelihood = very & chance(rng, table["livelihood_taken"], 100, len(income))
    near = (income * 100 < reference * table["near_poor_share"]) & ~livelihood & no_home
    return livelihood, near & chance(rng, table["near_poor_taken"], 100, len(income))


def _leases(rng: np.random.Generator, table: Dwellings, tenure: Ints, alone: Truths) -> dict[str, Any]:
    count = len(tenure)
    deposit, rent = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    for kind, won in ((JEONSE, table["jeonse_deposit"]), (MIXED, table["mixed_deposit"])):
        here = np.flatnonzero(tenure == kind)
        deposit[here] = along(rng, len(here), won)
    for kind, won in ((MIXED, table["mixed_rent"]), (RENT_ONLY, table["bare_rent"])):
        here = np.flatnonzero(tenure == kind)
        rent[here] = along(rng, len(here), won)
    less = np.where(alone, table["alone_smaller"], 100)
    rented = (tenure != OWNED) & (tenure != WITHOUT_RENT)
    deposit = deposit * less // 100 // 500_000 * 500_000
    deposit = np.where(tenure == MIXED, np.maximum(deposit, 500_000), deposit)
    area = np.where(alone, along(rng, count, table["area_alone"]), along(rng, count, table["area_together"]))
    borrowed = (tenure == JEONSE) & chance(rng, table["jeonse_loan"], 1000, count)
    loan = deposit * along(rng, count, table["loan_share"]) // 100 // 1_000_000 * 1_000_000
    return {
        "deposit": deposit,
        "rent": rent * less // 100 // 10_000 * 10_000,
        "area": area,
        "public": rented & chance(rng, table["public_rental"], 1000, count),
        "registered": chance(rng, table["registered"], 1000, count) | ~rented,
        "own_name": rented & chance(rng, table["own_name"], 1000, count),
        "relative": rented & chance(rng, table["landlord_is_relative"], 1000, count),
        "loan": np.where(borrowed, loan, 0),
        "rate": np.where(borrowed & (loan > 0), along(rng, count, table["loan_rate"]), 0),
    }


def people_columns(
    rng: np.random.Generator,
    tables: Tables,
    persons: Persons,
    homes: Homes,
    codes: NDArray[Any],
    as_of: date,
) -> Columns:
    """Return the people's table."""
    table = tables["standing"]
    count, of = len(persons.age), persons.household
    birth = _birthdays(rng, persons.age, as_of)
    youth = (persons.age >= table["youth"]["from"]) & (persons.age <= table["youth"]["to"])
    renting = (homes.rent > 0)[of]
    aid = table["housing_aid"]
    looking = np.isin(persons.work, (SEEKING, STUDENT)) & (persons.age > CHILD_TO)
    none = persons.work == NONE_OF_THESE
    return {
        "person_id": np.arange(1, count + 1, dtype=np.int64),
        "household_id": of + 1,
        "dwelling_id": of + 1,
        "town": codes[persons.town],
        "birth_date": birth,
        "lives_in_city": np.ones(count, dtype=np.bool_),
        "resident_since": _moved_in(rng, table["since"], birth, as_of),
        "monthly_income": persons.income,
        "employment": np.ma.masked_array(EMPLOYMENT[persons.work], mask=none),
        "receives_housing_aid": (
            homes.livelihood[of] & (homes.tenure[of] != OWNED) & chance(rng, aid["livelihood"], 100, count)
        )
        | (youth & renting & chance(rng, aid["youth_renter"], 100, count)),
        "received_rent_support_before": youth
        & renting
        & (homes.size[of] == 1)
        & chance(rng, table["rent_support_before"], 1000, count),
        "interviews_supported": np.where(looking, one_of(rng, count, table["interviews"]), 0),
        "veteran": chance(rng, from_age(table["veteran"], persons.age), 1000, count),
        "disabled": chance(rng, from_age(table["disabled"], persons.age), 1000, count),
    }


def household_columns(persons: Persons, homes: Homes, codes: NDArray[Any]) -> Columns:
    """Return the households' table."""
    del persons
    return {
        "household_id": np.arange(1, len(homes.size) + 1, dtype=np.int64),
        "town": codes[homes.town],
        "household_size": homes.size,
        "household_income": homes.income,
        "assets": homes.assets,
        "owns_home": homes.tenure == OWNED,
        "newlywed": homes.newlywed,
        "basic_livelihood": homes.livelihood,
        "near_poor": homes.near_poor,
        "single_parent": homes.single_parent,
        "multi_child": homes.multi_child,
    }


def dwelling_columns(homes: Homes, codes: NDArray[Any]) -> Columns:
    """Return the dwellings' table. `area` is in hundredths of a square metre, `loan_rate` in thousandths a year."""
    unleased = (homes.tenure == OWNED) | (homes.tenure == WITHOUT_RENT)
    return {
        "dwelling_id": np.arange(1, len(homes.size) + 1, dtype=np.int64),
        "town": codes[homes.town],
        "deposit": homes.deposit,
        "monthly_rent": homes.rent,
        "area": homes.area,
        "registered": homes.registered,
        "own_name": homes.own_name,
        "public_rental": homes.public,
        "landlord_is_relative": homes.relative,
        "lease_kind": np.ma.masked_array(LEASE[homes.tenure], mask=unleased),
        "loan": homes.loan,
        "loan_rate": homes.rate,
    }


def _birthdays(rng: np.random.Generator, age: Ints, as_of: date) -> NDArray[np.datetime64]:
    """Return days of birth that make people exactly so old on a day."""
    years = np.array([_years_before(as_of, years).toordinal() for years in range(int(age.max()) + 1)])
    days = years[age] - rng.integers(0, 365, len(age))
    return (days - date(1970, 1, 1).toordinal()).astype("datetime64[D]")


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February in a year that has none
        return day.replace(year=day.year - years, day=28)


def _moved_in(
    rng: np.random.Generator, since: Sequence[int], birth: NDArray[np.datetime64], as_of: date
) -> NDArray[np.datetime64]:
    first = np.datetime64(date(since[0], 1, 1))
    days = (min(date(since[1], 12, 31), as_of - timedelta(days=1)) - date(since[0], 1, 1)).days
    moved: NDArray[np.datetime64] = np.maximum(first + rng.integers(0, days, len(birth)), birth)
    return moved
