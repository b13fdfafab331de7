"""Equal shares on real Pabulib elections: reading, one run, Add1 and Add1U, every voter explained; beside pabutools.

Opponents: pabutools as shipped and as multiprofile, exact fractions, the same files in the same run. The JavaScript
tool of equalshares.net is not published as a package; where JIPHYEON_EQUALSHARES_TOOL names a folder with a copy of its
repository, a driver of ours runs its own parser and rule under Node. Where no opponent does the same work in reasonable time, the yardstick is
what pabutools needs for less, so that targets stay ratios whatever the machine.

Add1 is counted both ways: compiled (numba) held to the full ratios, plain to twice them, and both must buy the same in
the same order after the same steps. The machine code is compiled once, before anything is measured, and each process
loads it before its clock starts, as it imports before; only with all files in one command does loading it count.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bench.measure import ROOT, Measured, Report, Timed, fresh

DATA = Path(os.environ.get("JIPHYEON_DATA", ROOT.parent / "shared" / "data")) / "pabulib"
LODZ = "poland_lodz_2022_.pb"
SMALLEST = "us_stanford-dataset_pb-chicago-47th-ward-2022-youth_vote-approvals.pb"
PRAGA = "poland_warszawa_2020_praga-poludnie.pb"
# file: the seconds aimed at, the seconds pabutools (multiprofile) took on the same quiet machine for the same Add1
ADD1 = {
    "poland_warszawa_2024_wilanow.pb": (0.1, 25.2),
    "poland_wieliczka_2023_green-budget.pb": (0.05, 3.9),
    "netherlands_assen_2024_.pb": (0.15, 1.07),
}


def warm(path: str) -> Timed:
    """Have the machine code compiled and kept, by counting a small election."""
    from jiphyeon.methods import equal_shares as shares

    began = time.process_time()
    completion = shares.Completion.ADD1
    shares.tally(shares.read(Path(path)).election, shares.Rule(completion=completion), engine="compiled")
    return Timed(None, time.process_time() - began)


def ours(path: str, work: str, engine: str = "plain") -> Timed:
    """Do one piece of work on one file; reading counts only where it is the work, loading machine code never."""
    from jiphyeon.methods import equal_shares as shares

    began = time.process_time()
    election = shares.read(Path(path)).election
    if work == "read":
        return Timed([len(election.voters), len(election.projects)], time.process_time() - began)
    completion = shares.Completion("none" if work == "explain" else work)
    if engine == "compiled":
        warm(str(DATA / SMALLEST))
    began = time.process_time()
    outcome = shares.tally(election, shares.Rule(completion=completion), engine=engine)
    if work != "explain":
        return Timed(
            {"winners": outcome.ids, "steps": outcome.steps, "proofs": outcome.proofs},
            time.process_time() - began,
        )
    began = time.process_time()
    accounts = dict(shares.statements(outcome))
    paid = [accounts[group] for group in election.group_of.tolist()]
    return Timed(
        {"voters": len(paid), "payments": sum(len(account.payments) for account in paid)},
        time.process_time() - began,
    )


def pabutools(path: str, work: str, multi: bool) -> Timed:
    """Do the same by pabutools."""
    from pabutools.election import Cost_Sat, parse_pabulib
    from pabutools.rules import method_of_equal_shares

    began = time.process_time()
    instance, profile = parse_pabulib(path)
    if work == "read":
        return Timed([profile.num_ballots(), len(instance)], time.process_time() - began)
    began = time.process_time()
    if multi:
        profile = profile.as_multiprofile()
    won = method_of_equal_shares(
        instance, profile, Cost_Sat, voter_budget_increment=1 if work == "add1" else None
    )
    return Timed({"winners": [project.name for project in won]}, time.process_time() - began)


def every_file(folder: str, engine: str) -> Timed:
    """Decide all files by Add1U with one command; loading the machine code counts."""
    from jiphyeon.commands.command_line import main

    began = time.process_time()
    keep, sys.stdout = sys.stdout, open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 -- put back below
    try:
        main(["tally", folder, "--completion", "add1u", "--engine", engine, "--allow", "limits", "--json"])
    finally:
        sys.stdout.close()
        sys.stdout = keep
    return Timed(len(list(Path(folder).glob("*.pb"))), time.process_time() - began)


def _beside(report: Report, what: str, mine: Measured, other: Measured, at_most: float) -> None:
    report.figure(f"{what}, ours", mine.cpu, "s CPU")
    report.figure(f"{what}, ours, peak memory", mine.peak_mb, "MB")
    report.figure(f"{what}, pabutools", other.cpu, "s CPU")
    report.figure(f"{what}, pabutools, peak memory", other.peak_mb, "MB")
    report.target(f"{what}, ours ÷ pabutools", mine.cpu / other.cpu, at_most=at_most)


def _do(name: str, work: str, engine: str = "plain", runs: int = 3) -> Measured:
    return fresh("bench.equal_shares:ours", runs=runs, path=str(DATA / name), work=work, engine=engine)


def _both(report: Report, what: str, name: str, work: str, other: Measured, at_most: float) -> Measured:
    """Count one file compiled and plain, held to a ratio and to twice it; return what the compiled way found."""
    fast, plain = _do(name, work, "compiled"), _do(name, work)
    for way, mine, limit in (("compiled", fast, at_most), ("plain", plain, 2 * at_most)):
        report.figure(f"{what}, {way}", mine.cpu, "s CPU")
        report.figure(f"{what}, {way}, peak memory", mine.peak_mb, "MB")
        report.target(f"{what}, {way} ÷ pabutools", mine.cpu / other.cpu, at_most=limit)
    alike = all(fast.answer[key] == plain.answer[key] for key in ("winners", "steps"))
    report.target(f"{what}, both ways end alike", alike, at_least=1)
    return fast


def _they(name: str, work: str, *, multi: bool = False, runs: int = 1) -> Measured:
    return fresh("bench.equal_shares:pabutools", runs=runs, path=str(DATA / name), work=work, multi=multi)


def run(check: bool) -> int:
    """Measure and report; 1 where `check` and a target is missed."""
    report = Report("equal-shares")
    if not (DATA / LODZ).exists():
        report.skip("everything: no Pabulib files found; set JIPHYEON_DATA to the folder that holds pabulib/")
        return report.finish(check)
    read, reading = _do(LODZ, "read"), _they(LODZ, "read", runs=3)
    _beside(report, "read Łódź 2022", read, reading, 0.6 / 3.8)
    report.target("read Łódź 2022, peak MB", read.peak_mb, at_most=200)
    one, plain = _do(LODZ, "none"), _they(LODZ, "none")
    _beside(report, "equal shares, Łódź 2022", one, plain, 1 / 560)
    report.target("equal shares, Łódź 2022, peak MB", one.peak_mb, at_most=250)
    report.target(
        "equal shares, Łódź 2022, same winners in order",
        one.answer["winners"] == plain.answer["winners"],
        at_least=1,
    )
    multi = _they(LODZ, "none", multi=True)
    report.figure("equal shares, Łódź 2022, pabutools as multiprofile", multi.cpu, "s CPU")
    compiling = fresh("bench.equal_shares:warm", runs=1, path=str(DATA / SMALLEST))
    report.figure("compiling, once for each installation (or loading what was kept)", compiling.cpu, "s CPU")
    _both(report, "Add1U, Łódź 2022", LODZ, "add1u", plain, 0.3 / 28.1)
    explained = _do(LODZ, "explain")
    report.figure("every payment of Łódź 2022 explained", explained.cpu, "s CPU")
    report.target("explained ÷ one run of pabutools", explained.cpu / plain.cpu, at_most=1 / 28.1)
    report.target("explained, peak MB", explained.peak_mb, at_most=400)
    _both(report, "Add1, Praga-Południe", PRAGA, "add1", _they(PRAGA, "none"), 1 / 5.3)
    for name, (aimed, quiet) in ADD1.items():
        what = f"Add1, {name.split('_')[1]} {name.split('_')[3][:-3]}".strip()
        other = _they(name, "add1", multi=True)
        mine = _both(report, what, name, "add1", other, aimed / quiet)
        report.figure(f"{what}, pabutools", other.cpu, "s CPU")
        report.figure(f"{what}, pabutools, peak memory", other.peak_mb, "MB")
        same = mine.answer["winners"] == other.answer["winners"]
        report.target(f"{what}, same winners in order as pabutools", same, at_least=1)
    for engine, times in (("compiled", 1), ("plain", 2)):
        everything = fresh("bench.equal_shares:every_file", runs=1, folder=str(DATA), engine=engine)
        report.figure(f"all {everything.answer} files, Add1U, one command, {engine}", everything.cpu, "s CPU")
        report.target(
            f"all files, Add1U, {engine} ÷ pabutools reading one",
            everything.cpu / reading.cpu,
            at_most=times * 8 / 3.8,
        )
    _tool(report)
    _trails(report)
    return report.finish(check)


def by_cost_and_votes(path: str, completion: str) -> Timed:
    """Decide a file with the tie order the tool of equalshares.net is given, too: cost, votes, then another."""
    from jiphyeon.methods import equal_shares as shares

    election = shares.read(Path(path)).election
    if completion != "none":
        warm(str(DATA / SMALLEST))
    began = time.process_time()
    outcome = shares.tally(election, shares.Rule(completion=shares.Completion(completion), lot_seed="bench"))
    return Timed({"winners": outcome.ids}, time.process_time() - began)


def equalshares_tool(path: str, completion: str, accuracy: str) -> Timed:
    """Do the same by the tool of equalshares.net under Node; its own CPU seconds, without reading."""
    driver = ROOT / "bench" / "peers" / "equalshares_tool.mjs"
    asked = ["node", str(driver), os.environ["JIPHYEON_EQUALSHARES_TOOL"], path, completion, accuracy]
    answer = json.loads(subprocess.run(asked, capture_output=True, check=True, text=True).stdout)
    return Timed({"winners": answer["winners"]}, answer["cpu"])


def _tool(report: Report) -> None:
    folder = os.environ.get("JIPHYEON_EQUALSHARES_TOOL")
    if not folder or not Path(folder, "js", "methodOfEqualSharesWorker.js").exists():
        report.skip(
            "the JavaScript tool of equalshares.net: it is not a package; set JIPHYEON_EQUALSHARES_TOOL to a folder "
            "that holds its repository"
        )
        return
    if not shutil.which("node"):
        report.skip("the JavaScript tool of equalshares.net: Node is not installed here")
        return
    wieliczka = "poland_wieliczka_2023_green-budget.pb"
    rows = [(name, work, "floats") for name in (LODZ, PRAGA, *ADD1) for work in ("none", "add1")]
    rows += [(wieliczka, "none", "fractions"), (wieliczka, "add1", "fractions")]
    for name, work, accuracy in rows:
        path = str(DATA / name)
        mine = fresh("bench.equal_shares:by_cost_and_votes", runs=3, path=path, completion=work)
        other = fresh(
            "bench.equal_shares:equalshares_tool", runs=1, path=path, completion=work, accuracy=accuracy
        )
        what = f"{'one run' if work == 'none' else 'Add1'}, {name.removesuffix('.pb').rstrip('_')}"
        report.figure(f"{what}, ours beside the tool", mine.cpu, "s CPU")
        report.figure(f"{what}, equalshares.net tool in {accuracy}", other.cpu, "s CPU")
        report.figure(f"{what}, tool in {accuracy} ÷ ours", other.cpu / mine.cpu, "times")
        same = set(mine.answer["winners"]) == set(other.answer["winners"])
        report.figure(f"{what}, tool in {accuracy}, same projects funded", same, "(1: yes)")


def trail(path: str) -> Timed:
    """Prove every step of Add1U of one file, and check the proof; the CPU seconds are those of the check."""
    from jiphyeon.methods import equal_shares as shares

    election = shares.read(Path(path)).election
    outcome = shares.tally(election, shares.Rule(completion=shares.Completion.ADD1U))
    began = time.process_time()
    proof = shares.trail_document(outcome)
    made = time.process_time() - began
    result, published = shares.result_document(outcome, proof), shares.election_document(election)
    began = time.process_time()
    findings = [problem.en for problem in shares.verify(result, published).problems]
    size = len(shares.text_of(proof or {}))
    return Timed(
        {"steps": outcome.steps, "made": made, "size": size, "findings": findings},
        time.process_time() - began,
    )


def _trails(report: Report) -> None:
    """The trail that proves that no earlier step of Add1 had stopped: nobody else offers one."""
    for name in ("poland_swiecie_2023_.pb", *ADD1, LODZ):
        proof = fresh("bench.equal_shares:trail", runs=1, path=str(DATA / name))
        what = f"trail, {name.removesuffix('.pb').rstrip('_')}"
        report.figure(f"{what}, steps", proof.answer["steps"])
        report.figure(f"{what}, size", proof.answer["size"] / 1000, "kB")
        report.figure(f"{what}, made", proof.answer["made"], "s CPU")
        report.figure(f"{what}, whole result checked", proof.cpu, "s CPU")
        report.target(f"{what}, findings", len(proof.answer["findings"]), at_most=0)
