"""Read, check and write elections in the Pabulib format (Faliszewski et al., IJCAI 2023).

Tolerant by rule: a deviation that cannot change the outcome is kept as a warning with its lines. Strict by word:
where two readings would elect differently, the file is refused with the line and the column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jiphyeon.kernel import Place, Refused
from jiphyeon.methods.equal_shares._ballot_cells import KINDS, Cells, default_scoring
from jiphyeon.methods.equal_shares._figures import Figure, common_minor, figure
from jiphyeon.methods.equal_shares._pabulib_log import Deviation, Log
from jiphyeon.methods.equal_shares._pabulib_sections import (
    Section,
    decoded,
    header_of,
    plain_table,
    sections,
    table,
)
from jiphyeon.methods.equal_shares.election import (
    BallotKind,
    Election,
    Project,
    Scoring,
    Voters,
    group_ballots,
)


@dataclass(frozen=True)
class Reading:
    """An election and everything about its file that deviates from the format."""

    election: Election
    deviations: tuple[Deviation, ...]


def read(path: Path, *, scoring: Scoring | None = None) -> Reading:
    """Read a file. `scoring` None takes points where points were given and ranks where projects were ranked."""
    try:
        raw = path.read_bytes()
    except OSError as wrong:
        raise Refused(
            "file_unreadable",
            ko="파일을 읽을 수 없습니다: {reason}",
            en="The file cannot be read: {reason}.",
            place=Place(str(path)),
            reason=wrong.strerror or type(wrong).__name__,
        ) from wrong
    return parse(raw, name=str(path), scoring=scoring)


def parse(raw: bytes, *, name: str, scoring: Scoring | None = None) -> Reading:
    """Read an election from the bytes of a file called `name` in messages."""
    log = Log(name)
    parts = sections(decoded(raw, log), log)
    meta = _meta(parts["META"], log)
    budget = _budget(meta, log)
    projects, minor = _projects(parts["PROJECTS"], budget, log)
    kind = _kind(meta, parts["VOTES"], log)
    cells = Cells(
        projects={project.id: at for at, project in enumerate(projects)},
        costs=[project.cost for project in projects],
        kind=kind,
        scoring=scoring or default_scoring(kind),
        meta={key: value for key, (value, _) in meta.items()},
        minor=minor,
        log=log,
    )
    ballots, voters = _votes(parts["VOTES"], cells, log)
    rows, group_of = group_ballots(ballots)
    _count(meta, "num_projects", len(projects), log)
    _count(meta, "num_votes", len(voters), log)
    election = Election(
        name=meta.get("description", (Path(name).stem, 0))[0] or Path(name).stem,
        projects=projects,
        budget=budget.whole(minor),
        ballots=rows,
        group_of=group_of,
        voters=voters,
        kind=kind,
        scoring=cells.scoring,
        score_unit=cells.score_unit,
        minor=minor,
        currency=meta.get("currency", ("", 0))[0],
        meta={key: value for key, (value, _) in meta.items()},
    )
    return Reading(election, log.deviations)


def _meta(section: Section, log: Log) -> dict[str, tuple[str, int]]:
    meta: dict[str, tuple[str, int]] = {}
    for line, row in table(section, log):
        key = row[0].lower()
        value = row[1] if len(row) > 1 else ""
        if (key, value) == ("key", "value"):
            continue
        if key in meta and meta[key][0] != value:
            if key in {"budget", "vote_type", "max_length", "min_length"}:
                raise log.refuse(
                    "meta_twice",
                    line,
                    key,
                    ko="{first}번째 줄과 다른 값이 다시 나옵니다.",
                    en="The value differs from the one at line {first}. Keep one.",
                    first=meta[key][1],
                )
            log.note(
                "meta_repeated",
                line,
                ko="{key}: 첫 값만 씁니다.",
                en="{key} again; the first value is kept.",
                key=key,
            )
            continue
        meta.setdefault(key, (value, line))
    if not meta.get("currency", ("", 0))[0]:
        log.note(
            "currency_missing",
            section.line,
            ko="통화 단위가 없습니다.",
            en="No currency is given; figures stand bare.",
        )
    return meta


def _amount(text: str, line: int, column: str, log: Log) -> Figure:
    read = figure(text)
    if read is None:
        raise log.refuse(
            "amount_unclear",
            line,
            column,
            ko="금액으로 읽을 수 없습니다: '{text}'",
            en="'{text}' is not an amount. Write digits, with a point before decimals.",
            text=text,
        )
    if read.comma:
        log.note(
            "decimal_comma",
            line,
            ko="소수점 대신 쉼표를 쓴 금액을 소수로 읽습니다.",
            en="A comma is read as the decimal point.",
        )
    if read.digits < 0:
        raise log.refuse(
            "amount_negative",
            line,
            column,
            ko="금액이 음수입니다: {text}",
            en="An amount cannot be negative: {text}.",
            text=text,
        )
    return read


def _budget(meta: dict[str, tuple[str, int]], log: Log) -> Figure:
    if "budget" not in meta:
        raise log.refuse("budget_missing", None, "budget", ko="예산이 없습니다.", en="META gives no budget.")
    text, line = meta["budget"]
    budget = _amount(text, line, "budget", log)
    if budget.digits == 0:
        raise log.refuse(
            "budget_zero", line, "budget", ko="예산이 0입니다.", en="The budget is 0; nothing can win."
        )
    return budget


def _projects(section: Section, budget: Figure, log: Log) -> tuple[tuple[Project, ...], int]:
    rows_of = table(section, log)
    header, columns = header_of(rows_of, section, ("project_id", "cost"), log)
    rows: dict[str, tuple[int, Figure, list[str]]] = {}
    for line, row in rows_of:
        if len(row) > len(header) and any(row[len(header) :]):
            log.note(
                "row_too_wide",
                line,
                ko="머리글보다 칸이 많습니다.",
                en="More cells than the header; the rest is left.",
            )
        row.extend([""] * (len(header) - len(row)))
        name = row[columns["project_id"]]
        if not name:
            raise log.refuse(
                "id_missing", line, "project_id", ko="사업 번호가 없습니다.", en="A project has no id."
            )
        cost = _amount(row[columns["cost"]], line, "cost", log)
        if name in rows:
            if rows[name][1].same(cost):
                log.note(
                    "project_repeated",
                    line,
                    ko="같은 사업이 또 나와 한 번만 둡니다.",
                    en="The same project again; kept once.",
                )
                continue
            raise log.refuse(
                "project_twice",
                line,
                "project_id",
                ko="사업 {id}의 금액이 {first}번째 줄과 다릅니다.",
                en="Project {id} stands at line {first} with another cost.",
                id=name,
                first=rows[name][0],
            )
        rows[name] = (line, cost, row)
        if cost.digits == 0:
            log.note(
                "cost_zero",
                line,
                ko="금액이 0인 사업은 표를 얻으면 값없이 뽑힙니다.",
                en="A project that costs nothing wins as soon as it has its votes.",
            )
        elif cost.above(budget):
            log.note(
                "dearer_than_budget",
                line,
                ko="예산보다 비싼 사업은 뽑힐 수 없습니다.",
                en="A project dearer than the whole budget cannot win.",
            )
    minor = common_minor([budget, *(cost for _, cost, _ in rows.values())])
    return tuple(
        Project(
            id=name,
            cost=cost.whole(minor),
            name=row[columns["name"]] if "name" in columns else "",
            attributes={
                key: row[at] for key, at in columns.items() if key not in {"project_id", "cost", "name"}
            },
        )
        for name, (_, cost, row) in rows.items()
    ), minor


def _kind(meta: dict[str, tuple[str, int]], votes: Section, log: Log) -> BallotKind:
    text, line = meta.get("vote_type", ("", 0))
    kind = KINDS.get(text.lower())
    if kind is not None:
        return kind
    header = next((row.lower() for row in votes.rows if row.strip()), "")
    if text or "points" in header.split(";"):
        raise log.refuse(
            "vote_type_unknown",
            line or None,
            "vote_type",
            ko="투표 방식을 알 수 없습니다: '{text}'",
            en="'{text}' is not a kind of ballot. Known: {known}.",
            text=text,
            known=", ".join(KINDS),
        )
    log.note(
        "vote_type_missing",
        votes.line,
        ko="투표 방식이 없어 승인투표로 봅니다.",
        en="No vote_type; taken as approval.",
    )
    return "approval"


def _votes(
    section: Section, cells: Cells, log: Log
) -> tuple[Iterator[tuple[tuple[int, ...], tuple[int, ...] | None]], Voters]:
    """Read every ballot; rows are kept as text so that other columns are only cut where somebody asks."""
    rows_of = table(section, log) if any('"' in line for line in section.rows) else plain_table(section)
    header, columns = header_of(rows_of, section, ("voter_id", "vote"), log)
    if cells.kind == "cumulative" and "points" not in columns:
        raise log.refuse(
            "column_missing",
            section.line,
            "points",
            ko="점수 열이 없습니다.",
            en="Cumulative ballots need points.",
        )
    rows: list[list[str]] = []
    seen: dict[str, int] = {}
    texts: list[tuple[str, str]] = []
    width, voter, vote, points = len(header), columns["voter_id"], columns["vote"], columns.get("points", -1)
    for line, row in rows_of:
        if len(row) != width:
            if len(row) <= max(vote, points, voter):
                raise log.refuse(
                    "row_too_short", line, ko="칸이 모자랍니다.", en="This row has {have} cells of {need}.",
                    have=len(row), need=width,
                )  # fmt: skip
            log.note(
                "row_width",
                line,
                ko="칸 수가 머리글과 다릅니다.",
                en="The row has other cells than the header.",
            )
            row.extend([""] * (width - len(row)))
        name = row[voter]
        if seen.setdefault(name, line) != line:
            raise log.refuse(
                "voter_twice",
                line,
                "voter_id",
                ko="투표자 {id}의 표가 {first}번째 줄에도 있습니다.",
                en="Voter {id} has a ballot at line {first} already. Decide which one counts.",
                id=name,
                first=seen[name],
            )
        texts.append((row[vote], row[points] if points >= 0 else ""))
        rows.append(row)
    ballots = cells.ballots(texts, list(seen.values()))
    return ballots, Voters(list(seen), tuple(header), _reader_of(rows, columns))


def _reader_of(rows: list[list[str]], columns: dict[str, int]) -> Callable[[str], Sequence[str]]:
    def column(name: str) -> Sequence[str]:
        at = columns.get(name)
        return [row[at].strip() for row in rows] if at is not None else [""] * len(rows)

    return column


def _count(meta: dict[str, tuple[str, int]], key: str, rows: int, log: Log) -> None:
    text, line = meta.get(key, ("", 0))
    if text and text != str(rows):
        log.note(
            "count_differs",
            line,
            ko="{key}는 {text}이지만 실제 행은 {rows}개입니다. 실제 행을 셉니다.",
            en="{key} says {text}, the file has {rows} rows; the rows count.",
            key=key,
            text=text,
            rows=rows,
        )
