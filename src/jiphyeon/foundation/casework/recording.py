"""What a leaf about a matter says: whose it is, where it stands, and the line of history. Rows are held against the same words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.forms.models import model_to_dict

from jiphyeon.foundation.casework.models import Attachment, CaseRow, ClockStop, HistoryLine, LegalClock
from jiphyeon.foundation.files.models import KeptFile
from jiphyeon.foundation.jobs.envelope import packed, packed_fields
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.foundation.ledger.leaves import moment_text
from jiphyeon.foundation.ledger.record import append
from jiphyeon.kernel import Json

PAPER_BROUGHT, PAPER_JUDGED = "paper_brought", "paper_judged"


def leaf(row: CaseRow, kind: str, facts: Mapping[str, object], *, on: date) -> str:
    """Put something that happened to a matter on the log and return the hash of its leaf."""
    receipt = append(
        kind=f"{row.lifecycle.name}.{kind}",
        subject=str(row.key),
        facts={**case_facts(row), **standing_facts(row), "on": on, **facts},
        on=on,
    )
    return receipt.leaf_hash


def case_facts(row: CaseRow) -> dict[str, object]:
    """Return whose matter it is, and what never changes of it once it was sent."""
    return {"case": str(row.key), "person": str(row.person or ""), **row.leaf_facts()}


def standing_facts(
    row: CaseRow,
    papers: Iterable[Attachment] | None = None,
    clocks: Iterable[LegalClock] | None = None,
    stops: Iterable[ClockStop] | None = None,
) -> dict[str, object]:
    """Return where a matter stands, its papers and its clock among it; they are looked up where they are not given."""
    facts: dict[str, object] = {
        "number": row.number,
        "state": str(row.state),
        "version": row.version,
        "opened_on": row.opened_on,
        "due_on": row.due_on,
        "papers": _papers(Attachment.objects.of(row) if papers is None else papers),
        "clock": _clock(
            LegalClock.objects.of(row) if clocks is None else clocks,
            ClockStop.objects.of(row) if stops is None else stops,
        ),
        **row.standing_facts(),
    }
    return {f"case.{name}": packed(value) for name, value in facts.items()}


def line_facts(line: HistoryLine) -> dict[str, object]:
    """Return what the leaf of a line of history says of it."""
    return {
        "line.deed": line.deed,
        "line.by": line.by and str(line.by),
        "line.by_name": line.by_name,
        "line.before": str(line.before),
        "line.after": str(line.after),
        "line.shown": line.shown,
        "line.said": digest_of({"said": line.comment}),
    }


def line_text(row: CaseRow, line: HistoryLine) -> dict[str, Json]:
    """Return what is committed to of a line of history that was written with many others."""
    said = {**case_facts(row), **line_facts(line), "on": line.on, "at": moment_text(line.at)}
    return packed_fields(said)


def _papers(papers: Iterable[Attachment]) -> str:
    """Return the hash of a matter's papers: everything their rows say, and the hashes of their files."""
    papers = list(papers)
    kept = KeptFile.objects.filter(key__in=[paper.file for paper in papers if paper.file])
    hashes = dict(kept.values_list("key", "sha256")) if any(paper.file for paper in papers) else {}
    described = [
        [
            str(paper.key),
            hashes.get(paper.file, "") if paper.file else "",
            paper.about,
            paper.title,
            packed(paper.brought_on),
            packed(paper.brought_by),
            packed(paper.purged_on),
            str(paper.state),
            packed(paper.judged_on),
            packed(paper.judged_by),
            paper.judged_name,
            paper.judgement,
        ]
        for paper in papers
    ]
    return digest_of({"papers": described})


def _clock(clocks: Iterable[LegalClock], stops: Iterable[ClockStop]) -> str:
    """Return the hash of a matter's clock and of the days on which it stood still."""
    days = [
        {name: packed(value) for name, value in model_to_dict(clock, exclude=["id"]).items()}
        for clock in clocks
    ]
    still = [[packed(stop.first), packed(stop.last)] for stop in stops]
    return digest_of({"clock": days, "stops": still})
