"""The notice that goes with a deed: once for each line of the history."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from jiphyeon.foundation.casework.models import CaseRow, HistoryLine
from jiphyeon.foundation.notices import api as notices


def send(row: CaseRow, template: str, values: Mapping[str, str | int], *, line: HistoryLine) -> UUID:
    """Send the person a notice about a line of their matter's history. Refused as `notices.api.send` refuses."""
    if row.person is None:
        raise ValueError("A matter of the office's own has nobody to tell.")
    return notices.send(
        to=row.person,
        template=template,
        values=values,
        about=row.about,
        dedupe=f"{row.lifecycle.name}:{row.key}:{line.pk}:{template}",
        on=line.on,
        link=row.person_url(),
    )
