"""Write an election as a Pabulib file that reads back as the same election."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Protocol

from jiphyeon.methods.equal_shares.election import Election


class Rows(Protocol):
    """Takes rows of cells, as csv.writer does."""

    def writerow(self, row: Iterable[object], /) -> object: ...


def write(election: Election) -> str:
    """Return the text of the file: counts right, one budget, every voter with every column the election knows."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=";", lineterminator="\n")
    kind = "approval" if election.ballots.scores is None and election.kind == "cumulative" else election.kind
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
    rows.writerow(["VOTES"])
    rows.writerow(["voter_id", "vote", *(["points"] if points else []), *columns])
    ballots = [_cells(election, g, points=points) for g in range(len(election.ballots))]
    values: list[Sequence[str]] = [election.voters.column(name) for name in columns]
    for at, voter in enumerate(election.voters.ids):
        rows.writerow([voter, *ballots[int(election.group_of[at])], *(column[at] for column in values)])


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
