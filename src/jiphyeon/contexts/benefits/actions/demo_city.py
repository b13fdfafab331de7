"""About sixty cases in varied states for invented people, made by the real actions in the order life would take."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import yaml
from django.conf import settings
from django.db import transaction

from jiphyeon.contexts.benefits.actions import (
    applying,
    calls,
    handling,
    objecting,
    paying,
    preparing,
    signing,
)
from jiphyeon.contexts.benefits.enums import CaseState, Channel, Verdict
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.pack import DemoDesk, InventedPeople
from jiphyeon.foundation.casework import remarks
from jiphyeon.foundation.payees import api as payees
from jiphyeon.kernel import Refused

SEED = 20240304
BASIS = "서면 신청서와 붙임 서류 (시연)"


@transaction.atomic
def fill(pack: Path, today: date) -> None:
    """Make the cases described in the pack's demo/cases.yaml; does nothing where they are there already.

    Raises RuntimeError outside demo mode: nobody invented may stand where real people's data lies.
    """
    if not settings.DEMO:
        raise RuntimeError("The demo cases exist in demo mode only.")
    plan = yaml.safe_load((pack / "demo" / "cases.yaml").read_text(encoding="utf-8"))
    desk = DemoDesk.of(plan["preparer"], plan["signer"])
    applicants = InventedPeople(plan["names"], SEED)
    for batch in plan["batches"]:
        _batch(batch, desk, applicants, today)


def _batch(batch: dict[str, Any], desk: DemoDesk, applicants: InventedPeople, today: date) -> None:
    made = []
    for _ in range(batch["count"]):
        first, last = batch["applied"]
        on = applicants.day(first, min(last, today)) if first <= today else today
        user = applicants.next(batch["ages"], on)
        facts = {name: applicants.drawn(values) for name, values in batch["facts"].items()}
        key = _apply(batch, user, facts, desk, on)
        if key is not None:
            made.append((key, on))
    for step in batch.get("then", ()):
        _go_on(step, made, batch, desk, today)


def _apply(batch: dict[str, Any], user: User, facts: dict[str, Any], desk: DemoDesk, on: date) -> UUID | None:
    token = uuid5(NAMESPACE_URL, f"jiphyeon:demo:{user.username}:{batch['programme']}")
    if Case.objects.filter(token=token).exists():
        return None
    by = desk.prepares(on)
    payees.give_account(user.key, on)
    key = applying.start(
        person=user.key,
        programme=batch["programme"],
        token=token,
        by=by,
        on=on,
        channel=Channel(batch["channel"]),
        facts={name: value for name, value in facts.items() if value is not None},
    )
    applying.submit(key=key, declared=True, by=by, on=on)
    held = programmes.held_elsewhere()
    seen = {name: value for name, value in facts.items() if value is not None and held[name]}
    preparing.establish(key=key, facts=seen, basis=BASIS, by=by, on=on)
    preparing.prepare(key=key, on=on)
    return key


def _go_on(
    step: dict[str, Any], made: list[tuple[UUID, date]], batch: dict[str, Any], desk: DemoDesk, today: date
) -> None:
    """Take some of a batch one step on; a case that cannot go is left where it stands, as in life."""
    if "rank" in step:
        calls.rank_call(
            programme=batch["programme"], call_id=step["rank"], by=desk.prepares(step["day"]), on=step["day"]
        )
        return
    for key, applied in made[slice(*step["cases"])]:
        on = min(step["day"] if "day" in step else applied + timedelta(days=step["after_days"]), today)
        try:
            _one_step(step, key, desk, on, today)
        except Refused:
            continue


def _one_step(step: dict[str, Any], key: UUID, desk: DemoDesk, on: date, today: date) -> None:
    """Do what the plan says of one case, as whoever is at the desk on that day. Raises ValueError for what nobody does."""
    held, by = Case.objects.get(key=key), desk.prepares(on)
    match step["do"]:
        case "propose":
            verdict = Verdict(step.get("verdict") or held.proposal)
            handling.propose(key=key, verdict=verdict, reason=step.get("reason", ""), by=by, on=on)
        case "sign":
            signing.sign(key=key, by=desk.signs(on), on=on)
        case "ask":
            request, english = step["request"], step.get("english", "")
            handling.ask_supplement(key=key, request=request, english=english, by=by, on=on)
        case "pay":
            for payment in held.payments.filter(pays_on__lte=today).order_by("number"):
                paying.pay(key=key, number=payment.number, on=payment.pays_on)
        case "hold":
            if held.state == CaseState.APPROVED:
                paying.hold_by_officer(key=key, reason=step["reason"], by=by, on=on)
        case "object":
            applicant = actor_of(User.objects.get(key=held.person), on=on)
            objecting.file(key=key, body=step["body"], by=applicant, on=on)
        case "note":
            remarks.say(held, step["body"], by=by, on=on, shared=False)
        case unknown:
            raise ValueError(f"The demo's cases know no step {unknown!r}.")
