"""The front door of e-notices: the city's terms, and the demo city's sendings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from jiphyeon.contexts.e_notices.actions import drafting
from jiphyeon.contexts.e_notices.actions.drafting import Addressee, Written
from jiphyeon.contexts.e_notices.models import Sending, service
from jiphyeon.contexts.e_notices.queries.texts import terms_of
from jiphyeon.contexts.e_notices.rules.clock import earliest_respond_by
from jiphyeon.contexts.e_notices.rules.kinds import service_of
from jiphyeon.foundation.accounts.actors import Actor, actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.clock.deadlines import is_working_day
from jiphyeon.kernel import source

__all__ = ["load_city", "load_demo"]


def load_city(pack: Path) -> None:
    """Check the terms of the pack. Refused, with the file, where they cannot be read."""
    service_of(pack)


def load_demo(pack: Path, today: date) -> None:
    """Begin the sendings of the demo city through the real actions. Run again, or where a pack has none, it adds nothing."""
    file = pack / "demo" / "e_notices.yaml"
    if not file.exists() or Sending.objects.exists():
        return
    what = "the sendings"
    data = source.read(file, file.name).only({"sender", "approver", "places", "people", "sendings"}, what)
    sender, approver = (
        actor_of(User.objects.get(username=data.text(who, what)), on=today) for who in ("sender", "approver")
    )
    places = [one.text for one in data.values("places", what)]
    people = [(one.text("username", what), one.text("name", what)) for one in data.listed("people", what)]
    for number, one in enumerate(data.listed("sendings", what)):
        one.only({"kind", "title", "addressees", "stands"}, "a sending")
        rows = _invented(one.whole("addressees", "a sending"), number, places, people, today)
        key, _count = drafting.begin(
            kind=one.text("kind", "a sending"),
            title=one.text("title", "a sending"),
            rows=rows,
            imported=None,
            by=sender,
            on=today,
        )
        _bring_to(
            one.choice("stands", ("draft", "proposed", "approved"), "a sending"), key, sender, approver, today
        )


def _bring_to(stands: str, key: UUID, sender: Actor, approver: Actor, today: date) -> None:
    """Write a sending, put it up, and approve it, as far as it stands in the demo."""
    if stands == "draft":
        return
    row = Sending.objects.get(key=key)
    assert row.document is not None and row.push is not None  # noqa: S101, PT018 -- the demo's wordings are in use
    until = earliest_respond_by(today, terms_of(row, today), service().working_on(today), is_working_day)
    written = Written(row.title, until, row.document, row.push, row.unit)
    drafting.write(key=key, written=written, seen=row.version, by=sender, on=today)
    drafting.propose(key=key, seen=_version(key), by=sender, on=today)
    if stands == "approved":
        drafting.approve(key=key, seen=_version(key), by=approver, on=today)


def _version(key: UUID) -> int:
    return Sending.objects.values_list("version", flat=True).get(key=key)


def _invented(
    count: int, sending: int, places: list[str], people: list[tuple[str, str]], today: date
) -> Iterator[Addressee]:
    """Yield addressees of whom nobody is real: the demo cast first, then numbered ones; every tenth is a corporation."""
    for at in range(count):
        known = people[at] if at < len(people) and sending == 0 else None
        name = known[1] if known else f"시민{at + 1:04d}"
        corporation = known is None and at % 10 == 9
        identity = known[0] if known else f"invented-{at + 1}"
        day = today - timedelta(days=3 + at % 12)
        yield Addressee(
            name=f"보기상사{at + 1:04d}" if corporation else name,
            postal=f"{name}\n보기로 {at % 300 + 1}\n30{at % 90 + 100:03d}",
            identity=None if corporation else identity,
            values={
                "단속번호": f"P-{sending + 1}-{at + 1:06d}",
                "위반일": day.isoformat(),
                "장소": places[at % len(places)],
                "차량번호": f"{at % 90 + 10}가{(at * 7919) % 9000 + 1000}",
                "장애인차량": "no",
            },
            fine=40_000 if at % 4 else 50_000,
        )
