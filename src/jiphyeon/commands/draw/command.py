"""jiphyeon draw: a fair panel by lot, certified; commit, pick and verify for a draw that anybody can repeat."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import click

from jiphyeon.foundation.terminal.verdicts import Verifier, answer
from jiphyeon.kernel import Place, Refused, Words

if TYPE_CHECKING:
    from jiphyeon.methods.sortition import (
        Draw,
        Findings,
        Record,
        Source,
        SourceRow,
        Statement,
        Task,
        Verified,
    )

OBJECTIVES = ("leximin", "maximin", "nash", "goldilocks", "legacy")
FILE = click.Path(dir_okay=False, path_type=Path)
NUMBER = click.IntRange(max=10_000_000)
"""People and panels: more are a slip of the keys, and would be worked on for days."""


@click.group(name="draw", invoke_without_command=True)
@click.option("--people", type=FILE, help="CSV, one person a row, one column for each category.")
@click.option("--quotas", type=FILE, help="CSV: category, feature, min, max; also min_flex, max_flex, law.")
@click.option("--size", type=NUMBER, help="Members of the whole body; sitting members count towards it.")
@click.option("--objective", type=click.Choice(OBJECTIVES), default="leximin", show_default=True)
@click.option(
    "--seed", help="Pick a panel with this value now (for rehearsals; in public use --record, --source)."
)
@click.option(
    "--id", "identifier", metavar="COLUMN", help="The column that names a person; nobody may appear twice."
)
@click.option("--same-address", metavar="COLUMN", help="At most one of those who share this column's value.")
@click.option("--same-organisation", metavar="COLUMN", help="Likewise for the organisation.")
@click.option("--relations", type=FILE, help="CSV of declared ties: two people's identifiers a row.")
@click.option("--sitting", type=FILE, help="CSV of members who stay; the quotas are reduced by them.")
@click.option(
    "--panels", type=NUMBER, metavar="M", help="Round to M equally likely panels and state the loss."
)
@click.option(
    "--alternates", "spare", type=NUMBER, metavar="N", help="Choose N alternates for the picked panel."
)
@click.option(
    "--drop-out", default="0.1", show_default=True, metavar="RATE|COLUMN", help="How likely members drop out."
)
@click.option(
    "--relax", is_flag=True, help="Where the quotas are impossible, apply their smallest relaxation."
)
@click.option("--record", type=FILE, help="Write the committed record here.")
@click.option("--source", metavar="KIND:NAME", help="drand:…, lottery:…, or sealed:FILE.json with the seals.")
@click.option("--svg", type=FILE, help="Write the picture of all chances here.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole result as JSON.")
@click.option("--quiet", is_flag=True, help="No progress on the error stream.")
@click.pass_context
def draw(ctx: click.Context, /, **given: Any) -> None:
    """Draw a panel by lot that meets every quota, as fairly as the quotas allow.

    \b
      ./jip draw --people people.csv --quotas quotas.csv --size 22 --seed 2026-03-02
      ./jip draw --people people.csv --quotas quotas.csv --size 22 --panels 1000 \\
                    --record draw.json --source "drand:quicknet 12345678"
      ./jip draw pick draw.json --value 5f3a…
      ./jip draw verify draw.json
    """  # noqa: D301 -- click's mark for lines to keep
    if ctx.invoked_subcommand is not None:
        return
    missing = [f"--{name}" for name in ("people", "quotas", "size") if given[name] is None]
    if missing:
        raise click.UsageError(f"Missing option {', '.join(missing)}.", ctx)
    _check_wishes(given["record"], given["source"], given["seed"], given["spare"])
    _draw(**given)


def _check_wishes(record: Path | None, source: str | None, seed: str | None, spare: int | None) -> None:
    """Refuse options that contradict one another."""
    if (record is None) != (source is None):
        raise click.UsageError("--record and --source go together: the source is named before it speaks.")
    if record is not None and seed is not None:
        raise click.UsageError("--seed picks at once; a record waits for its source. Give one of the two.")
    if spare is not None and seed is None and record is None:
        raise click.UsageError(
            "--alternates belong to a picked panel: give --seed, or --record and --source."
        )
    if spare is not None and spare < 1:
        raise click.UsageError("--alternates needs a number of people.")


def _draw(
    *,
    objective: str,
    seed: str | None,
    spare: int | None,
    panels: int | None,
    drop_out: str,
    relax: bool,
    record: Path | None,
    source: str | None,
    svg: Path | None,
    as_json: bool,
    quiet: bool,
    **files: Any,
) -> None:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # idle helper threads cost more than they bring here
    from jiphyeon.methods.sortition import (
        as_quotas,
        as_svg,
        as_text,
        check,
        in_order,
        read_rates,
        read_task,
        relaxed,
    )

    reading, public = read_task(**files), _source(source)
    task, changes = relaxed(reading.task) if relax else (reading.task, ())
    drawn = _lottery(task, objective, panels, seed, quiet=quiet)
    plain = drawn.plain()
    if reading.body is not None:
        plain["body"] = reading.body
    if changes:
        plain["relaxed"] = [str(change) for change in changes]
        plain["asked"] = as_quotas(in_order(reading.task))
    if never := drawn.never():
        plain["never"] = never
    if spare:
        plain["alternates"] = {"number": spare, "rates": read_rates(reading.table, drop_out)}
    findings = check(plain)
    if findings.checked.problems:
        raise Refused(
            "check_failed",
            ko="독립 검산을 통과하지 못해 결과를 내지 않습니다: {why_ko}",
            en="The independent check failed, so there is no result: {why}",
            why=findings.checked.problems[0].en,
            why_ko=findings.checked.problems[0].ko,
        )
    document = {**plain, **_outcome(plain, seed, public, record)}
    verdict = _verdict(findings)
    if svg is not None:
        _write(svg, as_svg(plain))
    if as_json:
        click.echo(json.dumps({**document, "rows_count_from": 1, "check": verdict}, ensure_ascii=False))
    else:
        click.echo(as_text(document, verdict), nl=False)


def _verdict(findings: Findings) -> dict[str, Any]:
    """Return what the check found, as JSON has it; None where there was nothing to measure."""
    return {
        "verdict": findings.checked.verdict.value,
        "problems": [problem.en for problem in findings.checked.problems],
        "unchecked": [one.en for one in findings.checked.unchecked],
        **_measured(findings),
    }


def _measured(findings: Findings) -> dict[str, Any]:
    figures = {name: getattr(findings, name) for name in ("residual", "loss", "gap")}
    return {
        **{name: None if value == float("inf") else value for name, value in figures.items()},
        "trusted": findings.trusted,
    }


def _lottery(task: Task, objective: str, panels: int | None, seed: str | None, *, quiet: bool) -> Draw:
    from jiphyeon.methods.sortition import draw as certified
    from jiphyeon.methods.sortition import legacy_draw

    report = _progress(quiet)
    if objective == "legacy":
        dice = Random(f"legacy {seed}")  # noqa: S311 -- seeded on purpose, repeatable
        drawn = legacy_draw(task, number=panels or 1000, dice=dice, progress=report)
    else:
        drawn = certified(task, objective, equal=panels, progress=report)
    report("")
    return drawn


def _outcome(
    plain: Statement, seed: str | None, source: Source | None, record: Path | None
) -> dict[str, object]:
    """Write the record where a source is named; pick a panel where a seed is given."""
    from jiphyeon.methods.sortition import Source, commit, picked

    if seed is not None:
        done = picked(commit(plain, Source("seed")), seed)
        outcome: dict[str, object] = {"selected": done["selected"], "commitment": done["commitment"]}
        return {**outcome, "alternates": done["alternates"]} if "alternates" in done else outcome
    if source is None or record is None:
        return {"selected": None}
    made = commit(plain, source)
    _write(record, json.dumps(made, ensure_ascii=False) + "\n")
    return {"selected": None, "commitment": made["commitment"]}


def _source(text: str | None) -> Source | None:
    from jiphyeon.methods.sortition import Source, load

    if text is None:
        return None
    kind, _, name = text.partition(":")
    if kind != "sealed":
        return Source(kind, name.strip())
    seals = load(Path(name))
    if not isinstance(seals, dict) or not all(isinstance(mark, str) for mark in seals.values()):
        raise Refused(
            "seals_unusable",
            ko="봉인 파일은 이름과 SHA-256 값의 목록이어야 합니다.",
            en="The seals are an object of names and SHA-256 values.",
            place=Place(name),
        )
    return Source(kind, Path(name).name, tuple(sorted(seals.items())))


@draw.command()
@click.argument("record", type=FILE)
@click.option("--value", "values", multiple=True, help="The source's value; NAME=SECRET when sealed.")
@click.option(
    "--beacon",
    type=FILE,
    help="drand: the round as a relay gives it (JSON); its signature is checked offline.",
)
def pick(record: Path, values: tuple[str, ...], beacon: Path | None) -> None:
    """Let the source's value pick the panel of a committed RECORD, once."""
    if bool(values) == (beacon is not None):
        raise click.UsageError("Give --value, or for drand --beacon; one of the two.")
    from jiphyeon.methods.sortition import as_record, load, picked, verify

    committed = as_record(load(record))
    verdict = verify(committed)
    if verdict.checked.problems:
        raise Refused(
            "record_broken",
            ko="기록이 확인되지 않습니다: {why_ko}",
            en="The record does not hold: {why}",
            place=Place(record.name),
            why=verdict.checked.problems[0].en,
            why_ko=verdict.checked.problems[0].ko,
        )
    signature = ""
    value: str | dict[str, str]
    if beacon is not None:
        value, signature = _of_beacon(committed["source"], beacon)
    elif committed["source"]["kind"] == "sealed":
        value = {name: secret for name, _, secret in (text.partition("=") for text in values)}
    else:
        value = values[0]
    done = picked(committed, value, signature=signature)
    _write(record, json.dumps(done, ensure_ascii=False) + "\n")
    click.echo("selected rows: " + ", ".join(str(row) for row in done["selected"] or ()))
    if "alternates" in done:
        click.echo("alternates: " + ", ".join(str(row) for row in done["alternates"]["rows"]))


def _of_beacon(source: SourceRow, file: Path) -> tuple[str, str]:
    from jiphyeon.methods.sortition import load, of_beacon

    if source["kind"] != "drand":
        raise click.UsageError(f"--beacon is for drand; this record waits for {source['kind']!r}.")
    beacon = load(file)
    return of_beacon(source["name"], beacon if isinstance(beacon, dict) else {})


@draw.command(cls=Verifier)
@click.argument("record", type=FILE)
@click.option("--value", default="", help="The source's value as you know it from the source, to compare.")
@click.option("--commitment", default="", help="The hash as it was published beforehand, to compare.")
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
def verify(record: Path, value: str, commitment: str, as_json: bool) -> None:
    """Re-run a RECORD from nothing but itself.

    True (exit code 0) is said only of what was reckoned again. False exits with 1; not proven, with each reason, with 3.
    """
    from jiphyeon.methods.sortition import as_record, load
    from jiphyeon.methods.sortition import verify as rerun

    record_read = as_record(load(record))
    verified = rerun(record_read, value=value, commitment=commitment)
    answer(
        verified.checked,
        true=_all_that_was_checked(record_read, verified),
        as_json=as_json,
        more={
            "decided": verified.decided,
            "commitment": record_read["commitment"],
            "selected": record_read["selected"],
            **_measured(verified.findings),
        },
    )


def _all_that_was_checked(record: Record, verified: Verified) -> Words:
    """Say what a true record was found to hold, and what it rests on."""
    from jiphyeon.methods.sortition import TOLERANCE, rounded

    statement, findings = record["statement"], verified.findings
    objective = statement["objective"]
    best_ko = f"{objective} 기준으로 {findings.gap:.1e}보다 더 고르게 뽑는 방법은 없습니다"
    best = f"no lottery does better by {objective} than {findings.gap:.1e}"
    proved = f"(exact sums; taken as proved within {float(TOLERANCE):g} of an even chance)"
    if "rounding" in statement:
        rounding = statement["rounding"]
        best_ko = (
            f"확률이 같은 명단 {rounding['panels']}개로 나누면서 확률이 최대 {findings.loss:.1e} 움직였고, 가장 작은 확률은 "
            f"{rounding['minimum_before']:.3g} → {rounding['minimum_after']:.3g}입니다(더 낫게 나눌 수 없다고는 하지 "
            f"않습니다). 나누기 전에는 {best_ko}"
        )
        best = f"{rounded(statement, findings.loss)}; before rounding, {best}"
    picked = "the value picks the panel named" if verified.decided else "the source has not spoken yet"
    return Words(
        "명단 {n}개가 모두 요건을 지키고, 확률과 수치가 적힌 그대로입니다. {best_ko}(정확한 합으로 계산, 고른 확률의 {tolerance:g} 안이면 "
        "증명된 것으로 봄). {picked_ko} 적힌 사람과 요건이 사실이고, 출처가 값을 내기 전에 다음 해시가 알려졌다면 그렇습니다: {hash}",
        "{n}, every one lawful; chances and figures as stated; {best} {proved}; {picked}. It rests on the people and quotas "
        "as stated, and on this hash being known before the source spoke: {hash}",
    ).filled(
        n=Words.count(len(statement["panels"]), "panel"),
        best_ko=best_ko,
        tolerance=float(TOLERANCE),
        best=best,
        proved=proved,
        picked=picked,
        picked_ko="값이 적힌 사람들을 뽑습니다."
        if verified.decided
        else "아직 출처의 값이 나오지 않았습니다.",
        hash=record["commitment"],
    )


def _write(path: Path, text: str) -> None:
    """Write whole or not at all: to a file beside it, then rename."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as made:
        made.write(text)
    Path(made.name).replace(path)


def _progress(quiet: bool) -> Callable[[str], None]:
    """Return a teller of progress: one line, overwritten, on a terminal; plain lines elsewhere."""
    live = sys.stderr.isatty()

    def report(words: str) -> None:
        if quiet:
            return
        if live:
            click.echo(f"\r\x1b[K{words}", err=True, nl=False)
        elif words:
            click.echo(words, err=True)

    return report
