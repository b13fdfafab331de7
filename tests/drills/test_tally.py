"""Random elections of every kind, counted by both engines and by the rule word for word: no difference, to the last fraction.

`./jip drill tally --long` counts 9,000; JIPHYEON_DRILL_SEED=N begins elsewhere.
"""

import os
from importlib.util import find_spec

import pytest
from tests.methods.equal_shares.oracle import differences, drawn

pytestmark = pytest.mark.drill

ENGINES = ["plain", "compiled"] if find_spec("numba") else ["plain"]


def test_engines_and_oracle_agree_on_random_elections(count):
    first = int(os.environ.get("JIPHYEON_DRILL_SEED", "1"))
    seeds = range(first, first + count(short=1_000, long=9_000))

    found = {seed: differences(drawn(seed), ENGINES) for seed in seeds}

    differing = {seed: what for seed, what in found.items() if what}
    print(f"{len(found):,} elections, {' and '.join(ENGINES)}: {len(differing)} differences")
    assert differing == {}
