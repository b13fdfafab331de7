"""What is too long, too deep or too large is refused with its place; what is just small enough works everywhere."""

from datetime import date

import pytest
from sqlglot import exp

from jiphyeon.kernel import Refused
from jiphyeon.methods import rules
from jiphyeon.methods.rules import tree
from jiphyeon.methods.rules.sql import Column, Layout, Sources, compile_version, judging_query, printed

DAY = date(2024, 3, 4)


def summed(terms):
    return "+".join(["rent"] * terms)


def chosen(depth):
    inner = "rent"
    for number in range(depth):
        inner = f"if(owns, {inner}, {number})"
    return inner


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        (
            summed(20_000),
            "An expression may have 10,000 characters, not 99,999; give its parts names under “values”.",
        ),
        (summed(1_500), "more than 30 steps deep or has more than 10,000 parts, which nobody can work out."),
        (chosen(60), "steps deep"),
        ("(" * 4_000 + "rent" + ")" * 4_000, "Brackets are nested too deeply."),
        ("- " * 4_000 + "rent", "deep"),
    ],
    ids=["a long text", "a long sum", "nested choices", "brackets", "signs"],
)
def test_an_expression_nobody_could_work_out_is_refused_where_it_stands(town, expression, message):
    with pytest.raises(Refused) as no:
        town.programme(("amount", expression))

    assert message in str(no.value)
    assert str(no.value).startswith("programmes/aid.yaml, line 14: ")


def test_a_condition_of_four_thousand_denials_is_refused(town):
    with pytest.raises(Refused, match="deep"):
        town.programme(("gate", "not " * 2_000 + "owns"))


def test_names_that_double_one_another_are_refused_before_anybody_walks_them(town):
    doubling = "values:\n  v0: rent\n" + "".join(f"  v{n + 1}: v{n} + v{n}\n" for n in range(40))

    with pytest.raises(Refused, match=r"line 19: .* more than 10,000 parts"):
        town.programme(("amount", "v40"), more=doubling)


def test_facts_worked_out_from_one_another_without_end_are_refused(town):
    facts = "".join(
        f"f{n}: {{type: integer, entity: person, label: {{ko: 값, en: Value}}, worked_out: f{n + 1} + 1}}\n"
        for n in range(400)
    )
    town.write(
        "facts.yaml",
        facts + "f400: {type: integer, entity: person, label: {ko: 값, en: V}, worked_out: '1'}\n",
    )

    with pytest.raises(Refused, match="deep"):
        rules.load(town.folder)


@pytest.mark.parametrize(
    "expression", [summed(tree.DEEPEST), chosen(tree.DEEPEST - 2)], ids=["sum", "choices"]
)
def test_what_is_just_shallow_enough_works_in_every_reader(town, expression):
    version = town.programme(("amount", expression)).programme("aid").version_on(DAY)
    layout = Layout({name: Column(name) for name in ("rent", "owns")}, "none", 10)
    compiled = compile_version(version, DAY, layout)
    sources = Sources(exp.to_table("people"), None, None, {"rent": "people", "owns": "people"})

    outcome = rules.evaluate(version, {"rent": 1, "owns": True}, DAY)

    assert outcome.amount == (tree.DEEPEST if expression.startswith("rent") else 1)
    assert outcome.as_json()["result"] == "pass"
    assert all(
        printed(judging_query(compiled, sources, layout), name) for name in ("duckdb", "postgres", "spark")
    )
