"""A whole city under one programme: beside OpenFisca-Core and SQL written by hand, on the same synthetic city.

Everybody reads the same Parquet files and writes a result file; ours holds a column a clause, the result and the
amount, checks the data, and counts fails and sole blockers, as the hand-written SQL does without unknowns or checks.
CPU seconds are medians of fresh processes. JIPHYEON_COUNTRY=1 adds 51 million people (about 20 minutes).
"""

from __future__ import annotations

import os
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench.measure import RESULTS, ROOT, Report, Timed, fresh

CITY = ROOT / "src" / "jiphyeon" / "cities" / "sejong"
DAY = date(2024, 3, 4)
MILLION = 1_000_000
SCENARIOS = [
    {"age_limit": 34},
    {"age_limit": 36},
    {"age_limit": 44},
    {"age_limit": 49},
    {"deposit_cap": 50_000_000},
    {"deposit_cap": 150_000_000},
    {"monthly_cap": 150_000},
    {"monthly_cap": 250_000},
    {"rent_cap": 700_000, "monthly_cap": 220_000},
    {"asset_cap": 150_000_000, "deposit_cap": 120_000_000},
]


def draw(people: int, folder: str, seed: int = 7) -> None:
    """Write people.parquet and households.parquet of a synthetic city, households shuffled over the people."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    dice = np.random.default_rng(seed)
    sizes = dice.choice(np.arange(1, 6), size=people, p=[0.42, 0.27, 0.17, 0.10, 0.04])
    ends = np.cumsum(sizes)
    households = int(np.searchsorted(ends, people)) + 1
    sizes = sizes[:households]
    sizes[-1] -= int(ends[households - 1]) - people
    home = np.repeat(np.arange(households, dtype=np.int64), sizes)
    dice.shuffle(home)

    def yes(share: float, count: int) -> Any:
        return dice.random(count) < share

    born = np.datetime64("2024-03-04") - dice.integers(0, 90 * 365, people)
    income = np.where(yes(0.35, people), 0, dice.lognormal(14.8, 0.6, people).astype(np.int64))
    pq.write_table(
        pa.table(
            {
                "person_id": np.arange(1, people + 1, dtype=np.int64),
                "household_id": home,
                "birth_date": born.astype("datetime64[D]"),
                "lives_in_sejong": yes(0.97, people),
                "receives_housing_aid": yes(0.05, people),
                "monthly_income": income.astype(np.int64),
            }
        ),
        f"{folder}/people.parquet",
        compression="zstd",
    )
    area = pa.array(dice.integers(2_000, 13_000, households)).cast(pa.decimal128(19, 0))
    pq.write_table(
        pa.table(
            {
                "household_id": np.arange(households, dtype=np.int64),
                "owns_home": yes(0.4, households),
                "deposit": dice.integers(0, 200, households) * MILLION,
                "monthly_rent": dice.integers(0, 80, households) * 10_000,
                "area": pa.Array.from_buffers(pa.decimal128(19, 2), len(area), area.buffers()),
                "assets": dice.integers(0, 250, households) * MILLION,
                "registered": yes(0.95, households),
                "own_name": yes(0.9, households),
                "public_rental": yes(0.08, households),
                "landlord_is_relative": yes(0.05, households),
            }
        ),
        f"{folder}/households.parquet",
        compression="zstd",
    )


def ours(city: str, out: str, memory: int = 1_200, threads: int = 2) -> Timed:
    """Judge everybody and write the result file; return its figures. Imports do not count, as for the peers."""
    import pyarrow.parquet  # noqa: F401
    import sqlglot.dialects.duckdb  # noqa: F401

    from jiphyeon.methods import rules
    from jiphyeon.methods.rules.population import Files, Resources, run

    began = time.process_time()
    version = rules.load(CITY).programme("youth-rent").version_on(DAY)
    files = Files(Path(city, "people.parquet"), Path(city, "households.parquet"))
    figures = run(version, DAY, files, Path(out), means=Resources(memory, threads)).figures
    spent = time.process_time() - began
    answer = {
        "people": figures.people,
        "due": figures.passes,
        "won": figures.amount_total,
        # Who of a home has it is asked by us alone; here everybody due lives alone, so that it changes nothing.
        "clauses": {
            one.id: [one.fail, one.sole_blocker] for one in figures.clauses if one.id != "one-per-dwelling"
        },
        "bytes": Path(out).stat().st_size,
    }
    return Timed(answer, spent)


def copied(city: str, out: str) -> Timed:
    """Read the same columns and write as many as a result has, judging nothing, all by pyarrow as it comes.

    What any way of judging costs that leaves its files to the usual library; what ours takes above it is judging.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    began = time.process_time()
    people = pq.read_table(f"{city}/people.parquet")
    homes = pq.read_table(f"{city}/households.parquet")
    count = people.num_rows
    flags = [people[name] for name in ("lives_in_sejong", "receives_housing_aid")]
    columns = {"person_id": people["person_id"], "amount": people["monthly_income"]}
    columns |= {f"clause_{n}": flags[n % 2] for n in range(13)}
    pq.write_table(pa.table(columns), out, compression="zstd", compression_level=1)
    return Timed([count, homes.num_rows], time.process_time() - began)


def scenarios(city: str) -> Timed:
    """Judge ten scenarios beside what is in force; return due, winners, losers and net cost of each."""
    from jiphyeon.methods import rules
    from jiphyeon.methods.rules.population import Files, Resources, Scenario, compare_scenarios

    began = time.process_time()
    programme = rules.load(CITY).programme("youth-rent")
    files = Files(Path(city, "people.parquet"), Path(city, "households.parquet"))
    supposed = [Scenario(str(n), one) for n, one in enumerate(SCENARIOS)]
    found, _ = compare_scenarios(programme, DAY, files, supposed, means=Resources(1_200, 2))
    spent = time.process_time() - began
    answer = [
        [one.whole.due_after, one.whole.winners, one.whole.losers, one.whole.net_cost]
        for one in found.scenarios
    ]
    return Timed(answer, spent)


def by_hand_scenarios(city: str) -> list[list[int]]:
    """Judge the same scenarios one after another, each a whole run of its own, and compare the result files."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from jiphyeon.methods import rules
    from jiphyeon.methods.rules.population import Files, Resources, Scenario, run, scenario_version

    programme = rules.load(CITY).programme("youth-rent")
    files = Files(Path(city, "people.parquet"), Path(city, "households.parquet"))
    amounts = []
    with tempfile.TemporaryDirectory() as folder:
        for number, one in enumerate([{}, *SCENARIOS]):
            out = Path(folder, f"{number}.parquet")
            run(
                scenario_version(programme, Scenario("", one), DAY),
                DAY,
                files,
                out,
                means=Resources(1_200, 2),
            )
            amounts.append(pq.read_table(out, columns=["person_id", "amount"]).sort_by("person_id")["amount"])
    found = []
    for after in amounts[1:]:
        more = pc.subtract(after, amounts[0])
        found.append(
            [
                pc.sum(pc.greater(after, 0)).as_py(),
                pc.sum(pc.greater(more, 0)).as_py(),
                pc.sum(pc.less(more, 0)).as_py(),
                pc.sum(more).as_py(),
            ]
        )
    return found


def edge_cases() -> dict[str, Any]:
    """Judge one won over the deposit cap, and four facts missing, one by one and as a population."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from bench.rules import FOUR_MISSING, ONE_WON_OVER

    from jiphyeon.methods import rules
    from jiphyeon.methods.rules.population import Files, run

    version = rules.load(CITY).programme("youth-rent").version_on(DAY)
    single = [rules.evaluate(version, facts, DAY) for facts in (ONE_WON_OVER, FOUR_MISSING)]
    rows = []
    for number, facts in enumerate((ONE_WON_OVER, FOUR_MISSING), 1):
        row = {name: facts.get(name) for name in ONE_WON_OVER}
        rows.append({**row, "person_id": number, "birth_date": date.fromisoformat(str(row["birth_date"]))})
    with tempfile.TemporaryDirectory() as folder:
        people, out = Path(folder, "people.parquet"), Path(folder, "out.parquet")
        pq.write_table(pa.Table.from_pylist(rows), people)
        run(version, DAY, Files(people), out)
        several = (
            pq.read_table(out, columns=["person_id", "result"]).sort_by("person_id")["result"].to_pylist()
        )
    return {"single": [one.result.value for one in single], "several": several, "ask": list(single[1].ask)}


def _plot(points: list[tuple[int, float]]) -> None:
    """Draw CPU seconds over people as an SVG beside the results."""
    most_people, most_cpu = points[-1][0], max(cpu for _, cpu in points)
    at = [(60 + 500 * people / most_people, 260 - 220 * cpu / most_cpu) for people, cpu in points]
    line = " ".join(f"{x:.0f},{y:.0f}" for x, y in at)
    marks = "".join(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4"/><text x="{x:.0f}" y="{y - 10:.0f}" text-anchor="middle">{cpu:.2f} s</text>'
        f'<text x="{x:.0f}" y="280" text-anchor="middle">{people / MILLION:g} M</text>'
        for (x, y), (people, cpu) in zip(at, points, strict=True)
    )
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 300" font-family="sans-serif" font-size="12">'
        f"<title>CPU seconds grow in a straight line with the people judged</title>"
        f'<path d="M60 30V260H580" fill="none" stroke="#666"/><polyline points="60,260 {line}" fill="none" '
        f'stroke="#0b50d0" stroke-width="2"/>{marks}</svg>\n'
    )
    RESULTS.mkdir(parents=True, exist_ok=True)
    Path(RESULTS, "rules-population.svg").write_text(svg, encoding="utf-8")


def run(check: bool) -> int:
    """Measure, print, keep; see the module's own words for what is compared."""
    report = Report("rules-population")
    with tempfile.TemporaryDirectory(prefix="jiphyeon-bench-") as folder:
        cities = {}
        for people in (MILLION // 2, MILLION, 2 * MILLION, 5 * MILLION):
            cities[people] = Path(folder, str(people))
            cities[people].mkdir()
            draw(people, str(cities[people]))
        one, out = str(cities[MILLION]), str(Path(folder, "out.parquet"))
        mine = fresh("bench.rules_population:ours", runs=5, city=one, out=out)
        hand = fresh("bench.peers.hand_written_youth_rent:run", runs=5, city=one, out=out)
        fisca = fresh("bench.peers.openfisca_youth_rent:population", runs=3, city=one, out=out)
        bare = fresh("bench.rules_population:copied", runs=5, city=one, out=out)
        everyone = (
            ("ours", mine), ("hand-written SQL", hand), ("OpenFisca-Core", fisca), ("a bare copy of the columns", bare)
        )  # fmt: skip
        for name, measured in everyone:
            report.figure(f"1 M people, {name}", measured.cpu, "s CPU")
            report.figure(f"1 M people, {name}, peak memory", measured.peak_mb, "MB")
        report.target("1 M people: OpenFisca-Core ÷ ours", fisca.cpu / mine.cpu, at_least=3)
        report.target("1 M people: ours ÷ hand-written SQL", mine.cpu / hand.cpu, at_most=0.5)
        report.figure("1 M people, ours ÷ a bare copy of the columns", mine.cpu / bare.cpu, "×")
        report.figure("1 M people, ours above a bare copy (below: faster)", mine.cpu - bare.cpu, "s CPU")
        same = all(mine.answer[key] == hand.answer[key] for key in ("people", "due", "won", "clauses"))
        same_fisca = all(mine.answer[key] == fisca.answer[key] for key in ("people", "due", "won"))
        report.target("figures equal: hand-written SQL, OpenFisca-Core", same + same_fisca, at_least=2)
        many = fresh("bench.rules_population:scenarios", runs=5, city=one)
        report.figure("10 scenarios at 1 M, winners and losers", many.cpu, "s CPU")
        report.target("10 scenarios at 1 M ÷ one by hand-written SQL", many.cpu / hand.cpu, at_most=1.3)
        alone = fresh("bench.rules_population:by_hand_scenarios", runs=1, city=one)
        report.target(
            "10 scenarios equal to 10 runs of their own", int(alone.answer == many.answer), at_least=1
        )
        points = []
        for people, city in cities.items():
            measured = fresh("bench.rules_population:ours", runs=3, city=str(city), out=out, memory=700)
            points.append((people, measured.cpu))
            report.figure(f"{people / MILLION:g} M people, ours", measured.cpu, "s CPU")
        growth = (points[-1][1] / points[1][1]) / 5
        report.target("5 M ÷ 1 M, in the time of 5 × 1 M", growth, at_most=1.25)
        _plot(points)
        fisca_five = fresh(
            "bench.peers.openfisca_youth_rent:population", runs=1, city=str(cities[5 * MILLION]), out=out
        )
        report.figure("5 M people, OpenFisca-Core", fisca_five.cpu, "s CPU")
        report.figure("5 M people, OpenFisca-Core, peak memory", fisca_five.peak_mb, "MB")
        report.figure("5 M people, ours, peak memory", measured.peak_mb, "MB")
        report.target("5 M people: OpenFisca-Core ÷ ours, CPU", fisca_five.cpu / points[-1][1], at_least=2)
        report.target(
            "5 M people: OpenFisca-Core ÷ ours, peak memory",
            fisca_five.peak_mb / measured.peak_mb,
            at_least=1,
        )
        _edges(report)
        _country(report, Path(folder))
    return report.finish(check)


def _edges(report: Report) -> None:
    edges = fresh("bench.rules_population:edge_cases", runs=1).answer
    theirs = fresh("bench.peers.openfisca_youth_rent:four_missing_and_one_over", runs=1).answer
    print("  OpenFisca-Core pays", theirs)
    right = (edges["single"][0] == "fail") + (edges["several"][0] == "fail")
    report.target("deposit of 100,000,001 refused, in both evaluators", right, at_least=2)
    unknown = (
        (edges["single"][1] == "unknown") + (edges["several"][1] == "unknown") + (len(edges["ask"]) == 4)
    )
    report.target("four facts missing: unknown in both, and four to ask", unknown, at_least=3)


def _country(report: Report, folder: Path) -> None:
    if os.environ.get("JIPHYEON_COUNTRY") != "1":
        report.skip("51 M people (JIPHYEON_COUNTRY=1 runs it)")
        return
    country = folder / "country"
    country.mkdir()
    draw(51 * MILLION, str(country))
    began = time.monotonic()
    measured = fresh(
        "bench.rules_population:ours",
        runs=1,
        city=str(country),
        out=str(folder / "country.parquet"),
        memory=6_000,
    )
    report.figure("51 M people, wall", time.monotonic() - began, "s")
    report.figure("51 M people, CPU", measured.cpu, "s")
    report.figure("51 M people, peak memory", measured.peak_mb, "MB")
    report.target("51 M people judged", measured.answer["people"] / (51 * MILLION), at_least=1)
