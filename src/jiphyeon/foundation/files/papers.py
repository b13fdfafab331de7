"""Whether every file that has a row is there, opens, and is the one that was taken in."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from jiphyeon.foundation.files.models import KeptFile
from jiphyeon.foundation.files.store import path_of, pieces_of
from jiphyeon.foundation.ledger.rows import Leaves, Row, declare
from jiphyeon.kernel import Refused, Words


def problem_with(row: KeptFile) -> Words | None:
    """Return what is wrong with a kept file in words, None where it opens and is whole. Refused where no key opens its row."""
    if not path_of(row.key).exists():
        return _problem(row, "없어졌습니다", "is missing")
    digest, size = sha256(), 0
    try:
        for piece in pieces_of(row):
            digest.update(piece)
            size += len(piece)
    except Refused as no:
        if no.code == "key_missing":
            raise
        return _problem(row, "열리지 않습니다", "cannot be opened")
    except (OSError, ValueError):
        return _problem(row, "열리지 않습니다", "cannot be opened")
    if digest.hexdigest() != row.sha256 or size != row.size:
        return _problem(row, "받은 것과 다릅니다", "is not what was taken in")
    return None


def declare_rows() -> None:
    """Have kept files opened by `ledger verify --rows`; they have no leaves, and are sealed under what their rows say."""
    declare(
        Words("보관 파일", "kept files opened"),
        rows=_files,
        holds=["files.KeptFile"],
        apart={
            Words("받은 때는 적지 않습니다", "the moment it was taken in is not put on the log"): [
                "files.KeptFile.kept_at"
            ]
        },
    )


def _files(_leaves: Leaves) -> Iterator[Row | Words]:
    for row in KeptFile.objects.order_by("pk").iterator(500):
        yield Row(Words(f"보관 파일 {row.key}", f"kept file {row.key}"))
        problem = problem_with(row)
        if problem is not None:
            yield problem


def _problem(row: KeptFile, ko: str, en: str) -> Words:
    return Words(
        "{day}에 받은 보관 파일 {key}이(가) " + ko + ".",
        "The file {key}, kept on {day}, " + en + ".",
    ).filled(day=row.kept_at.date(), key=row.key)
