"""The front door of fees: what the city pack brings."""

from __future__ import annotations

from pathlib import Path

from django.urls import reverse

from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.search import index
from jiphyeon.kernel import Words


def load_city(_pack: Path) -> None:
    """Make every facility findable."""
    facilities = programmes.policy().facilities
    for place in facilities.values():
        index.put(
            kind="facility",
            key=place.id,
            title=place.words,
            text=Words(
                f"이용료 {place.fee:,}원({place.unit.ko}). 감면받을 수 있는지 바로 확인합니다.",
                f"{place.fee:,} won ({place.unit.en}). Whether a reduction is due is checked at once.",
            ),
            url=reverse("fees:facility", args=[place.id]),
        )
    index.keep_only("facility", facilities)
