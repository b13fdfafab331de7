"""The plan against every plan there is, on portfolios small enough to try them all."""

from tests.methods.roster.tiny import aims_of, best_of, random_case
from tests.waiting import PATIENCE_SECONDS

from jiphyeon.methods import roster
from jiphyeon.methods.roster.files import as_json


def compare(seed):
    case = random_case(seed)
    plan = roster.make_plan(case.portfolio, case.rules, case.calendar, seconds=PATIENCE_SECONDS)

    best = best_of(case)

    verdict = roster.check(plan.appointments, case.portfolio, case.rules, case.calendar)
    document = as_json(plan)
    checked = roster.verify(document, plan.appointments, case.portfolio, case.rules, case.calendar, plan)
    assert (verdict.findings, checked.problems) == ((), ())
    mine = aims_of(case, plan.appointments, verdict)
    signs = (1, 1, -1, -1, 1)
    assert mine == tuple(s * aim.attained for s, aim in zip(signs, plan.aims, strict=True))
    for aim, sign, got, possible in zip(plan.aims, signs, mine, best, strict=True):
        if aim.key != "wishes" and aim.bound is not None:
            assert sign * aim.bound >= possible, "a bound that something exceeds is no bound"
        if got != possible:
            assert aim.key == "wishes" or not aim.proven
            assert got < possible
            return aim.key
    return "best"


def test_of_many_tiny_cities_all_plans_are_best_but_for_wishes(count):
    ends = [compare(seed) for seed in range(count(short=100, long=3_000))]

    assert set(ends) <= {"best", "wishes"}
