"""The evaluator's promises, on drawn expressions and drawn facts, against brute force."""

import itertools
from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jiphyeon.kernel import Place, Refused
from jiphyeon.methods import rules
from jiphyeon.methods.rules.judging.plan import Plan
from jiphyeon.methods.rules.judging.question_order import unsettled
from jiphyeon.methods.rules.judging.ranges import Range, ends
from jiphyeon.methods.rules.language.parser import parse
from jiphyeon.methods.rules.language.writer import notation_of
from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.reading.names import Derivations, Names

DAY = date(2024, 3, 4)
# Every value each fact can take in this town (ages 3 and 4, and so on): small enough to try them all.
DOMAIN = {
    "born": [date(2020, 3, 4), date(2020, 3, 5)],
    "size": [1, 2],
    "pay": [0, 3],
    "rent": [0, 1, 3],
    "owns": [True, False],
    "ill": [True, False],
    "work": ["none", "some", "full"],
}

numbers = st.deferred(
    lambda: st.one_of(
        st.sampled_from(["rent", "pay", "cap", "pays", "bonus[size]", "band[rent]", "sum(household, pay)"]),
        st.builds("({} + {})".format, numbers, numbers),
        st.builds("({} - {})".format, numbers, numbers),
        st.builds("least({}, {})".format, numbers, numbers),
        st.builds("greatest({}, {})".format, numbers, numbers),
        st.builds("half_up({} * rate[work], 1)".format, numbers),
        st.builds("floor({} / (size + 1), 2)".format, numbers),
        st.builds("if({}, {}, {})".format, truths, numbers, numbers),
        st.builds("{} * size".format, numbers),
    )
)
counts = st.sampled_from(
    [
        "size",
        "count(household, ill)",
        "count(household, pay > 1)",
        "2",
        "48",
    ]
)
ages = st.sampled_from(["2", "34", "least(years, 30)", "age_on(born, 2024-01-01)"])
truths = st.deferred(
    lambda: st.one_of(
        st.sampled_from(
            [
                "owns",
                "ill",
                "any(household, pay > 2)",
                "all(household, not ill)",
                "(work in ('none', 'some'))",
                "(months_between(born, as_of) >= 408)",
                "(as_of within 3 months after born)",
                "(as_of within 29 years from born moved_off_holidays)",
                "any(household, as_of within 400 weeks after born)",
                "(born from 1990-01-01 until 2024-03-03)",
            ]
        ),
        st.builds("({} {} {})".format, numbers, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), numbers),
        st.builds("({} {} {})".format, counts, st.sampled_from(["<", "<=", "==", "!="]), counts),
        st.builds("(years {} {})".format, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), ages),
        st.builds("({} between {} and {})".format, numbers, numbers, numbers),
        st.builds("({} and {})".format, truths, truths),
        st.builds("({} or {})".format, truths, truths),
        st.builds("(not {})".format, truths),
        st.builds("if({}, {}, {})".format, truths, truths, truths),
        st.builds("(owns == ({}))".format, truths),
    )
)


def shallow(text):
    """Return whether brackets are nested so little that nobody refuses the expression for its depth."""
    deep = [0, *itertools.accumulate({"(": 1, ")": -1}.get(sign, 0) for sign in text)]
    return max(deep) <= 10


conditions, sums = truths.filter(shallow), numbers.filter(shallow)
partly = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in DOMAIN.items()}
)
many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def reader(quiet_town):
    pack = quiet_town.programme(("gate", "owns"))
    version = pack.programme("aid").version_on(DAY)
    names = Names(
        Derivations(pack.facts, pack.parameters, dict.fromkeys(pack.facts, Place("facts.yaml"))),
        pack.parameters,
    )
    return version, Plan(version, DAY), names


def walked(reader, text, facts):
    version, plan, names = reader
    known = version.facts.know(facts, DAY)
    return plan.interpreter.make(plan.bound(parse(text, names), DAY))(known.own, known.own)


def completions(facts):
    """Yield every way in which what is not known could be, the household listed member by member."""
    missing = [name for name in DOMAIN if name not in facts]
    for values in itertools.product(*(DOMAIN[name] for name in missing)):
        whole = {**facts, **dict(zip(missing, values, strict=True))}
        others = itertools.product([0, 3], [True, False]) if whole["size"] == 2 else [None]
        for other in others:
            whole["members"] = [] if other is None else [{"pay": other[0], "ill": other[1], "work": "none"}]
            yield dict(whole)


@many
@given(st.one_of(sums, conditions), partly)
def test_every_completion_lies_within_what_the_walk_says(reader, text, facts):
    assume(len(facts) >= 4)

    answer = walked(reader, text, facts)

    low, high = ends(answer)
    for whole in completions(facts):
        exact = walked(reader, text, whole)
        if not unsettled(answer):
            assert exact == answer
        elif answer is not None and not unsettled(exact):
            assert low is None or low <= exact
            assert high is None or exact <= high


@many
@given(conditions, partly, st.data())
def test_learning_a_fact_never_flips_a_definite_answer(reader, text, facts, data):
    missing = sorted(set(DOMAIN) - set(facts))
    assume(missing)

    before = walked(reader, text, facts)
    name = data.draw(st.sampled_from(missing))
    after = walked(reader, text, {**facts, name: data.draw(st.sampled_from(DOMAIN[name]))})

    assert before is None or after is before


@many
@given(conditions, partly)
def test_what_is_asked_decides_and_the_number_asked_is_a_true_bound(quiet_town, text, facts):
    version = quiet_town.programme(("gate", text)).programme("aid").version_on(DAY)

    outcome = rules.evaluate(version, facts, DAY)

    asked = list(outcome.ask)
    assert bool(asked) == (outcome.result == "unknown")
    given, bound, answered = dict(facts), len(asked), 0
    while outcome.ask:
        answered += 1
        name = outcome.ask[0]
        given[name] = {"members": _others(given), "pays": 3}.get(name, DOMAIN.get(name, [None])[0])
        later = rules.evaluate(version, given, DAY)
        assert set(later.ask) < set(outcome.ask)
        outcome = later
    assert answered <= bound
    assert outcome.result != "unknown"


def _others(facts):
    return [{"pay": 3, "ill": True, "born": DAY, "work": "none"}] * (facts.get("size", 1) - 1)


@many
@given(conditions)
def test_a_tree_written_out_reads_as_the_same_tree(reader, text):
    _, _, names = reader
    tree = parse(text, names)

    again = parse(notation_of(tree), names)

    assert again == tree


@many
@given(conditions, st.fixed_dictionaries({name: st.sampled_from(values) for name, values in DOMAIN.items()}))
def test_every_counterfactual_does_what_it_says(quiet_town, text, facts):
    version = quiet_town.programme(("gate", text)).programme("aid").version_on(DAY)
    outcome = rules.evaluate(version, facts, DAY)

    for change in outcome.counterfactuals:
        if change.fact:
            value = change.value[0] if change.change == "one_of" else change.value
            then = rules.evaluate(version, {**facts, change.fact: value}, DAY)
            assert then.clauses[0].result == "pass"
            if (
                change.change in {"at_most", "at_least"}
                and version.facts[change.fact].type is not Type.FRACTION
            ):
                step = 1 if change.change == "at_most" else -1
                beside = {**facts, change.fact: value + step}
                assert rules.evaluate(version, beside, DAY).result == "fail"
        else:
            then = rules.evaluate(version, facts, change.value)
            assert then.result == change.result
            assert then.result != outcome.result


@pytest.mark.parametrize(
    ("a", "b", "conjunction", "disjunction"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, None, None, None),
    ],
)
def test_and_or_not_are_kleenes(reader, a, b, conjunction, disjunction):
    facts = {"owns": a, "ill": b}

    assert walked(reader, "owns and ill", facts) is conjunction
    assert walked(reader, "ill and owns", facts) is conjunction
    assert walked(reader, "owns or ill", facts) is disjunction
    assert walked(reader, "ill or owns", facts) is disjunction
    assert walked(reader, "not owns", facts) is (None if a is None else not a)


def test_a_partial_sum_already_over_the_limit_is_a_definite_no(reader):
    facts = {"size": 3, "members": [{"pay": 3}, {"pay": None}], "pay": None}

    assert walked(reader, "sum(household, pay)", facts) == Range(3, 9)
    assert walked(reader, "sum(household, pay) <= cap", facts) is False
    assert walked(reader, "sum(household, pay) <= 5", facts) is None


def test_dividing_by_zero_is_not_known_rather_than_wrong(reader):
    assert walked(reader, "rent / pay > 1", {"rent": 1, "pay": 0}) is None


def test_a_household_of_one_has_no_unlisted_member(reader):
    assert walked(reader, "sum(household, pay)", {"size": 1, "pay": 2}) == 2
    assert walked(reader, "count(household, ill)", {"size": 1, "ill": True}) == 1


def test_money_beyond_every_float_stays_exact(city):
    version = city.programme("youth-rent").version_on(DAY)
    huge = 2**53 + 1

    outcome = rules.evaluate(version, {"deposit": huge}, DAY)

    assert "9,007,199,254,740,993원" in outcome.failed[0].sentence("ko")


def test_an_expression_nobody_can_read_is_refused(reader):
    with pytest.raises(Refused, match="character 6"):
        parse("rent ~ 3", reader[2])
