"""Asking a population what changes of terms would do: asked in a page, worked out by a worker, stopped at a word."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.metadata import version as version_of
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.api import Change
from jiphyeon.contexts.programmes.roles import RULES_EDITOR
from jiphyeon.contexts.reforms.events import RunAsked
from jiphyeon.contexts.reforms.models import Reform, ReformRun
from jiphyeon.contexts.reforms.queries import populations
from jiphyeon.contexts.reforms.rules.reforming import ReformState
from jiphyeon.contexts.reforms.rules.runs import OPEN, RunState
from jiphyeon.foundation.accounts import duties
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.kernel import Refused
from jiphyeon.methods import rules
from jiphyeon.methods.rules import Version

if TYPE_CHECKING:
    from jiphyeon.methods.rules.population import Files, OnProgress

# A page asks every second or so; telling it more often only costs writes.
SAY_EVERY_SECONDS = 1.0
MOST_AT_ONCE = 6
MOST_LISTED = 500
MEMORY_MB, THREADS = 1024, 1


class Cancelled(Exception):  # noqa: N818 -- somebody's wish, not a malfunction
    """Somebody no longer wants the answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: which reforms, over which population, on which day; and whose curve.

    `curve`: "age_limit=34,36" in every programme that uses the value, "rent-support.rent_cap=…" in one.
    """

    reforms: Sequence[UUID]
    population: str
    as_of: date
    curve: str = ""
    missing_as_unknown: bool = True


@transaction.atomic
def ask(question: Question, *, by: Actor, on: date) -> UUID:
    """Put a question into the queue and return its key. Refused for no, too many or differently meant reforms.

    It goes to every programme that any of the reforms touches and that has terms on the day.
    """
    duties.require_role(by, RULES_EDITOR, "모의 계산", "ask what a change would do")
    reforms = list(Reform.objects.filter(key__in=question.reforms).order_by("id"))
    if not 1 <= len(reforms) <= MOST_AT_ONCE:
        raise Refused(
            "how_many_reforms",
            ko="개정안을 하나에서 {most}개까지 골라 주세요.",
            en="Choose between one and {most} changes.",
            most=MOST_AT_ONCE,
        )
    if any(reform.state is ReformState.APPROVED for reform in reforms):
        raise Refused(
            "already_in_the_rules",
            ko="승인된 개정안은 이미 기준에 들어 있어 견줄 것이 없습니다. 다른 개정안을 골라 주세요.",
            en="An approved change is in the rules already, so there is nothing to compare. Choose another.",
        )
    versions = _versions(reforms, question.as_of)
    _require_curve(question.curve, versions)
    population = populations.get(question.population)
    run = ReformRun.objects.create(
        as_of=question.as_of,
        known_on=on,
        asked={
            "reforms": _reforms_as_json(reforms),
            "curve": question.curve,
            "missing_as_unknown": question.missing_as_unknown,
            "versions": [[version.programme.id, version.name] for version in versions],
            "amendments": programmes.amendments(),
            "rules": rules_digest(),
            "engine": {"rules": engine_digest()[:16]}
            | {name: version_of(name) for name in ("duckdb", "sqlglot")},
        },
        population={"name": population.name, "synthetic": population.synthetic},
        asked_by=duties.named(by),
        asked_name=by.name,
        asked_on=on,
    )
    run.reforms.set(reforms)
    publish(RunAsked(run=str(run.key)))
    return run.key


def _versions(reforms: Sequence[Reform], day: date) -> list[Version]:
    """Return the terms in force on a day of every programme that a reform touches. Refused where there are none."""
    pack = programmes.pack()
    keys = {key for reform in reforms for key in reform.parts if key in pack.programmes}
    ordered = [pack.programme(key) for key in programmes.in_order(keys)]
    found = []
    for programme in ordered:
        try:
            found.append(programme.version_on(day))
        except Refused as no:
            if no.code != "no_version_on":
                raise
    if not found:
        raise Refused(
            "no_terms_on",
            ko="{day}에 시행되는 기준이 있는 지원이 없습니다. 다른 기준일을 골라 주세요.",
            en="None of these programmes has terms on {day}. Choose another day.",
            day=day,
        )
    return found


def _require_curve(curve: str, versions: Sequence[Version]) -> None:
    if curve and not any(_curve_in(curve, version) for version in versions):
        raise Refused(
            "curve_elsewhere",
            ko="조금씩 바꿔 볼 값을 고른 개정안의 지원이 쓰지 않습니다. 다른 값을 골라 주세요.",
            en="None of the programmes of these changes uses the value to vary. Choose another value.",
        )


def _curve_in(curve: str, version: Version) -> str:
    """Return the curve as the engine takes it within a programme; empty where its terms do not speak of the value."""
    name, _sign, values = curve.partition("=")
    programme, dot, own = name.rpartition(".")
    if dot and programme != version.programme.id:
        return ""
    return f"{own}={values}" if own in programmes.named_in(version) else ""


def cancel(*, key: UUID, by: Actor) -> None:
    """Stop a run that has not ended; the worker sees it within a second and leaves nothing half done."""
    duties.require_role(by, RULES_EDITOR, "모의 계산 중지", "stop a what-if")
    ReformRun.objects.filter(key=key, state__in=OPEN).update(state=RunState.CANCELLED)


def work_out(run_key: str) -> dict[str, Any] | None:
    """Return what a run comes to, telling the page how far it is; None where it was cancelled. No transaction is open."""
    runs = ReformRun.objects.filter(key=run_key)
    if not runs.filter(state__in=OPEN).update(state=RunState.RUNNING, per_mille=0, step=""):
        return None
    run = runs.get()
    try:
        return _worked_out(run, _Teller(run_key))
    except Cancelled:
        return None
    except Refused as no:
        return {"problem": {"code": no.code, "ko": no.text("ko"), "en": no.text("en")}}


def write_down(run_key: str, prepared: dict[str, Any] | None) -> None:
    """Keep the answer, unless somebody stopped the run meanwhile."""
    run = ReformRun.objects.select_for_update().get(key=run_key)
    if prepared is None or run.state not in OPEN:
        return
    if "problem" in prepared:
        run.state, run.problem = RunState.FAILED, prepared["problem"]
    else:
        run.state, run.result, run.per_mille = RunState.DONE, prepared["result"], 1000
        run.population = {**run.population, "digests": prepared["digests"]}
    run.save()


def give_up(run_key: str) -> None:
    """Let nobody wait any more for a run that the queue gave up."""
    run = ReformRun.objects.select_for_update().get(key=run_key)
    if run.state in OPEN:
        no = Refused(
            "given_up",
            ko="모의 계산이 여러 번 실패하여 그만두었습니다. 다시 시험해 보시고, 또 그러면 관리자에게 알려 주세요.",
            en="The calculation failed several times and was given up. Try it again; if it happens again, tell the administrator.",
        )
        run.state, run.problem = RunState.FAILED, {"code": no.code, "ko": no.words.ko, "en": no.words.en}
        run.save()


def _worked_out(run: ReformRun, teller: _Teller) -> dict[str, Any]:
    from jiphyeon.methods.rules.population import Files  # noqa: PLC0415 -- brings DuckDB along, which only a worker needs

    population = populations.get(run.population["name"])
    files = Files(
        population.people,
        population.households,
        population.dwellings,
        missing_as_unknown=run.asked["missing_as_unknown"],
    )
    found = []
    for place, key in enumerate(run.programmes):
        result = _programme_worked_out(run, key, files, teller.part(place, len(run.programmes)))
        if population.synthetic:
            # Nobody in such a file is real, so those due may be listed by their number.
            result["due"] = _due(
                programmes.pack().programme(key).version_on(run.as_of), run.as_of, files, teller
            )
        found.append(result)
    return {"result": {"programmes": found}, "digests": populations.digests(population)}


def _programme_worked_out(run: ReformRun, key: str, files: Files, progress: OnProgress) -> dict[str, Any]:
    from jiphyeon.methods.rules.population import Resources, compare_scenarios  # noqa: PLC0415 -- brings DuckDB along, which only a worker needs

    programme = programmes.pack().programme(key)
    base = programme.version_on(run.as_of)
    scenarios = [
        # Every change is judged as if in force on the day asked about, so that several can stand side by side.
        replace(replace(Change.from_json(kept), first=run.as_of).scenario(programme, run.as_of), first=None)
        for kept in run.asked["reforms"]
    ]
    found, curve = compare_scenarios(
        programme,
        run.as_of,
        files,
        scenarios,
        curve=_curve_in(run.asked["curve"], base) or None,
        means=Resources(MEMORY_MB, THREADS),
        progress=progress,
    )
    return {**found.as_json(), "curve": curve.as_json() if curve else None}


def _due(base: Version, as_of: date, files: Files, progress: OnProgress) -> dict[str, Any]:
    from pyarrow import parquet  # noqa: PLC0415 -- only a worker needs it

    from jiphyeon.methods.rules.population import Resources, run  # noqa: PLC0415 -- likewise

    with TemporaryDirectory() as folder:
        out = Path(folder) / "due.parquet"
        figures = run(base, as_of, files, out, means=Resources(MEMORY_MB, THREADS), progress=progress).figures
        columns = ["person_id", "result", "amount"] if base.amount is not None else ["person_id", "result"]
        rows = parquet.read_table(out, columns=columns, filters=[("result", "=", "pass")]).slice(
            0, MOST_LISTED
        )
        listed = [
            {"person_id": str(one["person_id"]), "amount": one.get("amount")} for one in rows.to_pylist()
        ]
    return {"count": figures.passes, "people": listed}


def _reforms_as_json(reforms: Sequence[Reform]) -> list[dict[str, Any]]:
    """Return what is asked, each change under a name of its own."""
    found: list[dict[str, Any]] = []
    for reform in reforms:
        same = sum(one["name"].partition(" #")[0] == reform.name for one in found)
        found.append(
            {**_reform_as_json(reform), "name": f"{reform.name} #{same + 1}" if same else reform.name}
        )
    return found


def _reform_as_json(reform: Reform) -> dict[str, Any]:
    return {"key": str(reform.key), **reform.change.as_json()}


def rules_digest() -> str:
    """Return the digest of the rule files as they stand, by name and content."""
    folder = settings.CITY_PACK
    names = ["facts.yaml", "parameters.yaml", "citations.yaml"]
    paths = [folder / name for name in names] + sorted((folder / "programmes").glob("*.yaml"))
    return digest_of({str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in paths})


@cache
def engine_digest() -> str:
    """Return the digest of the rules method itself: the same digest works the same question out the same way."""
    folder = Path(rules.__file__).parent
    paths = sorted(folder.rglob("*.py"))
    return digest_of({str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in paths})


class _Teller:
    """Writes how far a run is, and stops it where somebody said so."""

    def __init__(self, run_key: str) -> None:
        self.run_key = run_key
        self.last_told = -SAY_EVERY_SECONDS

    def __call__(self, step: str, part: float) -> None:
        if time.monotonic() - self.last_told < SAY_EVERY_SECONDS:
            return
        self.last_told = time.monotonic()
        running = ReformRun.objects.filter(key=self.run_key, state=RunState.RUNNING)
        if not running.update(step=step[:60], per_mille=round(min(1.0, max(0.0, part)) * 1000)):
            raise Cancelled

    def part(self, place: int, of: int) -> OnProgress:
        """Return a teller for one of several equal parts of the work."""
        return lambda step, part: self(step, (place + min(1.0, max(0.0, part))) / of)
