"""One citizen, one programme; one citizen, 500 programmes; reading 500 programmes: beside OpenFisca-Core.

Read from files, each of our 500 programmes is four times the bytes of its opponent's: two languages, an article for each
value, three years of values. The bound for reading them says no more than that it must not get worse.

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
    """Write a city of 500 programmes: the youth rent support again and again, each with its own values. Returns the bytes."""
    there = Path(folder)
    for name in ("facts.yaml", "parameters.yaml", "citations.yaml"):
        (there / name).write_bytes((CITY / name).read_bytes())
    (there / "programmes").mkdir()
    model = (CITY / "programmes" / "youth-rent.yaml").read_text(encoding="utf-8")
    written = 0
    for number in range(PROGRAMMES):
        text = model.replace("id: youth-rent\n", f"id: youth-rent-{number}\n", 1)
        # Every programme has its own thresholds and sentences, so that nothing can be shared between them.
        text = text.replace("600_000", str(600_000 + number)).replace("200_000", str(200_000 + number))
        text = text.replace("신청", f"신청({number})").replace("the support", f"the support {number}")
        written += (there / "programmes" / f"youth-rent-{number}.yaml").write_bytes(text.encode())
    return written


def load_pack(folder: str) -> Timed:
    """Read and check the whole pack from its files, nothing cached; Python's own start and imports left out."""
    from jiphyeon.methods import rules

    began = time.process_time()
    found = len(rules.load(folder).programmes)
    return Timed(found, time.process_time() - began)


def every_programme(folder: str, citizen: dict[str, Any], rounds: int, *, sentences: bool) -> Timed:
    """Judge one citizen under every programme: results, amounts, the questions best asked next; all sentences or none."""
    from jiphyeon.methods import rules

    pack = rules.load(folder)
    versions = [one.version_on(DAY) for one in pack.programmes.values()]

    def judge(facts: dict[str, Any]) -> tuple[list[int | None], list[str]]:
        known = pack.facts.know(facts, DAY)
        outcomes = [rules.evaluate(version, known, DAY) for version in versions]
        if sentences:
            for outcome in outcomes:
                outcome.reasons("ko")
        return [one.amount for one in outcomes], rules.next_questions(outcomes)

    answer = judge(citizen)
    gc.collect()
    gc.freeze()  # as a server does once its pack is read
    began = time.process_time()
    for _ in range(rounds):
        judge(citizen)
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
    _many(report)
    return report.finish(check)


def _many(report: Report) -> None:
    """500 programmes of the same rule, each with its own values, read from files and asked of one citizen."""
    peer = "bench.peers.openfisca_youth_rent"
    with tempfile.TemporaryDirectory() as folder:
        pack, package = Path(folder, "pack"), Path(folder, "package")
        pack.mkdir()
        package.mkdir()
        report.figure("500 programmes on disk, ours", written_pack(str(pack)) / 1e6, "MB")
        written = fresh(f"{peer}:written", runs=1, folder=str(package), programmes=PROGRAMMES).answer
        report.figure("500 programmes on disk, OpenFisca-Core", written / 1e6, "MB")
        ours = fresh("bench.rules:load_pack", runs=5, folder=str(pack))
        theirs = fresh(f"{peer}:load_package", runs=5, folder=str(package))
        report.figure("reading them, ours (two languages, articles, all checked)", ours.cpu, "s CPU")
        report.figure("reading them, OpenFisca-Core", theirs.cpu, "s CPU")
        report.figure("their peak memory, ours", ours.peak_mb, "MB")
        report.figure("their peak memory, OpenFisca-Core", theirs.peak_mb, "MB")
        report.target("reading 500 programmes: ours ÷ OpenFisca-Core", ours.cpu / theirs.cpu, at_most=1.75)
        asked = {"citizen": DUE, "folder": str(pack)}
        every = fresh("bench.rules:every_programme", runs=5, rounds=20, sentences=False, **asked)
        spoken = fresh("bench.rules:every_programme", runs=3, rounds=10, sentences=True, **asked)
        traced = fresh(
            f"{peer}:every_programme",
            runs=3,
            rounds=3,
            folder=str(package),
            programmes=PROGRAMMES,
            citizen=DUE,
        )
        report.figure("one citizen, 500 programmes, ours", every.cpu * 1e3, "ms CPU")
        report.figure("  the same with every sentence of every clause", spoken.cpu * 1e3, "ms CPU")
        report.figure("one citizen, 500 programmes, OpenFisca-Core (traced)", traced.cpu * 1e3, "ms CPU")
        report.target(
            "one citizen, 500 programmes: ours ÷ OpenFisca-Core", every.cpu / traced.cpu, at_most=1 / 20
        )
        same = sum(a == b for a, b in zip(sorted(every.answer[0]), sorted(traced.answer), strict=True))
        report.target("of 500 amounts, alike", same, at_least=PROGRAMMES)
