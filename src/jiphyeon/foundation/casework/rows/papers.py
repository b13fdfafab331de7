"""The papers beside matters: there, or gone by a deed that stands on the log."""

from __future__ import annotations

from collections.abc import Iterator

from jiphyeon.foundation.casework.lifecycle import Kind
from jiphyeon.foundation.casework.models import Attachment, CaseRow
from jiphyeon.foundation.casework.rows.matters import leaf_kinds, named, with_beside
from jiphyeon.foundation.files.models import KeptFile
from jiphyeon.foundation.ledger.rows import Leaves, Row
from jiphyeon.kernel import Words


def papers(model: type[CaseRow], leaves: Leaves) -> Iterator[Row | Words]:
    """Yield the papers that matters name; the files themselves are opened by the files room."""
    kept = set(KeptFile.objects.values_list("key", flat=True))
    destroyed = leaf_kinds(model.lifecycle, Kind.PAPERS_DESTROYED)
    for row, papers in with_beside(model, Attachment):
        name = named(row, "서류", "a paper")
        for paper in papers:
            yield Row(name)
            if paper.file is not None and paper.file not in kept:
                yield Words(
                    "{name}: 보관 파일 {file}이(가) 없습니다.",
                    "{name}: its file {file} is not kept any more.",
                ).filled(name=name, file=paper.file)
        gone = sum(paper.file is None for paper in papers)
        # A draft's papers go with it and nobody is told; others' go by a deed that stands on the log.
        if row.number is not None and gone:
            recorded = [leaf for kind in destroyed for leaf in leaves.about(kind, str(row.key))]
            count = sum(leaf.facts["papers"] for leaf in recorded if leaf.facts is not None)
            if count != gone and all(leaf.facts is not None for leaf in recorded):
                yield Words(
                    "{name}: {gone}개가 없는데, 파기했다는 기록은 {count}개뿐입니다.",
                    "{name}: {gone} are gone, and the log says that {count} were destroyed.",
                ).filled(name=named(row, "서류", "the papers"), gone=gone, count=count)
