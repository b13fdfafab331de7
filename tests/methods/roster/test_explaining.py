from tests.methods.roster.test_planning import FLOOR, GENDER, committee, planned, sitting
from tests.methods.roster.test_sejong_rules import FILE
from tests.methods.roster.tiny import START, person, portfolio, random_case, rulebook, seat, share
from tests.waiting import PATIENCE_SECONDS

from jiphyeon.methods import roster
from jiphyeon.methods.roster.explaining.counterfactual import Counterfactual
from jiphyeon.methods.roster.explaining.people import Held
from jiphyeon.methods.roster.solving.candidates import of_the_field
from jiphyeon.methods.roster.solving.situation import situate


def test_running_terms_and_the_floor_conflict_until_a_term_ends():
    people = [*sitting(5), person("young", 25, "man")]
    held = [seat(f"s{n}", f"old{n}", 12, months=12) for n in range(4)]

    plan = planned(people, rulebook(FLOOR), committee(*held, seat("s4", "old4", 6, months=12)), quarters=4)

    conflict = plan.conflicts[0]
    assert (conflict.first, conflict.last) == (0, 1)
    assert [one.key for one in conflict.conditions] == ["youth.general", "terms"]
    assert "terms of 5 members run past it: old0, old1, old2, old3, old4" in conflict.conditions[1].words.en
    assert [one.key for one in conflict.releases] == [
        "wait",
        "resignation",
    ]
    assert conflict.releases[0].words.en == "under this plan it complies from Wed 31 March 2027."
    assert "1 man who is not young" in conflict.releases[1].words.en


def test_an_empty_pool_is_named_and_how_many_more_it_needs():
    held = [seat(f"s{n}", f"old{n}", 12, months=12) for n in range(4)]

    plan = planned(sitting(4), rulebook(FLOOR), committee(*held, seat("s4")))

    conflict = plan.conflicts[0]
    assert [one.key for one in conflict.conditions] == ["youth.general", "pool"]
    assert conflict.releases[-1].key == "recruit"
    assert conflict.releases[-1].words.en == "more people in this field: 1 young woman"


def test_leaving_out_any_one_condition_would_let_the_committee_comply():
    """A young man would meet the floor and a woman of fifty the bound; one seat cannot do both."""
    held = [seat("s0", "old0", 12, months=12), seat("s1", "old1", 12, months=12)]
    people = [*sitting(2), person("young", 25, "man"), person("woman", 50, "woman")]
    half = share("youth.general", "youth", "1/3", floor=True)
    two_thirds = share("gender", "each_gender", "2/3", floor=False)

    both = planned(people, rulebook(half, two_thirds), committee(*held, seat("s2")))

    assert [one.key for one in both.conflicts[0].conditions] == ["youth.general", "gender", "terms", "pool"]
    for alone in (half, two_thirds):
        assert planned(people, rulebook(alone), committee(*held, seat("s2"))).conflicts == ()


def test_posts_that_outweigh_the_officials_share_are_named_as_the_seats_themselves():
    quarter = share("officials", "official", "1/4", floor=False, of_all=True)
    seats = (seat("x1", kind="ex_officio"), seat("x2", kind="ex_officio"), seat("s0", "old0", 12, months=12))

    plan = planned(sitting(1), rulebook(quarter), committee(*seats))

    conflict = plan.conflicts[0]
    assert [one.key for one in conflict.conditions] == ["officials"]
    assert [one.key for one in conflict.releases] == ["seats"]


def test_every_unlawful_quarter_of_a_made_up_city_is_explained(tmp_path):
    from jiphyeon.methods.roster.files import as_csv

    made = roster.generate(
        roster.Size(
            committees=24, seats=390, candidates=120, mandatory=11, first_labels=("sejong_youth_policy",)
        ),
        START,
        seed=3,
    )
    (tmp_path / "c.csv").write_text(as_csv(made.committees), encoding="utf-8")
    (tmp_path / "p.csv").write_text(as_csv(made.people), encoding="utf-8")
    sejong = roster.read_rules(FILE)
    case = roster.read_portfolio(tmp_path / "c.csv", tmp_path / "p.csv", sejong, START)

    plan = planned(list(case.people.values()), rulebook(FLOOR, GENDER), *case.committees, quarters=4)

    unlawful = {
        (key, t)
        for key, line in zip(plan.committees, plan.lawful, strict=True)
        for t, ok in enumerate(line)
        if not ok
    }
    explained = {(one.committee, t) for one in plan.conflicts for t in range(one.first, one.last + 1)}
    assert explained == unlawful
    assert all(one.conditions and one.releases for one in plan.conflicts)
    assert portfolio([], *case.committees).committees == case.committees


def test_a_seating_found_for_one_quarter_answers_another_as_if_it_were_asked_anew():
    answers = []
    for seed in range(60):
        case = random_case(seed)
        parts = (case.portfolio, case.rules, case.calendar)
        plan, situation = roster.make_plan(*parts, seconds=PATIENCE_SECONDS), situate(*parts)
        seats, field = Held(situation, plan.appointments), of_the_field(situation)
        for number, line in enumerate(plan.lawful):
            about = (situation, number, line, field[number], seats)
            remembering = Counterfactual(*about)
            for t in range(case.calendar.quarters):
                keys = remembering.conditions(t)
                for kept in (keys, *([one for one in keys if one != key] for key in keys)):
                    asked = remembering.possible(t, kept, planned=True)
                    assert asked == Counterfactual(*about).possible(t, kept, planned=True), (seed, t, kept)
                    answers.append(asked)

    assert len(set(answers)) == 2
