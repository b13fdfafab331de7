"""What this room keeps on the public log: the facts a decision on a change commits to, and the rows held against them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from jiphyeon.contexts.reforms.models import Reform, ReformRun
from jiphyeon.contexts.reforms.rules.reforming import ReformState
from jiphyeon.foundation.ledger.rows import NO_HASH, Leaves, Row, declare
from jiphyeon.kernel import Words


def reform_facts(reform: Reform) -> dict[str, Any]:
    """Return what the leaf of a decided change of terms commits to."""
    return {
        "reform": str(reform.key),
        "name": reform.name,
        "first": reform.first,
        "programmes": sorted(reform.parts),
        "shared": reform.shared,
        "parts": reform.parts,
        "authority": reform.authority,
        "authority_read": reform.authority_read,
        "proposed_by": reform.proposed_name,
        "decided_by": reform.decided_name,
        "reason": reform.decision_reason,
        "state": reform.state,
    }


def declare_rows() -> None:
    """Have this room's rows held against their leaves by `ledger verify --rows`."""
    declare(
        Words("기준 개정", "changes of terms"),
        kinds=["benefits.reform_approved", "benefits.reform_refused"],
        rows=_reforms,
        holds=["reforms.Reform"],
        apart={
            Words("결정한 것만 적습니다", "the decision alone is recorded"): [
                f"reforms.Reform.{name}"
                for name in (
                    *("reason", "drafted_by", "drafted_name", "drafted_on", "proposed_by", "proposed_on"),
                    *("proposers", "decided_by", "place"),
                )
            ]
        },
    )
    declare(
        Words("모의 보고서", "reports"),
        kinds=["benefits.reform_reported"],
        rows=_reports,
        holds=["reforms.ReformRun"],
        apart={
            Words("보고서의 해시만 적습니다", "the hash of the report alone is recorded"): [
                f"reforms.ReformRun.{name}"
                for name in (
                    *("as_of", "asked", "population", "state", "step", "per_mille", "asked_by", "asked_name"),
                    *("asked_on", "known_on", "result", "problem"),
                )
            ]
        },
    )


def _reforms(_leaves: Leaves) -> Iterator[Row | Words]:
    kinds = {
        ReformState.APPROVED: "benefits.reform_approved",
        ReformState.REFUSED: "benefits.reform_refused",
    }
    for reform in Reform.objects.filter(state__in=list(kinds)).order_by("pk"):
        yield Row(
            Words(f"기준 개정 ‘{reform.name}’", f'the change of terms "{reform.name}"'),
            kinds[reform.state],
            str(reform.key),
            reform_facts(reform),
            reform.decided_on,
            leaf=reform.leaf or NO_HASH,
        )


def _reports(_leaves: Leaves) -> Iterator[Row | Words]:
    for run in ReformRun.objects.filter(report__isnull=False).order_by("pk").iterator(20):
        seal, digest = run.seal or {}, hashlib.sha256(bytes(run.report or b"")).hexdigest()
        yield Row(
            Words(f"모의 보고서 {run.key}", f"the report {run.key}"),
            "benefits.reform_reported",
            str(run.key),
            {"run": str(run.key), "sha256": digest, "by": seal.get("signed_for")},
            leaf=seal.get("leaf_hash") or NO_HASH,
        )
