"""The amendments held against the leaves of their approval."""

from __future__ import annotations

from collections.abc import Iterator

from jiphyeon.contexts.programmes.models import Amendment
from jiphyeon.foundation.ledger.rows import NO_HASH, Leaves, Row, declare, unheld
from jiphyeon.kernel import Words

APPROVED = "benefits.reform_approved"


def declare_rows() -> None:
    """Have this room's rows held against their leaves by `ledger verify --rows`."""
    declare(
        Words("기준에 들어간 개정", "amendments"),
        beside=[APPROVED],
        rows=_amendments,
        holds=["programmes.Amendment"],
        apart={Words("순서는 적지 않습니다", "their order is not recorded"): ["programmes.Amendment.place"]},
    )
    unheld(
        Words("기다린다는 뜻은 기록부에 적지 않습니다", "what somebody waits for is not put on the log"),
        ["programmes.Wish"],
    )


def _amendments(leaves: Leaves) -> Iterator[Row | Words]:
    kept = set()
    for one in Amendment.objects.order_by("place"):
        kept.add(str(one.key))
        yield Row(
            Words(f"기준에 들어간 개정 ‘{one.name}’", f'the amendment "{one.name}"'),
            APPROVED,
            str(one.key),
            {
                "name": one.name,
                "first": one.first,
                "programmes": sorted(one.parts),
                "shared": one.shared,
                "parts": one.parts,
                "authority": one.authority,
                "authority_read": one.authority_read,
            },
            one.recorded_on,
            leaf=one.leaf or NO_HASH,
            counts=False,
        )
    approved = (leaf.subject for leaf in leaves.by_hash.values() if leaf.kind == APPROVED)
    for subject in sorted(set(approved) - kept):
        yield Words(
            "승인된 개정 {subject}이(가) 기준에 들어 있지 않습니다.",
            "The approved change {subject} does not lie over the rules.",
        ).filled(subject=subject)
