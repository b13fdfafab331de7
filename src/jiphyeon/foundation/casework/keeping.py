"""How long what a matter keeps is kept: the deed by which it is destroyed once that time is over."""

from __future__ import annotations

from jiphyeon.foundation.casework.lifecycle import MACHINE_ALONE, Deed, Kind, Names, Records, TellsNobody
from jiphyeon.kernel import Citation, Words


def purge_deed(
    code: str,
    source: tuple[str, ...],
    did: Names,
    records: Records,
    given: Words,
    *,
    target: str | None = None,
) -> Deed:
    """Return a room's deed that destroys what was kept; `told` says when the person learned how long that would be."""
    return Deed(
        code=code,
        did=did,
        source=source,
        target=target,
        may=MACHINE_ALONE,
        kind=Kind.PAPERS_DESTROYED,
        law=Citation("개인정보 보호법", "21", "1"),
        records=records,
        tells=TellsNobody(given),
    )
