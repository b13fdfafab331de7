"""The report of a what-if: a PDF signed with the log's key and put on the public log."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.programmes.roles import RULES_EDITOR
from jiphyeon.contexts.reforms.models import ReformRun
from jiphyeon.contexts.reforms.rules.runs import RunState
from jiphyeon.foundation.accounts import duties
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.ledger import signing
from jiphyeon.foundation.ledger.kinds import name_kind
from jiphyeon.foundation.ledger.record import append
from jiphyeon.kernel import Refused

REPORTED = name_kind("benefits.reform_reported", "기준 개정 모의 보고서", "Report on a change of terms")


@transaction.atomic
def make(*, key: UUID, render: Callable[[ReformRun, date], bytes], by: Actor, on: date) -> None:
    """Write a result's report once, sign it and record it; `render` sets it as PDF. Refused for a run without a result."""
    duties.require_role(by, RULES_EDITOR, "보고서 작성", "write the report")
    run = ReformRun.objects.select_for_update().get(key=key)
    if run.state is not RunState.DONE:
        raise Refused(
            "run_not_done", ko="결과가 나온 뒤에 만들 수 있습니다.", en="There is no result to report yet."
        )
    if run.report is not None:
        return
    content = render(run, on)
    digest = hashlib.sha256(content).hexdigest()
    receipt = append(
        kind=REPORTED,
        subject=str(run.key),
        facts={"run": str(run.key), "sha256": digest, "by": by.name},
        on=on,
    )
    name, public = signing.public_key()
    run.report = content
    run.seal = {
        "scheme": "ECDSA P-256, SHA-256, over the file's bytes; detached, base64 DER",
        "sha256": digest,
        "signature": signing.sign(content),
        "key": name,
        "public_key": public,
        "leaf_hash": receipt.leaf_hash,
        "signed_for": by.name,
        "on": on.isoformat(),
    }
    run.save()
