"""By which post the letters of notices go, and until when: registered, for ordinary post proves nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from jiphyeon.contexts.e_notices.models import Notice
from jiphyeon.contexts.e_notices.queries.sendings import days
from jiphyeon.contexts.e_notices.rules.clock import Days
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.printing.api import Posting, Service

OF_PAPER = "paper:"


def postings(owner_keys: Sequence[str]) -> Mapping[str, Posting]:
    """Return how the letters of some notices are posted, by the keys their messages carry."""
    keys = [UUID(one.removeprefix(OF_PAPER)) for one in owner_keys if one.startswith(OF_PAPER)]
    found = Notice.objects.filter(key__in=keys).select_related("sending").defer("values", "name", "postal")
    last: dict[int, Days | None] = {}
    postings = {}
    for row in found:
        if row.sending_id not in last:
            of_sending = days(row.sending, civil_today())
            last[row.sending_id] = of_sending if isinstance(of_sending, Days) else None
        term = last[row.sending_id]
        postings[f"{OF_PAPER}{row.key}"] = Posting(Service.REGISTERED, term.post_by if term else None)
    return postings
