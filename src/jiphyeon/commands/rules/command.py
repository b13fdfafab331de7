"""`jiphyeon rules`: check a city's rule files, explain one case, run the cases beside the programmes."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jiphyeon.commands.rules.arguments import Day, city
from jiphyeon.commands.rules.population import run_population, what_if_command
from jiphyeon.foundation.terminal.language import language_option, readers_language
from jiphyeon.kernel import Place, Refused, parse_json, read_bytes

if TYPE_CHECKING:
    from jiphyeon.methods.rules import Outcome, Pack


@click.group()
def rules() -> None:
    """Programmes as data: check them, explain a case, run their cases; judge everybody, try a change."""


rules.add_command(run_population)
rules.add_command(what_if_command)


@rules.command()
@click.argument("path", type=click.Path(path_type=Path), default=city)
def check(path: Path) -> None:
    """Read every rule file of a city pack (or one file in it) and say everything that is wrong, with file and line."""
    from jiphyeon.methods.rules import read

    folder = pack_of(path)
    refusals: list[Refused] = []
    pack = read(folder, refusals)
    if path.is_file():
        only = str(path.resolve().relative_to(folder.resolve()))
        shared = [no for no in refusals if no.place is None or not no.place.file.startswith("programmes")]
        refusals = shared + [no for no in refusals if no.place is not None and no.place.file == only]
    for no in refusals:
        click.echo(f"jiphyeon: {no.line(readers_language())}", err=True)
    if refusals or pack is None:
        sys.exit(2)
    clauses = sum(len(version.clauses) for one in pack.programmes.values() for version in one.versions)
    click.echo(
        f"{len(pack.programmes)} programmes, {clauses} clauses in their versions, {len(pack.facts)} facts: nothing wrong."
    )
    open_values = unread(pack)
    if open_values:
        click.echo(f"{len(open_values)} values whose source nobody has read yet: {', '.join(open_values)}")


@rules.command()
@click.argument("programme")
@click.option(
    "--facts", "file", required=True, help="A JSON object by fact name; - reads it from standard input."
)
@click.option(
    "--as-of", "day", type=Day(), required=True, help="The day that chooses the version, 2024-03-04."
)
@click.option("--known-on", type=Day(), help="Answer as the rules were known on that day.")
@click.option(
    "--pack",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=city,
    show_default="JIPHYEON_CITY",
    help="The city pack.",
)
@click.option(
    "--moment",
    type=click.Choice(["application", "payment"]),
    default="application",
    show_default=True,
    help="Judge an application, or a payment: then what was judged once stands as met.",
)
@language_option
@click.option("--json", "as_json", is_flag=True, help="The whole answer for programs.")
def explain(
    programme: str,
    file: str,
    day: date,
    known_on: date | None,
    folder: Path,
    moment: str,
    language: str,
    as_json: bool,
) -> None:
    """Say whether PROGRAMME is due on a day, clause by clause with reasons, and what to ask next."""
    from jiphyeon.methods.rules import Moment, evaluate, load

    facts = facts_from(file)
    version = load(folder).programme(programme).version_on(day, known_on)
    outcome = evaluate(version, facts, day, moment=Moment(moment))
    if as_json:
        click.echo(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2))
        return
    for line in in_lines(outcome, language):
        click.echo(line)


@rules.command()
@click.argument("path", type=click.Path(path_type=Path), default=city)
@click.option("--verbose", is_flag=True, help="Name every case, not only those that differ.")
def test(path: Path, verbose: bool) -> None:
    """Run the YAML cases of a pack, or one case file, with the cases each threshold brings by itself."""
    from jiphyeon.methods.rules import load, run_cases

    folder = pack_of(path)
    pack = load(folder)
    beside = folder / "programmes" / "tests"
    files = [path] if path.is_file() else sorted(beside.glob("*.yaml"))
    if not files:
        raise Refused(
            "no_cases",
            ko="{folder}에 사례가 없습니다. 사례 파일이 있는 폴더를 적어 주세요.",
            en="There are no cases in {folder}.",
            folder=beside,
        )
    written = generated = differing = 0
    for one in files:
        for verdict in run_cases(pack, one, str(one)):
            written, generated = written + (not verdict.generated), generated + verdict.generated
            if verdict.differs:
                differing += 1
                click.echo(f"{verdict.place}: {verdict.name}: {verdict.differs}", err=True)
            elif verbose:
                click.echo(f"{one.name}: {verdict.name}")
    click.echo(
        f"{written} cases written, {generated} from thresholds: {differing or 'none'} differ{'s' * (differing == 1)}."
    )
    sys.exit(1 if differing else 0)


def pack_of(path: Path) -> Path:
    """Return the pack's folder: the path itself, or the nearest folder above it that holds facts.yaml."""
    if not path.exists():
        raise Refused(
            "no_such_path",
            ko="{path}이(가) 없습니다. 경로를 다시 적어 주세요.",
            en="There is no {path}.",
            path=path,
        )
    for folder in (path, *path.resolve().parents):
        if (folder / "facts.yaml").is_file():
            return folder
    raise Refused(
        "no_pack",
        ko="{path}은(는) 도시 꾸러미 안에 있지 않습니다. facts.yaml이 있는 폴더나 그 아래를 적어 주세요.",
        en="{path} is in no city pack: no facts.yaml here or above.",
        path=path,
    )


def facts_from(file: str) -> dict[str, Any]:
    """Return the JSON object in a file, its numbers exact. Refuses broken JSON, repeated names, and anything else."""
    from decimal import Decimal

    shown = "standard input" if file == "-" else file
    raw = sys.stdin.buffer.read() if file == "-" else read_bytes(Path(file))
    facts = parse_json(raw, shown, fraction=Decimal)
    if not isinstance(facts, dict):
        raise Refused(
            "facts_not_an_object",
            ko="사실은 사실 이름을 키로 하는 JSON 묶음 하나로 적어 주세요.",
            en="Facts are one JSON object by fact name.",
            place=Place(shown),
        )
    return facts


def in_lines(outcome: Outcome, language: str) -> list[str]:
    """Return the outcome as a person reads it in a terminal, failing clauses first."""
    korean = language == "ko"
    name = outcome.version.programme.names.text(language)
    headings = {
        "pass": ("해당됩니다", "due"),
        "fail": ("해당되지 않습니다", "not due"),
        "unknown": ("아직 모릅니다", "not yet known"),
    }
    head = headings[outcome.result.value][not korean]
    money = f" · {outcome.amount:,}{'원' if korean else ' won'}" if outcome.amount else ""
    lines = [f"{name} ({outcome.version.name}, {outcome.as_of}): {head}{money}"]
    if outcome.version.note:
        lines.append(f"  {outcome.version.note.text(language)}")
    marks = {"fail": "✕", "unknown": "?", "pass": "○"}
    for clause in sorted(outcome.clauses, key=lambda one: list(marks).index(one.result.value)):
        unverified = "" if clause.verified else (" [확인 전]" if korean else " [not verified]")
        mark = marks[clause.result.value] if clause.judged else "·"
        lines.append(f"  {mark} {clause.sentence(language)}")
        lines.append(f"      {clause.id} · {clause.citation}{unverified}")
    waiting = ("담당자가 정합니다: ", "Waits for: ")[not korean]
    lines += [f"{waiting}{one.role.text(language)} ({one.id})" for one in outcome.awaits if one.role]
    if outcome.ask:
        lines.append(("물을 것: " if korean else "Ask next: ") + ", ".join(outcome.ask))
    lines += [f"→ {one.words.text(language)}" for one in outcome.counterfactuals]
    return lines


def unread(pack: Pack) -> list[str]:
    """Return the names of parameters with a value nobody has read in its source."""
    named = dict(pack.parameters)
    for key, programme in pack.programmes.items():
        named.update({f"{key}.{name}": one for name, one in programme.local.items()})
    return [name for name, one in named.items() if not all(value.verified for value in one.values)]
