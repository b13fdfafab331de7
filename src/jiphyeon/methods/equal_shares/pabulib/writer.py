"""Write an election as a Pabulib file that reads back as the same election."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Protocol

from jiphyeon.kernel import Refused
from jiphyeon.methods.equal_shares.amounts import figure
from jiphyeon.methods.equal_shares.election import Election


class Rows(Protocol):
    """Takes rows of cells, as csv.writer does."""

    def writerow(self, row: Iterable[object], /) -> object: ...


def write(election: Election) -> str:
    """Return the text of the file: counts right, one budget, every voter with every column the election knows.

    Refuses ranks with gaps, which a ballot that stays after something was dropped of it may have: places cannot say them.
    """
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=";", lineterminator="\n")
    counted = (
        election.kind if election.kind == "knapsack" else "approval"
    )  # points and ranks that do not count are left
    kind = counted if election.ballots.scores is None else election.kind
    known = {"num_projects", "num_votes", "budget", "vote_type", "currency", "description"}
    rows.writerow(["META"])
    rows.writerow(["key", "value"])
    rows.writerows(
        [
            ["description", election.name],
            ["num_projects", len(election.projects)],
            ["num_votes", len(election.voters)],
            ["budget", _amount(election.budget, election.minor)],
            ["vote_type", kind],
            ["currency", election.currency],
        ]
    )
    rows.writerows([key, value] for key, value in election.meta.items() if key not in known | {"key"})
    attributes = list(dict.fromkeys(key for project in election.projects for key in project.attributes))
    rows.writerow(["PROJECTS"])
    rows.writerow(["project_id", "cost", "name", *attributes])
    for project in election.projects:
        cost = _amount(project.cost, election.minor)
        rows.writerow(
            [project.id, cost, project.name, *(project.attributes.get(key, "") for key in attributes)]
        )
    _write_votes(election, rows, points=kind == "cumulative")
    return out.getvalue()


def _write_votes(election: Election, rows: Rows, *, points: bool) -> None:
    columns = [name for name in election.voters.columns if name not in {"voter_id", "vote", "points"}]
    if election.scoring == "borda":
        _check_ranks(election)
    rows.writerow(["VOTES"])
    rows.writerow(["voter_id", "vote", *(["points"] if points else []), *columns])
    ballots = [_cells(election, g, points=points) for g in range(len(election.ballots))]
    values: list[Sequence[str]] = [election.voters.column(name) for name in columns]
    for at, voter in enumerate(election.voters.ids):
        rows.writerow([voter, *ballots[int(election.group_of[at])], *(column[at] for column in values)])


def _check_ranks(election: Election) -> None:
    """Refuse where a reader, who counts ranks from their places, would find other scores."""
    ballots = election.ballots
    scores = [] if ballots.scores is None else ballots.scores.tolist()
    spans = [scores[begin:end] for begin, end in pairwise(ballots.offsets.tolist())]
    longest = figure(election.meta.get("max_length", ""))
    first = max([longest.whole(1) if longest else 0, *(len(span) for span in spans)])
    if any(sorted(span) != list(range(first - len(span) + 1, first + 1)) for span in spans):
        raise Refused(
            "ranks_with_gaps",
            ko="{name}: 순위에서 빠진 사업이 있어 순위 표로 다시 쓸 수 없습니다.",
            en="{name}: something was dropped of its ranks, so that they cannot be written as ranks again.",
            name=election.name,
        )


def _cells(election: Election, ballot: int, *, points: bool) -> list[str]:
    named = election.ballots.named(ballot)
    if election.ballots.scores is None:
        return [",".join(election.projects[c].id for c in named)]
    begin = int(election.ballots.offsets[ballot])
    scores = election.ballots.scores[begin : begin + len(named)].tolist()
    order = sorted(range(len(named)), key=lambda at: -scores[at])
    vote = ",".join(election.projects[named[at]].id for at in order)
    return [vote, ",".join(_amount(scores[at], election.score_unit) for at in order)] if points else [vote]


def _amount(whole: int, minor: int) -> str:
    """Write minor units with their decimals: 12345 hundredths as 123.45."""
    if minor == 1:
        return str(whole)
    units, rest = divmod(whole, minor)
    places = len(str(minor)) - 1
    return f"{units}.{rest:0{places}d}".rstrip("0").rstrip(".")
