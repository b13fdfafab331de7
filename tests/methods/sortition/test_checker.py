"""The checker believes nothing: every kind of lie in a published draw is found."""

from __future__ import annotations

import ast
import json
from copy import deepcopy
from pathlib import Path

import pytest
from tests.methods.sortition.pools import a_task

from jiphyeon.methods import sortition
from jiphyeon.methods.sortition import Objective, Relation, check, draw


@pytest.fixture(scope="module")
def statement() -> dict:
    people = ", ".join(["man old"] * 5 + ["woman old"] * 3 + ["woman young"] * 4 + ["man young"] * 2)
    tie = Relation("same address", "강변로 1", (0, 5))
    task = a_task(people, "gender man 2 2, gender woman 2 2, age old 1 2, age young 2 3", 4, (tie,))
    return json.loads(json.dumps(draw(task, Objective.LEXIMIN).plain()))


def test_an_honest_draw_passes(statement: dict):
    findings = check(statement)

    assert findings.passed
    assert findings.residual < 1e-9
    assert findings.loss < 1e-9
    assert findings.gap < 1e-9


def test_a_panel_of_the_wrong_size_is_found(statement: dict):
    lie = deepcopy(statement)
    lie["panels"][0].pop()

    assert "Panel 1 does not have 4 different people." in check(lie).problems


def test_a_panel_that_breaks_a_quota_is_found(statement: dict):
    lie = deepcopy(statement)
    lie["panels"][0] = [1, 2, 3, 4]

    assert "Panel 1 has 4 with gender = man." in check(lie).problems


def test_two_people_who_may_not_sit_together_are_found(statement: dict):
    lie = deepcopy(statement)
    lie["panels"][0] = [1, 6, 9, 13]

    assert "Panel 1 seats two people who may not sit together (same address)." in check(lie).problems


def test_chances_that_the_panels_do_not_give_are_found(statement: dict):
    lie = deepcopy(statement)
    lie["probabilities"][0] += 0.01

    assert any("differ from the stated ones" in problem for problem in check(lie).problems)


def test_weights_that_are_no_lottery_are_found(statement: dict):
    lie = deepcopy(statement)
    lie["weights"][0] += 0.01

    assert "The weights are not a lottery over the panels." in check(lie).problems


def test_a_weaker_lottery_with_honest_figures_is_found(statement: dict):
    lie = deepcopy(statement)
    lie["panels"], lie["weights"] = lie["panels"][:1], [1.0]
    lie["probabilities"] = [float(row in lie["panels"][0]) for row in range(1, 15)]

    assert any("fall short of the certified ones" in problem for problem in check(lie).problems)


def test_a_weaker_lottery_that_lowers_its_certificate_is_found(statement: dict):
    lie = deepcopy(statement)
    lie["panels"], lie["weights"] = lie["panels"][:1], [1.0]
    lie["probabilities"] = [float(row in lie["panels"][0]) for row in range(1, 15)]
    lie["certificate"]["chances"] = [
        sum(lie["probabilities"][row - 1] for row in group) / len(group)
        for group in lie["certificate"]["profiles"]
    ]

    assert not check(lie).passed


def test_a_stage_whose_value_is_lowered_is_found(statement: dict):
    lie = deepcopy(statement)
    lie["certificate"]["stages"][0]["value"] -= 0.01

    assert any("The bound leaves a gap" in problem for problem in check(lie).problems)


def test_a_profile_of_unlike_people_is_found(statement: dict):
    lie = deepcopy(statement)
    groups = lie["certificate"]["profiles"]
    groups[0][0], groups[-1][0] = groups[-1][0], groups[0][0]

    assert any("mixes people who are not alike" in problem for problem in check(lie).problems)


def test_a_cut_that_is_not_proved_is_found(statement: dict):
    lie = deepcopy(statement)
    lie["certificate"]["cuts"] = [
        {"coefficients": {"0": 1}, "bound": 0, "leaves": [{"box": {}, "prices": {}}]}
    ]

    assert "The proof of cut 1 is not closed by its prices." in check(lie).problems


def test_boxes_that_leave_a_hole_are_found(statement: dict):
    lie = deepcopy(statement)
    leaf = {"box": {"0": [0, 0]}, "prices": {}}
    lie["certificate"]["cuts"] = [{"coefficients": {"0": 1}, "bound": 0, "leaves": [leaf]}]

    assert "The proof of cut 1 leaves something out." in check(lie).problems


def test_a_stage_that_settles_people_without_weight_is_found(statement: dict):
    lie = deepcopy(statement)
    stages = lie["certificate"]["stages"]
    stages[0]["settles"] = list(range(len(lie["certificate"]["profiles"])))
    stages[0]["weights"] = {"0": 1.0}

    assert any("without giving it weight" in problem for problem in check(lie).problems)


def test_a_certificate_for_another_objective_is_found(statement: dict):
    lie = deepcopy(statement)
    lie["certificate"]["objective"] = "legacy"

    assert "The certificate is for another objective." in check(lie).problems


def test_rounding_is_no_excuse_for_more_than_it_states(statement: dict):
    lie = deepcopy(statement)
    lie["panels"], lie["weights"] = lie["panels"][:1], [1.0]
    lie["probabilities"] = [float(row in lie["panels"][0]) for row in range(1, 15)]
    lie["certificate"]["lottery"] = {
        "panels": statement["panels"],
        "weights": statement["weights"],
    }
    lie["rounding"] = {
        "panels": 1,
        "largest_change": 0.01,
        "minimum_before": statement["minimum"],
        "minimum_after": 0.0,
        "lost_minimum": statement["minimum"],
    }

    assert any("rounding.largest_change is stated as 0.01" in problem for problem in check(lie).problems)


def test_sitting_members_are_counted_by_the_checker(statement: dict):
    quotas = [
        {**quota, "minimum": quota["minimum"] + 1, "maximum": quota["maximum"] + 1}
        for quota in statement["quotas"]
    ]
    lie = {**statement, "body": {"size": 6, "quotas": quotas, "sitting": [["old", "man"], ["old", "woman"]]}}

    assert check(lie).problems == (
        "The quota of age = old is not what the sitting members leave.",
        "The quota of age = young is not what the sitting members leave.",
    )


def test_the_checker_shares_no_code_with_the_solver():
    sources = [
        path.read_text(encoding="utf-8")
        for path in Path(sortition.__file__).with_name("checker").glob("*.py")
    ]
    imported = {
        name
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
        )
    }

    of_the_house = {name for name in imported if name.startswith("jiphyeon")}
    assert all(
        name == "jiphyeon.kernel" or name.startswith("jiphyeon.methods.sortition.checker.")
        for name in of_the_house
    )
    assert imported - of_the_house <= {
        "__future__",
        "collections",
        "collections.abc",
        "dataclasses",
        "fractions",
        "math",
        "typing",
        "json",
        "pathlib",
        "re",
    }
