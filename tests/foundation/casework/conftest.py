"""A market office: two who apply, one who examines, two who sign, an auditor."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction

from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER
from jiphyeon.foundation.accounts.actors import MACHINE, Actor
from jiphyeon.foundation.accounts.roles import AUDITOR

TODAY = date(2024, 3, 4)


def officer(name, *roles):
    return Actor(user=uuid4(), name=name, roles=frozenset(roles), unit="market", post="officer")


@dataclass
class Market:
    hana: Actor
    doyun: Actor
    seoyeon: Actor
    minjae: Actor
    sora: Actor
    garam: Actor
    machine: Actor = MACHINE

    def draft(self, by=None, *, on=TODAY, place="조치원시장 3번"):
        from tests.foundation.casework.example.models import Stall

        from jiphyeon.foundation.casework.moving import move

        by = by or self.hana
        return move(Stall(person=by.user, place=place, opened_on=on), "draft", by=by, on=on).row

    def applied(self, by=None, *, on=TODAY):
        return self.does(self.draft(by, on=on), "submit", by=by or self.hana, on=on)

    def does(self, row, deed, *, by, on=TODAY, **more):
        """Do a deed to a matter as it stands in the database, and return its row."""
        from jiphyeon.foundation.casework.moving import hold, move

        more = {**more_for(row, deed, on), **more}
        with transaction.atomic():
            return move(hold(type(row), row.key, deed, by=by), deed, by=by, on=on, **more).row


def more_for(row, deed, on):
    """Return what a deed of the example must be given."""
    from datetime import timedelta

    from tests.foundation.casework.example.lifecycle import StallDecided
    from tests.foundation.casework.example.models import Stall

    from jiphyeon.foundation.casework import objections

    fields = {"comment": "까닭이 있습니다"}
    decided = {
        "announce": [StallDecided(str(row.key), deed == "grant")],
        "facts": {"granted": deed == "grant"},
    }
    found = {
        "ask_supplement": {**fields, "until": on + timedelta(days=10)},
        "lengthen": {**fields, "term": Stall().term_on(on)},
        "grant": decided,
        "refuse": {**fields, **decided},
        **dict.fromkeys(("send_back", "object", "dismiss", "reopen"), fields),
    }
    if deed == "extend":
        waiting = objections.waiting(row)
        found["extend"] = {**fields, "until": (waiting.due_on if waiting else on) + timedelta(days=5)}
    return found.get(deed, {})


@pytest.fixture
def wordings(db, monkeypatch):
    """Publish the notices that the example sends, and count its pack among those that publish."""
    from jiphyeon.foundation.notices import actions

    example, published = Path(__file__).parent / "example" / "pack", actions.published
    actions.publish_wordings(example)
    monkeypatch.setattr(actions, "published", lambda pack: [*published(pack), *published(example)])


@pytest.fixture
def market(wordings):
    citizen = Actor(user=uuid4(), name="김하나", is_citizen=True)
    return Market(
        hana=citizen,
        doyun=replace(citizen, user=uuid4(), name="이도윤"),
        seoyeon=officer("박서연", CASE_OFFICER),
        minjae=officer("정민재", CASE_SIGNER),
        sora=officer("문소라", CASE_OFFICER, CASE_SIGNER),
        garam=officer("문가람", AUDITOR),
    )
