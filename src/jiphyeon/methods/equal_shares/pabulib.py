"""Read, check and write elections in the Pabulib format (Faliszewski et al., IJCAI 2023).

Tolerant by rule: a deviation that cannot change the outcome is kept as a warning with its lines. Strict by word:
where two readings would elect differently, the file is refused with the line and the column.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jiphyeon.kernel import Place, Refused, Words
from jiphyeon.methods.equal_shares._ballot_cells import KINDS, Cells, default_scoring
from jiphyeon.methods.equal_shares._figures import Figure, common_minor, figure
from jiphyeon.methods.equal_shares.election import (
    BallotKind,
    Election,
    Project,
    Scoring,
    Voters,
    group_ballots,
)

SECTIONS = ("META", "PROJECTS", "VOTES")


@dataclass(frozen=True, slots=True)
class Deviation:
    """Something in the file that is not as the format asks, and what was done about it."""

    code: str
    lines: tuple[int, ...]
    words: Words

    def __str__(self) -> str:
        return f"{self.where}: {self.words.en}"

    @property
    def where(self) -> str:
        """The lines, the first three by number."""
        shown = ", ".join(str(line) for line in self.lines[:3])
        more = f" and {len(self.lines) - 3:,} more" if len(self.lines) > 3 else ""
        return f"line{'s' if len(self.lines) > 1 else ''} {shown}{more}"


@dataclass
class Log:
    """Gathers deviations of one file; the same code and sentence share one entry."""

    file: str
    found: dict[tuple[str, Words], list[int]] = field(default_factory=dict)

    def warn(self, code: str, line: int, *, ko: str, en: str, **values: object) -> None:
        """Note a deviation that does not change the outcome."""
        words = Words(ko, en).filled(**values)
        self.found.setdefault((code, words), []).append(line)

    def refuse(
        self, code: str, line: int | None, column: str | None = None, *, ko: str, en: str, **values: object
    ) -> Refused:
        """Return the refusal of this file at a line."""
        return Refused(code, ko=ko, en=en, place=Place(self.file, line=line, column=column), **values)

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """All of them, by their first line."""
        made = [Deviation(code, tuple(lines), words) for (code, words), lines in self.found.items()]
        return tuple(sorted(made, key=lambda deviation: deviation.lines[0]))


@dataclass(frozen=True)
class Reading:
    """An election and everything about its file that deviates from the format."""

    election: Election
    deviations: tuple[Deviation, ...]


@dataclass
class _Section:
    name: str
    line: int
    rows: list[str]


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
    sections = _sections(_text(raw, log), log)
    meta = _meta(sections["META"], log)
    budget = _budget(meta, log)
    projects, minor = _projects(sections["PROJECTS"], budget, log)
    kind = _kind(meta, sections["VOTES"], log)
    cells = Cells(
        projects={project.id: at for at, project in enumerate(projects)},
        costs=[project.cost for project in projects],
        kind=kind,
        scoring=scoring or default_scoring(kind),
        meta={key: value for key, (value, _) in meta.items()},
        minor=minor,
        log=log,
    )
    ballots, voters = _votes(sections["VOTES"], cells, log)
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


def _text(raw: bytes, log: Log) -> str:
    if raw.startswith(b"\xef\xbb\xbf"):
        log.warning(
            "byte_order_mark", 1, ko="파일 첫머리의 BOM은 건너뜁니다.", en="A byte order mark is skipped."
        )
        raw = raw[3:]
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise log.refuse(
            "not_utf8",
            raw[: wrong.start].count(b"\n") + 1,
            ko="UTF-8이 아닌 글자가 있습니다.",
            en="A byte here is not UTF-8. Save the file as UTF-8 and try again.",
        ) from wrong


def _sections(text: str, log: Log) -> dict[str, _Section]:
    found: dict[str, _Section] = {}
    current: _Section | None = None
    made: list[_Section] = []
    for number, line in enumerate(text.split("\n"), start=1):
        title = line[:12].strip(" \t\r;").upper() if len(line) < 40 else ""
        if title in SECTIONS and not line.strip(" \t\r;")[len(title) :]:
            current = _Section(title, number, [])
            made.append(current)
        elif current is not None:
            current.rows.append(line)
        elif line.strip():
            raise log.refuse(
                "before_meta", number, ko="META 앞에 다른 내용이 있습니다.", en="There is text before META."
            )
    for section in made:
        first = found.setdefault(section.name, section)
        if first is section:
            continue
        if _filled(first) != _filled(section):
            raise log.refuse(
                "section_twice",
                section.line,
                ko="{section} 구역이 {line}번째 줄에 이어 다시 나오고 내용이 다릅니다.",
                en="{section} stands here again with other rows than at line {line}. Keep one of them.",
                section=section.name,
                line=first.line,
            )
        log.warning(
            "section_repeated",
            section.line,
            ko="{section} 구역이 똑같이 되풀이되어 한 번만 셉니다.",
            en="{section} is repeated word for word; counted once.",
            section=section.name,
        )
    for name in SECTIONS:
        if name not in found:
            raise log.refuse(
                "section_missing",
                None,
                ko="{section} 구역이 없습니다.",
                en="There is no section {section}.",
                section=name,
            )
    return found


def _filled(section: _Section) -> list[str]:
    return [line.rstrip("\r") for line in section.rows if line.strip()]


def _table(section: _Section, log: Log) -> Iterator[tuple[int, list[str]]]:
    """Yield each filled row with its line; a quoted cell may hold semicolons and line breaks."""
    reader = csv.reader((line.rstrip("\r") + "\n" for line in section.rows), delimiter=";", strict=True)
    before = 0
    try:
        for row in reader:
            line, before = section.line + before + 1, reader.line_num
            if any(cell.strip() for cell in row):
                yield line, [cell.strip() for cell in row]
    except csv.Error as wrong:
        raise log.refuse(
            "quotes_unbalanced",
            section.line + before + 1,
            ko="따옴표가 닫히지 않았습니다.",
            en="A quoted cell that starts here does not end as it should ({reason}).",
            reason=str(wrong),
        ) from wrong


def _meta(section: _Section, log: Log) -> dict[str, tuple[str, int]]:
    meta: dict[str, tuple[str, int]] = {}
    for line, row in _table(section, log):
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
                    ko="{line}번째 줄과 다른 값이 다시 나옵니다.",
                    en="The value differs from the one at line {line}. Keep one.",
                    line=meta[key][1],
                )
            log.warning(
                "meta_repeated",
                line,
                ko="{key}: 첫 값만 씁니다.",
                en="{key} again; the first value is kept.",
                key=key,
            )
            continue
        meta.setdefault(key, (value, line))
    if not meta.get("currency", ("", 0))[0]:
        log.warning(
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
        log.warning(
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


def _projects(section: _Section, budget: Figure, log: Log) -> tuple[tuple[Project, ...], int]:
    table = _table(section, log)
    header, columns = _header(table, section, ("project_id", "cost"), log)
    rows: dict[str, tuple[int, Figure, list[str]]] = {}
    for line, row in table:
        if len(row) > len(header) and any(row[len(header) :]):
            log.warning(
                "row_too_wide",
                line,
                ko="머리글보다 칸이 많습니다.",
                en="More cells than the header; the rest is left.",
            )
        row += [""] * (len(header) - len(row))
        name = row[columns["project_id"]]
        if not name:
            raise log.refuse(
                "id_missing", line, "project_id", ko="사업 번호가 없습니다.", en="A project has no id."
            )
        cost = _amount(row[columns["cost"]], line, "cost", log)
        if name in rows:
            if rows[name][1].same(cost):
                log.warning(
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
                ko="사업 {id}의 금액이 {line}번째 줄과 다릅니다.",
                en="Project {id} stands at line {line} with another cost.",
                id=name,
                line=rows[name][0],
            )
        rows[name] = (line, cost, row)
        if cost.digits == 0:
            log.warning(
                "cost_zero",
                line,
                ko="금액이 0인 사업은 표를 얻으면 값없이 뽑힙니다.",
                en="A project that costs nothing wins as soon as it has its votes.",
            )
        elif cost.above(budget):
            log.warning(
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


def _header(
    table: Iterator[tuple[int, list[str]]], section: _Section, needed: Sequence[str], log: Log
) -> tuple[list[str], dict[str, int]]:
    line, header = next(table, (section.line, []))
    names = [name.lower() for name in header]
    columns: dict[str, int] = {}
    for at, name in enumerate(names):
        columns.setdefault(name, at)
    for name in needed:
        if name not in columns:
            raise log.refuse(
                "column_missing",
                line,
                name,
                ko="{section}에 이 열이 없습니다.",
                en="{section} has no such column.",
                section=section.name,
            )
    return names, columns


def _kind(meta: dict[str, tuple[str, int]], votes: _Section, log: Log) -> BallotKind:
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
    log.warning(
        "vote_type_missing",
        votes.line,
        ko="투표 방식이 없어 승인투표로 봅니다.",
        en="No vote_type; taken as approval.",
    )
    return "approval"


def _votes(
    section: _Section, cells: Cells, log: Log
) -> tuple[Iterator[tuple[tuple[int, ...], tuple[int, ...] | None]], Voters]:
    """Read every ballot; rows are kept as text so that other columns are only cut where somebody asks."""
    table = _table(section, log) if any('"' in line for line in section.rows) else _plain(section)
    header, columns = _header(table, section, ("voter_id", "vote"), log)
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
    for line, row in table:
        if len(row) != width:
            if len(row) <= max(vote, points, voter):
                raise log.refuse(
                    "row_too_short", line, ko="칸이 모자랍니다.", en="This row has {have} cells of {need}.",
                    have=len(row), need=width,
                )  # fmt: skip
            log.warning(
                "row_width",
                line,
                ko="칸 수가 머리글과 다릅니다.",
                en="The row has other cells than the header.",
            )
            row += [""] * (width - len(row))
        name = row[voter]
        if seen.setdefault(name, line) != line:
            raise log.refuse(
                "voter_twice",
                line,
                "voter_id",
                ko="투표자 {id}의 표가 {line}번째 줄에도 있습니다.",
                en="Voter {id} has a ballot at line {line} already. Decide which one counts.",
                id=name,
                line=seen[name],
            )
        texts.append((row[vote], row[points] if points >= 0 else ""))
        rows.append(row)
    ballots = cells.ballots(texts, list(seen.values()))
    return ballots, Voters(list(seen), tuple(header), _reader_of(rows, columns))


def _plain(section: _Section) -> Iterator[tuple[int, list[str]]]:
    for line, text in enumerate(section.rows, start=section.line + 1):
        if text and not text.isspace():
            yield line, text.rstrip("\r").split(";")


def _reader_of(rows: list[list[str]], columns: dict[str, int]) -> Callable[[str], Sequence[str]]:
    def column(name: str) -> Sequence[str]:
        at = columns.get(name)
        return [row[at].strip() for row in rows] if at is not None else [""] * len(rows)

    return column


def _count(meta: dict[str, tuple[str, int]], key: str, rows: int, log: Log) -> None:
    text, line = meta.get(key, ("", 0))
    if text and text != str(rows):
        log.warning(
            "count_differs",
            line,
            ko="{key}는 {text}이지만 실제 행은 {rows}개입니다. 실제 행을 셉니다.",
            en="{key} says {text}, the file has {rows} rows; the rows count.",
            key=key,
            text=text,
            rows=rows,
        )
