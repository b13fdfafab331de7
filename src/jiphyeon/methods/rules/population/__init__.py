"""모집단 · A programme over everybody: who is due, which clause stands in the way, what a change would cost.

The versions are compiled by `rules.sql` from the same trees that judge one citizen; DuckDB runs them in this process.
"""

from jiphyeon.methods.rules.population.engine import Engine, Means, engine, silent
from jiphyeon.methods.rules.population.files import Database, Files, InDatabase, named_by
from jiphyeon.methods.rules.population.judged import SPREADS, Spread
from jiphyeon.methods.rules.population.opening import Population
from jiphyeon.methods.rules.population.parts import Kept, kept_for
from jiphyeon.methods.rules.population.progress import Progress
from jiphyeon.methods.rules.population.results import (
    ClauseFigures,
    Curve,
    CurvePoint,
    Figures,
    Places,
    RunResult,
    Scenario,
    ScenarioResult,
    Share,
    WhatIf,
)
from jiphyeon.methods.rules.population.running import PART, prepared, run
from jiphyeon.methods.rules.population.scenarios import from_settings, read_scenarios
from jiphyeon.methods.rules.population.supposing import asked, curve_of, what_if

__all__ = [
    "PART",
    "SPREADS",
    "ClauseFigures",
    "Curve",
    "CurvePoint",
    "Database",
    "Engine",
    "Figures",
    "Files",
    "InDatabase",
    "Kept",
    "Means",
    "Places",
    "Population",
    "Progress",
    "RunResult",
    "Scenario",
    "ScenarioResult",
    "Share",
    "Spread",
    "WhatIf",
    "asked",
    "curve_of",
    "engine",
    "from_settings",
    "kept_for",
    "named_by",
    "prepared",
    "read_scenarios",
    "run",
    "silent",
    "what_if",
]
