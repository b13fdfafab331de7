"""Read, check and write elections in the Pabulib format (Faliszewski et al., IJCAI 2023).

Tolerant by rule: a deviation that cannot change the outcome is kept as a warning with its lines. Strict by word:
where two readings would elect differently, or a ballot breaks what the file itself promises, the file is refused with
the line and the column.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from jiphyeon.kernel import Place, identifier, read_bytes
from jiphyeon.kernel.text import look_alikes
from jiphyeon.methods.equal_shares.amounts import Figure, common_minor, figure, shown
from jiphyeon.methods.equal_shares.election import (
    BallotKind,
    Election,
    Project,
    Scoring,
    Voters,
    group_ballots,
)
from jiphyeon.methods.equal_shares.pabulib.ballots import KINDS, Cells, default_scoring
from jiphyeon.methods.equal_shares.pabulib.deviations import Allowed, Deviation, Log
from jiphyeon.methods.equal_shares.pabulib.promises import (
    Meta,
    check_days,
    limits_of,
    note_unknown_limits,
    threshold_of,
)
from jiphyeon.methods.equal_shares.pabulib.sections import (
    Section,
    decoded,
    fitted,
    header_of,
    plain_table,
    sections,
    table,
)


@dataclass(frozen=True)
class Reading:
    """An election and everything about its file that deviates from the format."""

    election: Election
    deviations: tuple[Deviation, ...]


def read(path: Path, *, scoring: Scoring | None = None, allow: Collection[Allowed] = ()) -> Reading:
    """Read a file. `scoring` None takes points where points were given and ranks where projects were ranked."""
    return parse(read_bytes(path), name=str(path), scoring=scoring, allow=allow)


def parse(
    raw: bytes, *, name: str, scoring: Scoring | None = None, allow: Collection[Allowed] = ()
) -> Reading:
    """Read an election from the bytes of a file called `name` in messages.

    What the file promises about its ballots is held: one beyond its limits is refused unless `allow` has "limits", and
    a row of which a part would be dropped unless it has "dropped".
    """
    log = Log(name)
    parts = sections(decoded(raw, log), log)
    meta = _meta(parts["META"], log)
    check_days(meta, log)
    budget = _budget(meta, log)
    projects, lines, minor = _projects(parts["PROJECTS"], budget, log)
    kind = _kind(meta, parts["VOTES"], log)
    cells = Cells(
        projects={project.id: at for at, project in enumerate(projects)},
        costs=[project.cost for project in projects],
        minor=minor,
        kind=kind,
        scoring=_scoring(meta, kind, scoring, log),
        limits=limits_of(meta, meta.get("vote_type", ("", 0))[0].lower(), budget.amount, log),
        log=log,
    )
    least_voters = threshold_of(meta, kind, log)
    note_unknown_limits(meta, log)
    ballots, voters = _votes(parts["VOTES"], cells, log)
    rows, group_of = group_ballots(ballots)
    log.settle(allow)
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
        least_voters=least_voters,
    )
    _check_vote_counts(election, lines, log)
    return Reading(election, log.deviations)


def _meta(section: Section, log: Log) -> dict[str, tuple[str, int]]:
    meta: dict[str, tuple[str, int]] = {}
    for line, row in table(section, log):
        key = row[0].lower()
        value = row[1] if len(row) > 1 else ""
        if (key, value) == ("key", "value"):
            continue
        if any(row[2:]):
            fitted(row, line, 2, log)
        if key in meta and meta[key][0] != value:
            raise log.refuse(
                "meta_twice",
                line,
                key,
                ko="{first}번째 줄과 다른 값이 다시 나옵니다. 하나만 남기십시오.",
                en="The value differs from the one at line {first}. Keep one.",
                first=meta[key][1],
            )
        if key in meta:
            log.note(
                "meta_repeated",
                line,
                ko="{key}이(가) 똑같이 또 나옵니다.",
                en="{key} again, word for word.",
                key=key,
            )
        meta.setdefault(key, (value, line))
    if not meta.get("currency", ("", 0))[0]:
        log.note(
            "currency_missing",
            section.line,
            ko="통화 단위가 없습니다.",
            en="No currency is given; figures stand bare.",
        )
    return meta


def _id(cell: str, line: int, column: str, log: Log) -> str:
    """Return what names a project or a voter, as everybody sees it."""
    name = cell.strip()
    if not name.isprintable():
        name = identifier(name, Place(log.file, line=line, column=column))
    if not name:
        raise log.refuse(
            "id_missing",
            line,
            column,
            ko="{what}이(가) 비어 있습니다.",
            en="There is no {what} here.",
            what=column,
        )
    return name


def _no_look_alikes(lines: Mapping[str, int], column: str, log: Log) -> None:
    """Refuse two ids that differ only by width or form: `6` and `６` may be one voter twice, or two; nobody can tell."""
    found = look_alikes(lines)
    if found is not None:
        raise log.refuse(
            "ids_look_alike",
            lines[found[1]],
            column,
            ko="{second}은(는) {first}번째 줄의 {id}와(과) 모양만 다릅니다. 같은 것이면 하나로, 다른 것이면 알아볼 수 있게 고치십시오.",
            en="{second} differs from {id} at line {first} only by the form of its signs. If they are one, write them alike; if "
            "not, give them ids that people can tell apart.",
            second=shown(found[1]),
            first=lines[found[0]],
            id=shown(found[0]),
        )


def _amount(text: str, line: int, column: str, log: Log) -> Figure:
    read = figure(text)
    if read is None:
        raise log.refuse(
            "amount_unclear",
            line,
            column,
            ko="금액으로 읽을 수 없습니다: '{text}'",
            en="'{text}' is not an amount. Write digits, at most 30, with a point before decimals.",
            text=shown(text),
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


def _projects(section: Section, budget: Figure, log: Log) -> tuple[tuple[Project, ...], list[int], int]:
    """Return the projects, the line of each, and how many minor units make one of the currency."""
    rows_of = table(section, log)
    header, columns = header_of(rows_of, section, ("project_id", "cost"), log)
    rows: dict[str, tuple[int, Figure, list[str]]] = {}
    for line, cells in rows_of:
        row = fitted(cells, line, len(header), log)
        name = _id(row[columns["project_id"]], line, "project_id", log)
        if "," in name:
            raise log.refuse(
                "id_comma",
                line,
                "project_id",
                ko="사업 번호에 쉼표를 쓸 수 없습니다. 표에서 사업을 나누는 부호입니다.",
                en="A project's id cannot hold a comma, which parts the projects of a ballot.",
            )
        cost = _amount(row[columns["cost"]], line, "cost", log)
        if name in rows:
            if rows[name][1].same(cost) and _without(rows[name][2], columns) == _without(row, columns):
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
                ko="사업 {id}이(가) {first}번째 줄에 다른 내용으로 있습니다.",
                en="Project {id} stands at line {first} with another cost or other cells.",
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
    _no_look_alikes({name: line for name, (line, _, _) in rows.items()}, "project_id", log)
    minor = common_minor([budget, *(cost for _, cost, _ in rows.values())])
    return (
        tuple(
            Project(
                id=name,
                cost=cost.whole(minor),
                name=row[columns["name"]] if "name" in columns else "",
                attributes={
                    key: row[at] for key, at in columns.items() if key not in {"project_id", "cost", "name"}
                },
            )
            for name, (_, cost, row) in rows.items()
        ),
        [line for line, _, _ in rows.values()],
        minor,
    )


def _without(row: list[str], columns: dict[str, int]) -> list[str]:
    """Return the cells of a project that could decide anything: all but its cost, which is compared as an amount."""
    return [cell for at, cell in enumerate(row) if at != columns["cost"]]


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
            text=shown(text),
            known=", ".join(KINDS),
        )
    log.note(
        "vote_type_missing",
        votes.line,
        ko="투표 방식이 없어 승인투표로 봅니다.",
        en="No vote_type; taken as approval.",
    )
    return "approval"


def _scoring(meta: Meta, kind: BallotKind, wished: Scoring | None, log: Log) -> Scoring:
    """Return how ballots count: as wished, where they can, or as their kind does and META does not deny."""
    needed: dict[Scoring, BallotKind] = {"points": "cumulative", "borda": "ordinal"}
    if wished is not None:
        if needed.get(wished, kind) != kind:
            raise log.refuse(
                "scoring_impossible",
                meta.get("vote_type", ("", 0))[1] or None,
                "vote_type",
                ko="{kind} 표는 {scoring}(으)로 셀 수 없습니다.",
                en="Ballots of the kind {kind} cannot be counted by {scoring}.",
                kind=kind,
                scoring=wished,
            )
        return wished
    for key, usual, of in (
        ("scoring_fn", ("borda",), "ordinal"),
        ("default_score", ("0", "0.0"), "cumulative"),
    ):
        text, line = meta.get(key, ("", 0))
        if text and kind == of and text.lower() not in usual:
            raise log.refuse(
                "scoring_unknown",
                line,
                key,
                ko="{key} {text}(으)로는 셀 수 없습니다. --scoring으로 세는 방식을 정하십시오.",
                en="{key} {text} is not something we count by; choose with --scoring.",
                key=key,
                text=shown(text),
            )
    return default_scoring(kind)


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
    for line, found in rows_of:
        row = found if len(found) == width else fitted(found, line, width, log)
        name = _id(row[voter], line, "voter_id", log)
        if seen.setdefault(name, line) != line:
            raise log.refuse(
                "voter_twice",
                line,
                "voter_id",
                ko="투표자 {id}의 표가 {first}번째 줄에도 있습니다. 어느 표를 셀지 정하십시오.",
                en="Voter {id} has a ballot at line {first} already. Decide which one counts.",
                id=shown(name),
                first=seen[name],
            )
        texts.append((row[vote].strip(), row[points].strip() if points >= 0 else ""))
        rows.append(row)
    _no_look_alikes(seen, "voter_id", log)
    if cells.kind != "cumulative":
        _check_no_points(texts, list(seen.values()), log)
    ballots = cells.ballots(texts, list(seen.values()))
    return ballots, Voters(list(seen), tuple(header), _reader_of(rows, columns))


def _check_no_points(texts: list[tuple[str, str]], lines: list[int], log: Log) -> None:
    """Refuse points on ballots that META says carry none: counted by approval, they would be dropped."""
    for (_, points), line in zip(texts, lines, strict=True):
        if points:
            log.break_(
                "dropped",
                "points_unused",
                line,
                "points",
                ko="vote_type은 점수를 모르는데 표에 점수가 있습니다.",
                en="The ballot carries points, which its vote_type does not know.",
            )


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
            ko="{key}은(는) {text}이지만 실제 행은 {rows}개입니다. 실제 행을 셉니다.",
            en="{key} says {text}, the file has {rows} rows; the rows count.",
            key=key,
            text=text,
            rows=rows,
        )


def _check_vote_counts(election: Election, lines: list[int], log: Log) -> None:
    """Note where the votes and scores a file tells of its projects are not those on its ballots."""
    supports, unit = election.supports, election.score_unit
    for key, counted in (
        ("votes", [Fraction(voters) for voters in supports.voters]),
        ("score", [Fraction(points, unit) for points in supports.points]),
    ):
        if key == "score" and election.scoring == "approval":
            continue
        for project, line, amount in zip(election.projects, lines, counted, strict=True):
            text = project.attributes.get(key, "")
            read = figure(text)
            if text and (read is None or read.amount != amount):
                log.note(
                    f"{key}_differ",
                    line,
                    ko="사업 줄에 적힌 {key}이(가) 표에서 센 값과 다릅니다. 센 값을 씁니다.",
                    en="The {key} told of this project are not what its ballots give; the ballots count.",
                    key=key,
                )
