"""The youth rent support of 2024 as OpenFisca-Core is written: one class per variable, the trace naming each condition.

Only the bench imports this; OpenFisca-Core is AGPL and no part of the product.
"""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from bench.measure import Timed
from openfisca_core import periods
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

DAY = "2024-03-04"
Household = build_entity(
    key="household", plural="households", label="", roles=[{"key": "member", "plural": "members"}]
)
Person = build_entity(key="person", plural="persons", label="", is_person=True)

MEDIAN = [2_228_445, 3_682_609, 4_714_657, 5_729_913, 6_695_735, 7_618_369, 8_514_994]
VALUES = {
    "age_from": 19,
    "age_limit": 39,
    "deposit_cap": 100_000_000,
    "rent_cap": 600_000,
    "area_cap": 85,
    "income_share": 1.5,
    "asset_cap": 122_000_000,
    "monthly_cap": 200_000,
}


def given(name: str, kind: type, entity: Any, **more: Any) -> type[Variable]:
    """Declare an input variable."""
    return type(
        name,
        (Variable,),
        {
            "value_type": kind,
            "entity": entity,
            "definition_period": periods.DateUnit.MONTH,
            "label": name,
            **more,
        },
    )


# What the trace shows of each condition, and so what a result file holds a column of.
CONDITIONS = [
    "age_met",
    "lives_in_sejong",
    "one_person_met",
    "no_home_met",
    "deposit_met",
    "rent_met",
    "area_met",
    "income_met",
    "assets_met",
    "lease_met",
    "public_rental",
    "landlord_is_relative",
    "receives_housing_aid",
]
INPUTS = [
    ("lives_in_sejong", bool, Person),
    ("receives_housing_aid", bool, Person),
    ("monthly_income", float, Person),
    ("owns_home", bool, Household),
    ("deposit", float, Household),
    ("monthly_rent", float, Household),
    ("area", float, Household),
    ("assets", float, Household),
    ("registered", bool, Household),
    ("own_name", bool, Household),
    ("public_rental", bool, Household),
    ("landlord_is_relative", bool, Household),
]


def condition(name: str, formula: Any, kind: type = bool, entity: Any = Person) -> type[Variable]:
    """Declare a computed variable; a variable for each condition, so that the trace shows which one failed."""
    return given(name, kind, entity, formula=formula)


def _age(person: Any, period: Any, _parameters: Any) -> Any:
    birth = person("birth_date", period)
    year = birth.astype("datetime64[Y]").astype(int) + 1970
    month = birth.astype("datetime64[M]").astype(int) % 12 + 1
    day = (birth - birth.astype("datetime64[M]") + 1).astype(int)
    later = (month > 3) | ((month == 3) & (day > 4))
    return 2024 - year - later


def _median(household: Any, period: Any, parameters: Any) -> Any:
    table = parameters(period).youth_rent.median
    size = np.clip(household.nb_persons(), 1, 7)
    return np.select([size == n for n in range(1, 8)], [table[f"size_{n}"] for n in range(1, 8)])


def _at_most(fact: str, cap: str) -> Any:
    return lambda household, period, parameters: (
        household(fact, period) <= getattr(parameters(period).youth_rent, cap)
    )


FORMULAS = [
    ("age", _age, int, Person),
    (
        "age_met",
        lambda person, period, parameters: (
            (person("age", period) >= parameters(period).youth_rent.age_from)
            & (person("age", period) <= parameters(period).youth_rent.age_limit)
        ),
        bool,
        Person,
    ),
    ("one_person_met", lambda household, _period: household.nb_persons() == 1, bool, Household),
    ("no_home_met", lambda household, period: ~household("owns_home", period), bool, Household),
    ("deposit_met", _at_most("deposit", "deposit_cap"), bool, Household),
    (
        "rent_met",
        lambda household, period, parameters: (
            (household("monthly_rent", period) > 0)
            & (household("monthly_rent", period) <= parameters(period).youth_rent.rent_cap)
        ),
        bool,
        Household,
    ),
    ("area_met", _at_most("area", "area_cap"), bool, Household),
    ("median", _median, float, Household),
    (
        "household_income",
        lambda household, period: household.sum(household.members("monthly_income", period)),
        float,
        Household,
    ),
    (
        "income_met",
        lambda household, period, parameters: (
            household("household_income", period)
            <= np.round(household("median", period) * parameters(period).youth_rent.income_share)
        ),
        bool,
        Household,
    ),
    ("assets_met", _at_most("assets", "asset_cap"), bool, Household),
    (
        "lease_met",
        lambda household, period: household("registered", period) & household("own_name", period),
        bool,
        Household,
    ),
    (
        "home_met",
        lambda household, period: (
            household("one_person_met", period)
            & household("no_home_met", period)
            & household("deposit_met", period)
            & household("rent_met", period)
            & household("area_met", period)
            & household("income_met", period)
            & household("assets_met", period)
            & household("lease_met", period)
            & ~household("public_rental", period)
            & ~household("landlord_is_relative", period)
        ),
        bool,
        Household,
    ),
    (
        "youth_rent",
        lambda person, period, parameters: (
            person("age_met", period)
            * person("lives_in_sejong", period)
            * ~person("receives_housing_aid", period)
            * person.household("home_met", period)
            * np.minimum(person.household("monthly_rent", period), parameters(period).youth_rent.monthly_cap)
        ),
        float,
        Person,
    ),
]


def system() -> TaxBenefitSystem:
    """Return the tax-benefit system with this one rule."""
    made = TaxBenefitSystem([Person, Household])
    made.add_variable(given("birth_date", date, Person, definition_period=periods.DateUnit.ETERNITY))
    for name, kind, entity in INPUTS:
        made.add_variable(given(name, kind, entity))
    for name, formula, kind, entity in FORMULAS:
        made.add_variable(condition(name, formula, kind, entity))
    values = {name: {"values": {"2015-01-01": {"value": value}}} for name, value in VALUES.items()}
    median = {f"size_{n}": {"values": {"2015-01-01": {"value": value}}} for n, value in enumerate(MEDIAN, 1)}
    made.parameters = ParameterNode("", data={"youth_rent": {**values, "median": median}})
    return made


def situation(facts: dict[str, Any]) -> dict[str, Any]:
    """Return one citizen's facts in OpenFisca's form."""
    month = "2024-03"
    person: dict[str, Any] = {"birth_date": {"ETERNITY": facts["birth_date"]}}
    household: dict[str, Any] = {"members": ["me"]}
    for name, _, entity in INPUTS:
        fact = "household_income" if name == "monthly_income" else name
        if fact in facts:
            (person if entity is Person else household)[name] = {month: facts[fact]}
    return {"persons": {"me": person}, "households": {"home": household}}


def one_citizen(citizens: list[dict[str, Any]], rounds: int, *, traced: bool = True) -> Timed:
    """Judge each citizen `rounds` times: build from a dict and calculate, as a service does for each request."""
    made = system()
    builder_facts = [situation(facts) for facts in citizens]

    def judge(facts: dict[str, Any]) -> float:
        simulation = SimulationBuilder().build_from_entities(made, facts)
        simulation.trace = traced
        return float(simulation.calculate("youth_rent", "2024-03")[0])

    amounts = [judge(facts) for facts in builder_facts]
    began = time.process_time()
    for _ in range(rounds):
        for facts in builder_facts:
            judge(facts)
    return Timed(amounts, (time.process_time() - began) / rounds / len(citizens))


PROGRAMME = '''"""Programme {n}."""
import numpy as np
from bench.peers.openfisca_youth_rent import Household, Person
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable


class age_met_{n}(Variable):
    value_type, entity, definition_period = bool, Person, DateUnit.MONTH
    label = "age, of programme {n}"

    def formula(person, period, parameters):
        terms = parameters(period).programme_{n}
        return (person("age", period) >= terms.age_from) & (person("age", period) <= terms.age_limit)


class deposit_met_{n}(Variable):
    value_type, entity, definition_period = bool, Household, DateUnit.MONTH
    label = "deposit, of programme {n}"

    def formula(household, period, parameters):
        return household("deposit", period) <= parameters(period).programme_{n}.deposit_cap


class rent_met_{n}(Variable):
    value_type, entity, definition_period = bool, Household, DateUnit.MONTH
    label = "rent, of programme {n}"

    def formula(household, period, parameters):
        rent = household("monthly_rent", period)
        return (rent > 0) & (rent <= parameters(period).programme_{n}.rent_cap)


class area_met_{n}(Variable):
    value_type, entity, definition_period = bool, Household, DateUnit.MONTH
    label = "area, of programme {n}"

    def formula(household, period, parameters):
        return household("area", period) <= parameters(period).programme_{n}.area_cap


class income_met_{n}(Variable):
    value_type, entity, definition_period = bool, Household, DateUnit.MONTH
    label = "income, of programme {n}"

    def formula(household, period, parameters):
        share = parameters(period).programme_{n}.income_share
        return household("household_income", period) <= np.round(household("median", period) * share)


class assets_met_{n}(Variable):
    value_type, entity, definition_period = bool, Household, DateUnit.MONTH
    label = "assets, of programme {n}"

    def formula(household, period, parameters):
        return household("assets", period) <= parameters(period).programme_{n}.asset_cap


class home_met_{n}(Variable):
    value_type, entity, definition_period = bool, Household, DateUnit.MONTH
    label = "the home, of programme {n}"

    def formula(household, period):
        return (
            household("one_person_met", period)
            & household("no_home_met", period)
            & household("deposit_met_{n}", period)
            & household("rent_met_{n}", period)
            & household("area_met_{n}", period)
            & household("income_met_{n}", period)
            & household("assets_met_{n}", period)
            & household("lease_met", period)
            & ~household("public_rental", period)
            & ~household("landlord_is_relative", period)
        )


class programme_{n}(Variable):
    value_type, entity, definition_period = float, Person, DateUnit.MONTH
    label = "what programme {n} pays"

    def formula(person, period, parameters):
        return (
            person("age_met_{n}", period)
            * person("lives_in_sejong", period)
            * ~person("receives_housing_aid", period)
            * person.household("home_met_{n}", period)
            * np.minimum(person.household("monthly_rent", period), parameters(period).programme_{n}.monthly_cap)
        )
'''
SHARED = {"age", "one_person_met", "no_home_met", "median", "household_income", "lease_met"}
"""What 500 programmes have in common; each has its own class for every condition that has a threshold."""


def written(folder: str, programmes: int) -> int:
    """Write the files of so many programmes as a country package has them; return their bytes."""
    there = Path(folder)
    (there / "parameters").mkdir()
    (there / "variables").mkdir()
    (there / "parameters" / "youth_rent.yaml").write_text(_parameters({**VALUES, "median": None}))
    size = 0
    for n in range(programmes):
        text = PROGRAMME.replace("{n}", str(n))
        terms = {**VALUES, "rent_cap": 600_000 + n, "monthly_cap": 200_000 + n}
        size += (there / "variables" / f"programme_{n}.py").write_text(text)
        size += (there / "parameters" / f"programme_{n}.yaml").write_text(_parameters(terms))
    return size


def _parameters(terms: dict[str, Any]) -> str:
    def value(one: float) -> str:
        return f"values:\n{{0}}  2015-01-01:\n{{0}}    value: {one}\n"

    lines = []
    for name, one in terms.items():
        if name == "median":
            lines.append("median:\n")
            for size, won in enumerate(MEDIAN, 1):
                lines.append(f"  size_{size}:\n    " + value(won).format("    "))
        else:
            lines.append(f"{name}:\n  " + value(one).format("  "))
    return "".join(lines)


def package(folder: str) -> TaxBenefitSystem:
    """Read a country package of many programmes from its files."""
    made = TaxBenefitSystem([Person, Household])
    made.add_variable(given("birth_date", date, Person, definition_period=periods.DateUnit.ETERNITY))
    for name, kind, entity in INPUTS:
        made.add_variable(given(name, kind, entity))
    for name, formula, kind, entity in FORMULAS:
        if name in SHARED:
            made.add_variable(condition(name, formula, kind, entity))
    for file in sorted(Path(folder, "variables").glob("*.py")):
        made.add_variables_from_file(str(file))
    made.load_parameters(str(Path(folder, "parameters")))
    return made


def load_package(folder: str) -> Timed:
    """Read the package; return how many variables it has and the CPU seconds without Python's start and imports."""
    began = time.process_time()
    made = package(folder)
    return Timed(len(made.variables), time.process_time() - began)


def every_programme(folder: str, programmes: int, citizen: dict[str, Any], rounds: int) -> Timed:
    """Judge one citizen under every programme, traced, as a service does for each request."""
    made = package(folder)
    facts = situation(citizen)

    def judge() -> list[float]:
        simulation = SimulationBuilder().build_from_entities(made, facts)
        simulation.trace = True
        return [float(simulation.calculate(f"programme_{n}", "2024-03")[0]) for n in range(programmes)]

    amounts = judge()
    began = time.process_time()
    for _ in range(rounds):
        judge()
    return Timed(amounts, (time.process_time() - began) / rounds)


def population(city: str, out: str) -> dict[str, Any]:
    """Judge a city of Parquet files and write each condition and the amount of everybody.

    Entities are built from arrays, as OpenFisca is meant to be used; its formulas see whole columns.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    month = "2024-03"
    people = pq.read_table(f"{city}/people.parquet")
    households = pq.read_table(f"{city}/households.parquet")
    made = system()
    builder = SimulationBuilder()
    builder.create_entities(made)
    ids = people["person_id"].to_numpy()
    builder.declare_person_entity("person", ids)
    own = households["household_id"].to_numpy()
    instance = builder.declare_entity("household", own)
    builder.join_with_persons(instance, people["household_id"].to_numpy(), np.full(len(ids), "member"))
    simulation = builder.build(made)
    simulation.set_input("birth_date", "ETERNITY", people["birth_date"].to_numpy().astype("datetime64[D]"))
    for name, kind, entity in INPUTS:
        table = people if entity is Person else households
        values = table[name]
        if kind is float:
            values = values.cast(pa.float64())
        simulation.set_input(name, month, values.to_numpy())
    amounts = simulation.calculate("youth_rent", month)
    columns: dict[str, Any] = {"person_id": ids, "amount": amounts}
    for name in CONDITIONS:
        of_person = made.get_variable(name).entity.is_person
        person = simulation.persons
        columns[name] = person(name, month) if of_person else person.household(name, month)
    pq.write_table(pa.table(columns), out, compression="zstd")
    return {"people": len(ids), "due": int((amounts > 0).sum()), "won": int(amounts.astype(np.int64).sum())}


def four_missing_and_one_over() -> dict[str, float]:
    """Return what is paid to somebody one won over the deposit cap, and to somebody of whom four facts are missing."""
    from bench.rules import FOUR_MISSING, ONE_WON_OVER

    amounts = one_citizen([ONE_WON_OVER, FOUR_MISSING], 1, traced=False).answer
    return {"one won over": amounts[0], "four missing": amounts[1]}
