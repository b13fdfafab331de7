"""Telling people of support they seem due: judged from what they agreed to for exactly this, confirmed once, sent by jobs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from jiphyeon.contexts.mydata import api as mydata
from jiphyeon.contexts.outreach import queries
from jiphyeon.contexts.outreach.events import ToBeTold
from jiphyeon.contexts.outreach.models import OutreachChoice, OutreachContact, OutreachRound
from jiphyeon.contexts.outreach.rules import ContactState, Left
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.roles import CASE_OFFICER
from jiphyeon.foundation.accounts import duties
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.foundation.jobs.turns import take_turn
from jiphyeon.foundation.ledger.kinds import name_kind
from jiphyeon.foundation.ledger.record import append
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.notices import api as notices
from jiphyeon.kernel import Refused, Words

SENT = name_kind("benefits.outreach_sent", "지원 안내 보냄", "People told of support they seem due")
PURPOSE = "benefit-outreach"


@transaction.atomic
def choose(*, wanted: bool, by: Actor, on: date) -> str | None:
    """Keep whether a citizen wants to be told, and return where to agree to the data, where there is something to agree to."""
    if by.user is None or not by.is_citizen:
        raise Refused("not_a_citizen", ko="시민만 고를 수 있습니다.", en="Only a citizen can choose this.")
    OutreachChoice.objects.update_or_create(person=by.user, defaults={"wanted": wanted, "on": on})
    if not wanted:
        return None
    facts = programmes.pack().facts
    items: dict[str, dict[str, None]] = {}
    for programme in programmes.offered():
        for code, names in programmes.items_for(programme, on).items():
            items.setdefault(code, {}).update(dict.fromkeys(names))
    known = {item.code for item in mydata.items()}
    asked = [
        mydata.ItemRequest(
            code,
            Words(
                f"{', '.join(facts[name].label.ko for name in names)} 조건을 살펴보려고",
                f"to look at: {', '.join(facts[name].label.en for name in names)}",
            ),
            tuple(names),
        )
        for code, names in items.items()
        if code in known
    ]
    key = mydata.ask_consent(
        person=by.user,
        purpose=PURPOSE,
        about=queries.about(by.user),
        items=asked,
        return_to=reverse("outreach:tell_me"),
        on=on,
    )
    return mydata.consent_url(key)


@transaction.atomic
def send(*, programme: str, people: Sequence[UUID], seen: str, by: Actor, on: date) -> UUID:
    """Tell everybody the preview showed, each by a job of its own. Refused where the list changed since it was seen."""
    duties.require_role(by, CASE_OFFICER, "지원 안내", "tell people of support")
    take_turn(f"benefits:outreach:{programme}")
    preview = queries.preview(programme, on)
    chosen = [person.person for person in preview.tellable if person.person in set(people)]
    if seen != preview.digest or not chosen:
        raise Refused(
            "list_changed",
            ko="보신 뒤에 명단이 바뀌었습니다. 다시 확인하고 보내 주세요. 아무에게도 보내지 않았습니다.",
            en="The list changed since you saw it. Look again before you send; nobody was told.",
        )
    receipt = append(
        kind=SENT,
        subject=f"outreach:{programme}:{on}",
        facts={"programme": programme, "version": preview.version, "people": len(chosen), "by": by.name},
        on=on,
    )
    made = OutreachRound.objects.create(
        programme=programme,
        version=preview.version,
        on=on,
        by=duties.named(by),
        by_name=by.name,
        wait_days=preview.wait.days,
        left_out={left.value: count for left, count in preview.left_out.items()},
        leaf=receipt.leaf_hash,
    )
    for person in chosen:
        contact = OutreachContact.objects.create(round=made, programme=programme, person=person, on=on)
        note(
            by=by,
            verb="benefits.outreach_sent",
            about=f"outreach:{made.key}",
            person=person,
            reason="받을 수 있는 지원 안내",
        )
        publish(ToBeTold(contact=contact.pk, on=on.isoformat()))
    return made.key


@transaction.atomic
def tell(*, contact: int, on: date) -> bool:
    """Send one notice, unless it has become wrong since the officer confirmed: withdrawn, applied, no longer due."""
    row = OutreachContact.objects.select_for_update().get(pk=contact)
    if row.state != ContactState.WAITING:
        return False
    seems = queries.seems_due(row.person, row.programme, on)
    left = (
        Left.NOT_DUE_ANY_MORE
        if seems is None
        else queries.left_now(row.person, row.programme, on, but=row.pk)
    )
    if seems is None or left is not None:
        row.state, row.left_because = ContactState.LEFT, (left or Left.NOT_DUE_ANY_MORE).value
        row.save()
        return False
    row.notice = notices.send(
        to=row.person,
        template=queries.TEMPLATE,
        values=queries.notice_values(row.programme, seems.known_at),
        about=f"outreach:{row.round.key}",
        dedupe=f"benefits:outreach:{row.pk}",
        on=on,
        link=reverse("programmes:programme", args=[row.programme]),
    )
    row.state = ContactState.SENT
    row.save()
    return True
