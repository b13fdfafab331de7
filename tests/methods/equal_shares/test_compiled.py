"""The compiled lanes: the same outcomes as plain counting and as exact runs, and nothing where nothing is proven."""

import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.counts import count
from tests.methods.equal_shares.elections import DATA, an_election, pabulib

from jiphyeon.kernel import Refused
from jiphyeon.methods.equal_shares import Completion, Quota, Rule, Start, Utility, engine, read, tally
from jiphyeon.methods.equal_shares.completion import add1
from jiphyeon.methods.equal_shares.engine import lanes_of
from jiphyeon.methods.equal_shares.shares import EqualShares
from jiphyeon.methods.equal_shares.sweep import Sweep

numba = pytest.importorskip("numba")

from jiphyeon.methods.equal_shares.compiled import sweep as compiled
from jiphyeon.methods.equal_shares.compiled.arrays import PRIMES

COSTS = [0, 1, 2, 3, 4, 6, 12, 35, 1_000, 999_983]
WEIGHTS = [Fraction(1), Fraction(1, 2), Fraction(2), Fraction(3, 7)]


@st.composite
def tied_elections(draw):
    """Draw an election and a rule with everything in it that can tie, weigh, score or shut out."""
    projects, voters = draw(st.integers(1, 9)), draw(st.integers(1, 14))
    scored, weighted = draw(st.booleans()), draw(st.booleans())
    several = draw(st.sampled_from([COSTS[:1], COSTS[1:4], COSTS[:7], COSTS[1:]]))
    costs = draw(st.lists(st.sampled_from(several), min_size=projects, max_size=projects))
    one = st.sets(st.integers(0, projects - 1), max_size=projects)
    ballots = [sorted(ballot) for ballot in draw(st.lists(one, min_size=voters, max_size=voters))]
    if not any(ballots):
        ballots[0] = [0]
    scores = None
    if scored:
        scores = [draw(st.lists(st.integers(1, 5), min_size=len(b), max_size=len(b))) for b in ballots]
    weights = None
    if weighted:
        weights = draw(st.lists(st.sampled_from(WEIGHTS), min_size=voters, max_size=voters))
    budget = draw(st.integers(1, max(2, min(60, 2 * sum(costs)))))
    election = an_election(costs, budget, ballots, scores=scores, weights=weights)
    names = [project.id for project in election.projects]
    some = st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True).map(tuple)
    quotas = []
    if draw(st.booleans()):
        most, cost = draw(st.none() | st.integers(0, 3)), draw(st.none() | st.integers(0, 20))
        quotas = [Quota("some", draw(some), projects=most, cost=cost)]
    rule = Rule(
        utility=draw(st.sampled_from(list(Utility))),
        completion=draw(st.sampled_from([Completion.ADD1, Completion.ADD1U])),
        start=draw(st.sampled_from(list(Start))),
        lot_seed=draw(st.none() | st.just("sealed")),
        incompatible=tuple(draw(st.lists(some, max_size=1))),
        quotas=tuple(quotas),
    )
    return election, rule


@given(tied_elections(), st.integers(0, 7))
@settings(max_examples=count(short=500, long=20_000), deadline=None)
def test_a_compiled_lane_never_answers_wrongly(drawn, width):
    shares = EqualShares(*drawn)
    start = shares.election.share
    singles = [(start + step, start + step) for step in range(12)]
    ranges = [(start + step, start + step + Fraction(width, 2)) for step in range(0, 12, 3)]

    found = lanes_of(shares, "compiled").winners(singles + ranges)

    for (low, high), won in zip(singles + ranges, found, strict=True):
        if won is not None:
            for share in {low, (low + high) / 2, high}:
                assert tuple(shares.run(share).projects) == won


@given(tied_elections())
@settings(max_examples=count(short=200, long=10_000), deadline=None)
def test_compiled_and_plain_counting_end_alike(drawn):
    election, rule = drawn

    fast, plain = tally(election, rule, engine="compiled"), tally(election, rule, engine="plain")

    assert (fast.winners, fast.share, fast.steps, fast.stop) == (
        plain.winners,
        plain.share,
        plain.steps,
        plain.stop,
    )


@given(tied_elections())
@settings(max_examples=count(short=100, long=3_000), deadline=None)
def test_compiled_counting_stops_at_the_step_that_walking_stops_at(drawn):
    election, rule = drawn
    shares = EqualShares(election, rule)

    raised = add1(shares, election.share, engine="compiled")

    walked = [shares.run(election.share + step) for step in range(raised.steps + 1)]
    assert raised.run.purchases == walked[-1].purchases
    assert all(run.cost <= election.budget for run in walked)


def test_ties_between_the_half_spent_are_told_without_fractions():
    # Projects b and c have alike supporters: one who gave a part to a and has too little left, one who gave nothing.
    election = an_election([30, 35, 35], 90, [[0, 1], [0, 2], [1], [2], [0]])
    shares = EqualShares(election, Rule())
    exactly = shares.run(Fraction(25))

    (won,) = lanes_of(shares, "compiled").winners([(Fraction(25), Fraction(25))])
    (over_a_range,) = lanes_of(shares, "compiled").winners([(Fraction(24), Fraction(27))])

    assert exactly.purchases[1].tied == (2,)
    assert won == over_a_range == tuple(exactly.projects) == (0, 1, 2)
    assert Sweep(shares).winners([(Fraction(25), Fraction(25))]) == [None]


def test_prices_that_only_nearly_agree_are_left_to_fractions():
    # 10^15 and 10^15 + 1 points for like costs: floats cannot part them, and they are not equal.
    weights = [Fraction(10**15), Fraction(10**15 + 1)]
    election = an_election([1000, 1000], 3000, [[0], [1]], weights=weights)
    shares = EqualShares(election, Rule())

    (won,) = lanes_of(shares, "compiled").winners([(Fraction(1), Fraction(1))])

    assert won is None
    assert shares.run(Fraction(1)).projects == [1, 0]


def test_amounts_beyond_64_bits_are_counted_plainly():
    election = an_election([2**62, 5], 2**62, [[0, 1], [0]])

    assert isinstance(lanes_of(EqualShares(election, Rule()), "compiled"), Sweep)


def test_the_moduli_are_distinct_primes_of_31_bits():
    small = [p for p in range(3, 46_342, 2) if all(p % q for q in range(3, int(p**0.5) + 1, 2))]

    assert len(set(PRIMES.tolist())) == 64
    assert all(2**30 < p < 2**31 and p % 2 and all(p % q for q in small) for p in PRIMES.tolist())


def test_without_numba_auto_is_plain_and_compiled_is_refused(monkeypatch):
    shares = EqualShares(an_election([5], 5, [[0]]), Rule())
    monkeypatch.setattr(engine, "find_spec", lambda _name: None)

    assert isinstance(lanes_of(shares, "auto"), Sweep)
    with pytest.raises(Refused, match=r"pip install 'jiphyeon\[fast\]'"):
        lanes_of(shares, "compiled")


def test_where_machine_code_cannot_be_kept_auto_is_plain_and_compiled_compiles_each_time(monkeypatch):
    shares = EqualShares(an_election([5], 5, [[0]]), Rule())
    made = []

    def entry(_stamp, *, cached):
        if cached:
            raise RuntimeError("cannot cache function: no locator available")
        made.append(cached)
        return print

    compiled._run_lanes.cache_clear()
    monkeypatch.setattr(compiled, "entry", entry)
    try:
        assert isinstance(lanes_of(shares, "auto"), Sweep)
        assert made == []
        assert isinstance(lanes_of(shares, "compiled"), compiled.CompiledSweep)
        assert made == [False]
    finally:
        compiled._run_lanes.cache_clear()


def test_numba_is_not_loaded_before_it_is_needed():
    code = (
        "import sys, jiphyeon.commands.command_line, jiphyeon.commands.tally.command, "
        "jiphyeon.methods.equal_shares; sys.exit('numba' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.name for path in (DATA / "pabulib").glob("*.pb")))
def test_on_real_files_compiled_and_plain_counting_end_alike(name):
    election = read(pabulib(name), allow={"limits"}).election
    rule = Rule(completion=Completion.ADD1U)

    fast, plain = tally(election, rule, engine="compiled"), tally(election, rule, engine="plain")

    assert (fast.winners, fast.share, fast.steps, fast.stop) == (
        plain.winners,
        plain.share,
        plain.steps,
        plain.stop,
    )


@pytest.mark.slow
def test_most_steps_of_a_small_election_are_tied_and_all_are_told():
    election = read(pabulib("netherlands_assen_2024_.pb")).election
    shares = EqualShares(election, Rule())
    steps = [election.share + step for step in range(844)]

    found = lanes_of(shares, "compiled").winners([(share, share) for share in steps])

    assert [None if won is None else list(won) for won in found] == [
        shares.run(share).projects for share in steps
    ]
