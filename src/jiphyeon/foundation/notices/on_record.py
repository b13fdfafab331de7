"""The rows of notices held against their leaves, and published wordings against the files that publish them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from jiphyeon.foundation.ledger.rows import Leaves, Row, declare
from jiphyeon.foundation.notices import actions, queries
from jiphyeon.foundation.notices.models import TemplateVersion
from jiphyeon.kernel import Words


def declare_rows() -> None:
    """Have this room's rows held by `ledger verify --rows`."""
    queries.declare_rows()
    declare(
        Words("알림 문안", "wordings of notices"),
        rows=_wordings,
        holds=["notices.TemplateVersion"],
    )


def _wordings(_leaves: Leaves) -> Iterator[Row | Words]:
    """Yield each published version; one that says otherwise than its file, or that no file publishes, is named.

    A published version is never changed, so that rooms and pack say for ever what stands here. Of those that were sent
    the leaf of each notice holds the words too.
    """
    said = {(one.code, one.version): one for one, _file in actions.published(Path(settings.CITY_PACK))}
    for row in TemplateVersion.objects.order_by("pk"):
        name = Words("문안 {code} {version}판", "version {version} of wording {code}").filled(
            code=row.code, version=row.version
        )
        yield Row(name)
        known = said.get((row.code, row.version))
        if known is None:
            yield Words(
                "{name}: 방과 도시 꾸러미 어디에도 없는 문안입니다.",
                "{name}: neither a room nor the city pack publishes it.",
            ).filled(name=name)
        elif (row.content, row.digest, row.first_day) != (known.as_json(), known.digest, known.first_day):
            yield Words("{name}: 펴낸 파일과 다릅니다.", "{name}: it is not what its file publishes.").filled(
                name=name
            )
