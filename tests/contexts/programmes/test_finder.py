"""The finder asks little, ends, and never says what the whole interview would contradict."""

from datetime import date
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from jiphyeon.contexts.programmes.queries import finding, rulebook
from jiphyeon.contexts.programmes.rules.facts import FactValue
from jiphyeon.contexts.programmes.rules.finder import Answers
from jiphyeon.methods.synthetic_city import build, read_population

pytestmark = pytest.mark.django_db

DAYS = [date(2024, 3, 4), date(2026, 3, 3)]
SCALED = {
    "loan_rate": (10, "%"),
    "area": (100, ""),
}  # drawn in thousandths, which are tenths of a percent; hundredths
CITY = Path("src/jiphyeon/cities/sejong")


@pytest.fixture
def read_once(monkeypatch):
    """The pack read once and not looked at again for each of some ten thousand questions."""
    pack, policy = rulebook.pack(), rulebook.policy()
    monkeypatch.setattr(rulebook, "pack", lambda: pack)
    monkeypatch.setattr(rulebook, "policy", lambda: policy)


def fact_of(row, name, column) -> FactValue:
    """Return one value of a synthetic person as the finder keeps it; None where nobody knows it."""
    value = column[row]
    if value is np.ma.masked or value is None:
        return None
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, date):
        return value.isoformat()
    if name in SCALED and isinstance(value, int):
        parts, sign = SCALED[name]
        return f"{value / parts}{sign}"
    return value if isinstance(value, bool | int) else str(value)


def people_of(day, how_many):
    """Return what each of so many synthetic people would answer, by fact."""
    population = read_population(
        (CITY / "demo" / "population.yaml").read_text(encoding="utf-8"), file="population.yaml"
    )
    city = build(population, people=how_many, seed=11, as_of=day)
    facts = rulebook.pack().facts
    found = []
    for row in range(how_many):
        one = {}
        for table, at in (
            (city.people, row),
            (city.households, int(city.people["household_id"][row])),
            (city.dwellings, int(city.people["dwelling_id"][row])),
        ):
            first = int(next(iter(table.values()))[0]) if table is not city.people else 0
            one |= {
                name: fact_of(at - first, name, column) for name, column in table.items() if name in facts
            }
        found.append(one)
    return found


def interview(person, day, *, to_the_end):
    """Answer what is asked; return the answers and how many pages that were. What is left only ever falls."""
    carried, pages, bound = Answers(), 0, 1000
    while True:
        left = finding.questions(carried, finding.standings(carried, day))
        following = [*left.first, *(left.fetched if to_the_end else ())]
        assert len(following) < bound
        if not following:
            return carried, pages
        bound = len(following)
        carried = carried.with_answers({name: person.get(name) for name in following[0].names})
        pages += 1


def results(carried, day):
    return {one.programme: one.result for one in finding.standings(carried, day)}


@pytest.mark.parametrize(("day", "how_many"), [(DAYS[0], 1000), (DAYS[1], 200)])
def test_a_thousand_people_are_asked_little_and_told_nothing_the_whole_interview_contradicts(
    read_once, day, how_many
):
    pages = []
    for person in people_of(day, how_many):
        short, asked = interview(person, day, to_the_end=False)
        pages.append(asked)
        whole = results(Answers(person), day)
        standings = results(short, day)
        assert {key: one for key, one in standings.items() if one != "unknown"}.items() <= whole.items()

    assert median(pages) <= 10
    assert max(pages) <= 12


@pytest.mark.parametrize("day", DAYS)
def test_somebody_who_knows_nothing_or_half_of_it_is_asked_no_more(read_once, day):
    chance = np.random.default_rng(3)
    half = [
        {name: one for name, one in person.items() if chance.random() < 0.5} for person in people_of(day, 100)
    ]

    for person in [{}, *half]:
        short, asked = interview(person, day, to_the_end=False)
        whole = results(Answers(person), day)
        assert asked <= 12
        standings = {key: one for key, one in results(short, day).items() if one != "unknown"}
        assert standings.items() <= whole.items()


def test_what_nobody_else_can_tell_is_asked_before_there_is_no_room_left():
    day = DAYS[0]
    carried = Answers()
    for _page in range(rulebook.policy().asks.most):
        first = finding.questions(carried, finding.standings(carried, day)).first
        carried = carried.with_answers(dict.fromkeys(first[0].names))

    left = finding.questions(carried, finding.standings(carried, day))

    facts = rulebook.pack().facts
    assert left.first == ()
    assert left.fetched
    assert all(facts[name].source.startswith("mydata:") for page in left.fetched for name in page.names)
    assert "landlord_is_relative" in carried.answers


def test_a_fee_that_is_lower_by_an_amount_nobody_knows_yet_is_not_said_to_be_settled(client):
    client.post("/programmes/find/", {"fact": "birth_date", "birth_date": "98.5.5"})

    page = client.get("/programmes/find/why/facility-fee-reduction/").content.decode()

    assert "모든 조건에 맞습니다" not in page
    assert "지금 아는 것으로는 받을 수 있습니다" in page


def test_nothing_that_somebody_sends_to_the_finder_breaks_it(client):
    for sent in (
        {"fact": "birth_date", "birth_date": "어제"},
        {"fact": "birth_date", "birth_date": "9" * 5000},
        {"fact": "nothing"},
        {"fact": ["veteran", "disabled"], "together": "1"},
        {"fact": "owns_home", "owns_home": "maybe"},
        {"fact": "employment", "employment": "king"},
        {"at": "-1"},
    ):
        assert client.post("/programmes/find/", sent, follow=True).status_code == 200
    for asked in ("?at=99", "?at=²", "?at=", "?done=1", "?at=2&more=1", "?more"):
        assert client.get(f"/programmes/find/{asked}").status_code == 200
    client.cookies["benefits_answers"] = "nonsense"
    assert client.get("/programmes/find/").status_code == 200
