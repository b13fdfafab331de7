"""The office that writes texts: who writes, who approves, and a text to begin with."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client
from tests.database import laid

from jiphyeon.contexts.wordings import actions
from jiphyeon.contexts.wordings.enums import Purpose
from jiphyeon.contexts.wordings.models import Edition
from jiphyeon.contexts.wordings.rules.texts import WordingText
from jiphyeon.foundation.accounts import pack
from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.casework.moving import move
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.organisation import pack as organisation
from jiphyeon.methods.wording import Channel

REMINDER = WordingText(
    name="납부 안내",
    channel=Channel.TEXT,
    purpose=Purpose.GUIDANCE,
    unit="innovation-division",
    body="((이름)) 님, ((기한:날짜))까지 ((과태료:금액))을(를) 내 주세요.",
)


def changed(**what):
    """Return the reminder with something else in it."""
    return replace(REMINDER, **what)


class Office:
    """What the cast does to texts."""

    def __init__(self):
        self.today = civil_today()

    def actor(self, name):
        return actor_of(User.objects.get(username=name), on=self.today)

    def browser(self, name):
        client = Client()
        user = User.objects.get(username=name)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def begin(self, content=REMINDER, by="narae"):
        return Edition.objects.get(key=actions.begin(content=content, by=self.actor(by), on=self.today))

    def do(self, row, deed, by="narae", **more):
        row.refresh_from_db()
        return move(row, deed, by=self.actor(by), on=self.today, **more).row

    def approve(self, row, by="taegyeong"):
        row.refresh_from_db()
        actions.approve(key=row.key, seen=row.version, by=self.actor(by), on=self.today)
        row.refresh_from_db()
        return row

    def approved(self, content=REMINDER):
        row = self.begin(content)
        self.do(row, "propose")
        return self.approve(row)


@pytest.fixture
def office(db):
    laid((organisation.load_city, settings.CITY_PACK), (pack.load_demo, settings.CITY_PACK, civil_today()))
    return Office()
