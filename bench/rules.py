"""One citizen, one programme; one citizen, 500 programmes; reading 500 programmes: beside OpenFisca-Core.

The rule is the youth rent support of 2024 as the city pack has it (13 conditions and an amount); the opponent's is
`bench/peers/openfisca_youth_rent.py`. Ours gives, for each citizen: the facts checked, every clause with its sentence,
the amount, and the next question. The opponent gives the amount, traced.
"""

from __future__ import annotations

import gc
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench.measure import ROOT, Report, Timed, fresh

CITY = ROOT / "src" / "jiphyeon" / "cities" / "sejong"
DAY = date(2024, 3, 4)
ROUNDS = 400
PROGRAMMES = 500

DUE = {
    "birth_date": "1988-01-05",
    "lives_in_sejong": True,
    "household_size": 1,
    "owns_home": False,
    "deposit": 100_000_000,
    "monthly_rent": 450_000,
    "area": 33.5,
    "household_income": 2_500_000,
    "assets": 50_000_000,
    "registered": True,
    "own_name": True,
    "public_rental": False,
    "landlord_is_relative": False,
    "receives_housing_aid": False,
}
ONE_WON_OVER = {**DUE, "deposit": 100_000_001}
MISSING = ("household_income", "owns_home", "deposit", "receives_housing_aid")
FOUR_MISSING = {name: value for name, value in DUE.items() if name not in MISSING}
CITIZENS = [DUE, ONE_WON_OVER, FOUR_MISSING]


def one_citizen(citizens: list[dict[str, Any]], rounds: int) -> Timed:
    """Judge each citizen `rounds` times and read everything an officer or a citizen is shown at once."""
    from jiphyeon.methods import rules

    version = rules.load(CITY).programme("youth-rent").version_on(DAY)

    def judge(facts: dict[str, Any]) -> tuple[str, int | None, list[str]]:
        outcome = rules.evaluate(version, facts, DAY)
        outcome.reasons("ko")
        return outcome.result.value, outcome.amount, list(outcome.ask)

    answers = [judge(facts) for facts in citizens]
    began = time.process_time()
    for _ in range(rounds):
        for facts in citizens:
            judge(facts)
    return Timed(answers, (time.process_time() - began) / rounds / len(citizens))


def written_pack(folder: str) -> int:
    """Write a city of 500 programmes: the pack's four, renamed, each with thresholds of its own. Returns the bytes."""
    there = Path(folder)
    for name in ("facts.yaml", "parameters.yaml", "citations.yaml"):
        (there / name).write_bytes((CITY / name).read_bytes())
    (there / "programmes").mkdir()
    models = sorted((CITY / "programmes").glob("*.yaml"))
    written = 0
    for number in range(PROGRAMMES):
        model = models[number % len(models)]
        text = model.read_text(encoding="utf-8").replace(
            f"id: {model.stem}\n", f"id: {model.stem}-{number}\n", 1
        )
        # Every programme has its own thresholds and sentences, so that nothing can be shared between them.
        text = text.replace("600_000", str(600_000 + number)).replace("200_000,", f"{200_000 + number},")
        text = text.replace("신청", f"신청({number})").replace("the support", f"the support {number}")
        written += (there / "programmes" / f"{model.stem}-{number}.yaml").write_bytes(text.encode()) or 0
    return written


def load_pack(folder: str) -> int:
    """Read and check the whole pack from its files, nothing cached."""
    from jiphyeon.methods import rules

    return len(rules.load(folder).programmes)


def load_only(folder: str) -> Timed:
    """The same without Python's own start and imports."""
    from jiphyeon.methods import rules

    began = time.process_time()
    found = len(rules.load(folder).programmes)
    return Timed(found, time.process_time() - began)


def every_programme(folder: str, rounds: int, *, sentences: bool) -> Timed:
    """Judge one citizen under every programme: results, amounts, the questions best asked next; all sentences or none."""
    from jiphyeon.methods import rules

    pack = rules.load(folder)
    versions = [one.version_on(DAY) for one in pack.programmes.values()]

    def judge(facts: dict[str, Any]) -> tuple[int, list[str]]:
        known = pack.facts.know(facts, DAY)
        outcomes = [rules.evaluate(version, known, DAY) for version in versions]
        if sentences:
            for outcome in outcomes:
                outcome.reasons("ko")
        return len(outcomes), rules.next_questions(outcomes)

    answer = judge(FOUR_MISSING)
    gc.collect()
    gc.freeze()  # as a server does once its pack is read
    began = time.process_time()
    for _ in range(rounds):
        judge(FOUR_MISSING)
    return Timed(answer, (time.process_time() - began) / rounds)


def run(check: bool) -> int:
    """Measure, print, keep; see the module's own words for what is compared."""
    report = Report("rules")
    ours = fresh("bench.rules:one_citizen", runs=5, citizens=CITIZENS, rounds=ROUNDS)
    theirs = fresh(
        "bench.peers.openfisca_youth_rent:one_citizen", runs=5, citizens=CITIZENS, rounds=ROUNDS // 4
    )
    report.figure("one citizen, ours (facts, reasons, amount, question)", ours.cpu * 1e6, "µs CPU")
    report.figure("one citizen, OpenFisca-Core (amount, traced)", theirs.cpu * 1e6, "µs CPU")
    report.figure("peak memory, ours", ours.peak_mb, "MB")
    report.figure("peak memory, OpenFisca-Core", theirs.peak_mb, "MB")
    report.target("one citizen: ours ÷ OpenFisca-Core", ours.cpu / theirs.cpu, at_most=1 / 29)
    due, over, missing = ours.answer
    right = (
        (due[:2] == ["pass", 200_000])
        + (over[0] == "fail")
        + (missing[0] == "unknown" and len(missing[2]) == 4)
    )
    report.target("the three citizens judged rightly, ours", right, at_least=3)
    print(
        "  OpenFisca-Core pays",
        theirs.answer,
        "won to: due, one won over the cap, four facts missing",
    )
    with tempfile.TemporaryDirectory() as folder:
        size = written_pack(folder)
        cold = fresh("bench.rules:load_pack", runs=3, folder=folder)
        alone = fresh("bench.rules:load_only", runs=3, folder=folder)
        report.figure("500 programmes on disk", size / 1e6, "MB")
        report.figure("their peak memory once read", cold.peak_mb, "MB")
        report.target("reading 500 programmes, CPU s, nothing cached", cold.cpu_with_imports, at_most=1)
        report.figure("  of which reading alone", alone.cpu, "s CPU")
        every = fresh("bench.rules:every_programme", runs=5, folder=folder, rounds=20, sentences=False)
        spoken = fresh("bench.rules:every_programme", runs=3, folder=folder, rounds=10, sentences=True)
        report.target(
            "one citizen, 500 programmes, CPU ms (results, amounts, questions)", every.cpu * 1e3, at_most=25
        )
        report.figure("  the same with every sentence of every clause", spoken.cpu * 1e3, "ms CPU")
    return report.finish(check)
