"""Random bound trees over a small vocabulary, and random households to judge them on."""

from datetime import date
from fractions import Fraction
from pathlib import Path

from hypothesis import strategies as st

from jiphyeon.kernel import Rounding, Words
from jiphyeon.kernel.holidays import Holidays
from jiphyeon.kernel.periods import Unit
from jiphyeon.methods.rules import tree
from jiphyeon.methods.rules.model.tree import Comparison, Type
from jiphyeon.methods.rules.model.vocabulary import AS_OF, Entity, Fact, Vocabulary

DAY = date(2024, 3, 4)


def fact(name, type_, entity, **more):
    return Fact(name, type_, entity, Words(name, name), **more)


FACTS = Vocabulary(
    {
        one.name: one
        for one in (
            fact("birth", Type.DATE, Entity.PERSON, minimum=date(1900, 1, 1), maximum=AS_OF),
            fact("arrived", Type.DATE, Entity.PERSON),
            fact("income", Type.WON, Entity.PERSON, minimum=0),
            fact("balance", Type.WON, Entity.PERSON),
            fact("children", Type.INTEGER, Entity.PERSON, minimum=0, maximum=5),
            fact("student", Type.BOOLEAN, Entity.PERSON),
            fact(
                "job",
                Type.CHOICE,
                Entity.PERSON,
                options={w: Words(w, w) for w in ("office", "shop", "none")},
            ),
            fact("size", Type.INTEGER, Entity.HOUSEHOLD, minimum=1, maximum=6, counts_household=True),
            fact("owns", Type.BOOLEAN, Entity.HOUSEHOLD),
            fact("area", Type.FRACTION, Entity.DWELLING, minimum=0),
            fact("deposit", Type.WON, Entity.DWELLING, minimum=0),
        )
    }
)
FACTS.is_open = Holidays(Path("a pack without holidays of its own")).is_open
PERSONAL = [one.name for one in FACTS.values() if one.entity is Entity.PERSON]


def refs(kinds, *, of_member):
    names = [
        one.name
        for one in FACTS.values()
        if one.type in kinds and not (of_member and one.entity is not Entity.PERSON)
    ]
    return st.sampled_from(names).map(
        lambda name: tree.FactRef(name, FACTS[name].type, of_member and FACTS[name].entity is Entity.PERSON)
    )


amounts = st.sampled_from([0, 1, 2, 3, 10, 600_000, 1_000_000, 100_000_000, 2**53 + 1, -5]) | st.integers(
    -50, 2_000_000
)
fractions = st.sampled_from([Fraction(1, 2), Fraction(3, 2), Fraction(4, 5), Fraction(7, 3)])
days_of_years = st.dates(date(1950, 1, 1), date(2030, 12, 31)) | st.sampled_from(
    [date(2004, 2, 29), date(1985, 3, 4)]
)
constants = amounts.map(lambda n: tree.Constant(n, Type.WON)) | fractions.map(
    lambda n: tree.Constant(n, Type.FRACTION)
)


@st.composite
def numbers(draw, depth=2, *, of_member=False):
    kind = draw(
        st.sampled_from(
            ["fact", "fact", "constant"]
            if depth == 0
            else [
                "fact",
                "constant",
                "add",
                "subtract",
                "scale",
                "multiply",
                "divide",
                "round",
                "age",
                "months",
                "least",
                "greatest",
                "if",
                "table",
                "bracket",
                *([] if of_member else ["sum", "count"]),
            ]
        )
    )
    inner = numbers(depth=depth - 1, of_member=of_member)
    match kind:
        case "fact":
            return draw(refs({Type.WON, Type.INTEGER, Type.FRACTION}, of_member=of_member))
        case "constant":
            return draw(constants)
        case "add":
            return tree.Add(draw(inner), draw(inner), Type.EXACT_WON)
        case "subtract":
            return tree.Subtract(draw(inner), draw(inner), Type.EXACT_WON)
        case "scale":
            return tree.Multiply(draw(inner), draw(constants), Type.EXACT_WON)
        case "multiply":
            return tree.Multiply(
                draw(refs({Type.WON, Type.INTEGER}, of_member=of_member)),
                draw(refs({Type.WON, Type.INTEGER}, of_member=of_member)),
                Type.EXACT_WON,
            )
        case "divide":
            quotient = draw(quotients(of_member=of_member))
            return tree.Round(
                quotient, draw(st.sampled_from(Rounding)), draw(st.sampled_from([1, 10])), Type.INTEGER
            )
        case "round":
            return tree.Round(
                draw(inner), draw(st.sampled_from(Rounding)), draw(st.sampled_from([1, 10, 1000])), Type.WON
            )
        case "age":
            return tree.AgeOn(
                draw(dates(of_member=of_member)), draw(dates(of_member=of_member) | st.just(tree.AsOf()))
            )
        case "months":
            return tree.MonthsBetween(draw(dates(of_member=of_member)), tree.AsOf())
        case "least" | "greatest":
            node = tree.Least if kind == "least" else tree.Greatest
            return node(tuple(draw(st.lists(inner, min_size=2, max_size=3))), Type.EXACT_WON)
        case "if":
            return tree.If(
                draw(truths(depth=depth - 1, of_member=of_member)), draw(inner), draw(inner), Type.EXACT_WON
            )
        case "table":
            rows = draw(
                st.sampled_from(
                    [
                        tree.Rows({1: 100, 2: 170, 3: 220}, beyond=40),
                        tree.Rows({0: 5, 1: 7, 2: Fraction(15, 2)}),
                        tree.Rows({1: 100, 2: 90, 3: 80}, beyond=-10),
                        tree.Rows({1: 100, 2: 90, 4: 80}),
                    ]
                )
            )
            return tree.TableValue("t", draw(refs({Type.INTEGER}, of_member=of_member)), Type.WON, rows)
        case "bracket":
            steps = draw(
                st.sampled_from(
                    [
                        tree.Steps(((100, 5), (1_000_000, Fraction(1, 3)), (None, 9))),
                        tree.Steps(((0, 1), (600_000, 2))),
                    ]
                )
            )
            return tree.BracketValue("b", draw(inner), Type.WON, steps)
        case "sum":
            return tree.SumOver(draw(wholes(of_member=True)), Type.WON)
        case "count":
            return tree.CountOver(draw(truths(depth=depth - 1, of_member=True)))


@st.composite
def quotients(draw, *, of_member):
    """What is divided must be rounded or compared at once; nothing else is done with it."""
    kinds = {Type.WON, Type.INTEGER}
    return tree.Divide(
        draw(refs(kinds, of_member=of_member)),
        draw(refs(kinds, of_member=of_member) | constants),
        Type.FRACTION,
    )


@st.composite
def wholes(draw, *, of_member):
    """What may be summed: no dwelling's fact, no quotient left unrounded."""
    a = draw(refs({Type.WON, Type.INTEGER}, of_member=of_member))
    b = draw(refs({Type.WON, Type.INTEGER}, of_member=of_member) | constants)
    return draw(
        st.sampled_from(
            [
                a,
                tree.Add(a, b, Type.EXACT_WON),
                tree.Least((a, b), Type.EXACT_WON),
                tree.If(draw(truths(depth=0, of_member=of_member)), a, b, Type.EXACT_WON),
                tree.Multiply(a, tree.Constant(Fraction(1, 2), Type.FRACTION), Type.EXACT_WON),
            ]
        )
    )


def dates(*, of_member):
    return refs({Type.DATE}, of_member=of_member) | days_of_years.map(lambda d: tree.Constant(d, Type.DATE))


@st.composite
def truths(draw, depth=2, *, of_member=False):
    kind = draw(
        st.sampled_from(
            ["fact", "word", "day"]
            if depth == 0
            else [
                "fact",
                "word",
                "day",
                "compare",
                "compare",
                "between",
                "in",
                "and",
                "or",
                "not",
                "same",
                "age",
                "within",
                *([] if of_member else ["any", "all"]),
            ]
        )
    )
    inner = truths(depth=depth - 1, of_member=of_member)
    number = numbers(depth=depth - 1, of_member=of_member)
    how = st.sampled_from(Comparison)
    match kind:
        case "fact":
            return draw(refs({Type.BOOLEAN}, of_member=of_member))
        case "word":
            job = tree.FactRef("job", Type.CHOICE, of_member)
            return draw(
                st.sampled_from(
                    [
                        tree.Compare(Comparison.SAME, job, tree.Constant("shop", Type.CHOICE)),
                        tree.OneOf(job, ("office", "none")),
                    ]
                )
            )
        case "day":
            return tree.Compare(
                draw(how),
                draw(dates(of_member=of_member)),
                draw(dates(of_member=of_member) | st.just(tree.AsOf())),
            )
        case "compare":
            return tree.Compare(draw(how), draw(number | quotients(of_member=of_member)), draw(number))
        case "between":
            return tree.Between(draw(number), draw(number), draw(number))
        case "in":
            return tree.OneOf(draw(number), tuple(draw(st.lists(amounts, min_size=1, max_size=3))))
        case "and" | "or":
            node = tree.And if kind == "and" else tree.Or
            return node(tuple(draw(st.lists(inner, min_size=2, max_size=3))))
        case "not":
            return tree.Not(draw(inner))
        case "same":
            return tree.Compare(
                draw(st.sampled_from([Comparison.SAME, Comparison.OTHER])), draw(inner), draw(inner)
            )
        case "age":
            elapsed = draw(st.sampled_from([tree.AgeOn, tree.MonthsBetween]))
            return tree.Compare(
                draw(how),
                elapsed(draw(refs({Type.DATE}, of_member=of_member)), tree.AsOf()),
                tree.Constant(draw(st.integers(0, 60)), Type.INTEGER),
            )
        case "within":
            value, start = draw(dates(of_member=of_member)), draw(dates(of_member=of_member))
            value = draw(st.sampled_from([tree.AsOf(), value]))
            return tree.Within(
                value,
                start,
                tree.Constant(draw(st.integers(1, 40)), Type.INTEGER),
                draw(st.sampled_from(Unit)),
                draw(st.booleans()),
                isinstance(value, tree.AsOf) and draw(st.booleans()),
            )
        case "any" | "all":
            node = tree.AnyOver if kind == "any" else tree.AllOver
            return node(draw(truths(depth=depth - 1, of_member=True)))


VALUES = {
    "birth": st.dates(date(1930, 1, 1), DAY)
    | st.sampled_from([date(2004, 2, 29), date(2005, 3, 4), date(1984, 3, 5)]),
    "arrived": st.dates(date(2000, 1, 1), date(2025, 1, 1)),
    "income": st.sampled_from([0, 1, 600_000, 600_001, 3_342_668, 2**53 + 1]) | st.integers(0, 10_000_000),
    "balance": st.integers(-3_000_000, 3_000_000),
    "children": st.integers(0, 5),
    "student": st.booleans(),
    "job": st.sampled_from(["office", "shop", "none"]),
    "size": st.integers(1, 6),
    "owns": st.booleans(),
    "area": st.sampled_from([Fraction(8498, 100), Fraction(85), Fraction(0), Fraction(8501, 100)]),
    "deposit": st.sampled_from([0, 100_000_000, 100_000_001, 2**53]) | st.integers(0, 300_000_000),
}


@st.composite
def people(draw):
    """Rows of people: some in listed households, some in none; any fact may be missing."""
    rows, identity = [], 0
    for household in range(draw(st.integers(1, 3))):
        listed = draw(st.booleans())
        shared = {name: draw(st.none() | VALUES[name]) for name in ("size", "owns")}
        members = draw(st.integers(1, 3)) if listed else 1
        if listed:
            shared["size"] = members
        for _ in range(members):
            identity += 1
            own = {name: draw(st.none() | VALUES[name]) for name in (*PERSONAL, "area", "deposit")}
            rows.append(
                {"person_id": identity, "household_id": household if listed else None, **shared, **own}
            )
    return rows
