"""모집단 · A programme over everybody: who is due, which clause stands in the way, what a change would cost.

The versions are compiled by `rules.sql` from the same trees that judge one citizen; DuckDB runs them in this process.
"""

from typing import TYPE_CHECKING

from jiphyeon.kernel.lazy import on_first_use

if TYPE_CHECKING:
    from jiphyeon.methods.rules.population.duckdb_engine import Engine, OnProgress, Resources, engine, silent
    from jiphyeon.methods.rules.population.progress import Progress
    from jiphyeon.methods.rules.population.results import (
        ClauseFigures,
        Curve,
        CurvePoint,
        Figures,
        Places,
        RowsRead,
        RunResult,
        Scenario,
        ScenarioResult,
        Share,
        WhatIf,
    )
    from jiphyeon.methods.rules.population.runs.checkpoints import Checkpoint, checkpoint_of
    from jiphyeon.methods.rules.population.runs.run import PART, prepared, run
    from jiphyeon.methods.rules.population.scenarios.comparison import compare_scenarios, curve_of, what_if
    from jiphyeon.methods.rules.population.scenarios.reading import (
        expression_of,
        from_settings,
        read_scenarios,
        scenario_version,
    )
    from jiphyeon.methods.rules.population.scenarios.versions import SPREADS, Spread
    from jiphyeon.methods.rules.population.sources.files import Database, Files, InDatabase, named_by
    from jiphyeon.methods.rules.population.sources.schema import Population
else:
    __getattr__ = on_first_use(
        __name__,
        {
            "duckdb_engine": "Engine Resources OnProgress engine silent",
            "progress": "Progress",
            "results": "ClauseFigures Curve CurvePoint Figures Places RowsRead RunResult Scenario ScenarioResult Share WhatIf",
            "runs.checkpoints": "Checkpoint checkpoint_of",
            "runs.run": "PART prepared run",
            "sources.files": "Database Files InDatabase named_by",
            "sources.schema": "Population",
            "scenarios.comparison": "compare_scenarios curve_of what_if",
            "scenarios.reading": "expression_of from_settings read_scenarios scenario_version",
            "scenarios.versions": "SPREADS Spread",
        },
    )

__all__ = [
    "PART",
    "SPREADS",
    "Checkpoint",
    "ClauseFigures",
    "Curve",
    "CurvePoint",
    "Database",
    "Engine",
    "Figures",
    "Files",
    "InDatabase",
    "OnProgress",
    "Places",
    "Population",
    "Progress",
    "Resources",
    "RowsRead",
    "RunResult",
    "Scenario",
    "ScenarioResult",
    "Share",
    "Spread",
    "WhatIf",
    "checkpoint_of",
    "compare_scenarios",
    "curve_of",
    "engine",
    "expression_of",
    "from_settings",
    "named_by",
    "prepared",
    "read_scenarios",
    "run",
    "scenario_version",
    "silent",
    "what_if",
]
