"""An office that sends by program: who manages and who approves, texts in use, a live service and its keys."""

import json
import uuid
from datetime import UTC, datetime

import jwt
import pytest
from django.conf import settings
from django.test import Client
from tests.database import laid

from jiphyeon.contexts.senders.actions import registering
from jiphyeon.contexts.senders.actions.registering import Settings
from jiphyeon.contexts.senders.enums import KeyKind
from jiphyeon.contexts.senders.models import Service
from jiphyeon.contexts.wordings import actions as wordings
from jiphyeon.contexts.wordings.enums import Purpose
from jiphyeon.contexts.wordings.models import Edition
from jiphyeon.contexts.wordings.rules.texts import WordingText
from jiphyeon.foundation.accounts import pack
from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.casework.moving import move
from jiphyeon.foundation.clock.now import civil_today, now
from jiphyeon.foundation.organisation import pack as organisation
from jiphyeon.methods.wording import Channel

UNIT = "innovation-division"
GUEST = "guest@mail.example"
PHONE = "010-2345-6789"
CONTENT = Settings(
    name="예약 알림", unit=UNIT, guests=(GUEST, "01023456789"), contact_block="예약 담당\n044-000-0000"
)


def a_text(channel, **more):
    """Return a text of a channel."""
    has_subject = channel in {Channel.EMAIL, Channel.PAPER}
    return WordingText(
        **{
            "name": f"예약 {channel}",
            "channel": channel,
            "purpose": Purpose.GUIDANCE,
            "unit": UNIT,
            "subject": "예약 안내" if has_subject else "",
            "body": "((name)) 님, 예약되었습니다.",
        }
        | more
    )


class Program:
    """A program with a key, as an outside client speaks: no cookie, a new token for each call."""

    def __init__(self, key, *, skew=0, algorithm="HS256", **claims):
        self.service, self.secret = key[-73:-37], key[-36:]
        self.skew, self.algorithm, self.claims = skew, algorithm, claims
        self.http = Client(raise_request_exception=True)

    def token(self):
        issued = int(datetime.now(UTC).timestamp()) + self.skew
        claims = {"iss": self.service, "iat": issued} | self.claims
        claims = {name: value for name, value in claims.items() if value is not ...}
        return jwt.encode(claims, self.secret if self.algorithm != "none" else None, algorithm=self.algorithm)

    def get(self, where, **query):
        return self.http.get(where, query, headers={"authorization": f"Bearer {self.token()}"})

    def post(self, where, document, **more):
        body = document if isinstance(document, str | bytes) else json.dumps(document)
        return self.http.post(
            where,
            body,
            content_type="application/json",
            headers={"authorization": f"Bearer {self.token()}", **more},
        )

    def sms(self, template, to=PHONE, values=None, **more):
        given = {
            "phone_number": to,
            "template_id": str(template),
            "personalisation": values or {"name": "하나"},
        }
        return self.post("/v2/notifications/sms", given | more)

    def email(self, template, to="hana@mail.example", values=None, **more):
        given = {
            "email_address": to,
            "template_id": str(template),
            "personalisation": values or {"name": "하나"},
        }
        return self.post("/v2/notifications/email", given | more)

    def letter(self, template, lines, **more):
        values = {"name": "하나"} | {f"address_line_{n}": line for n, line in enumerate(lines, start=1)}
        return self.post(
            "/v2/notifications/letter", {"template_id": str(template), "personalisation": values} | more
        )


class Office:
    """What the cast does to services."""

    def __init__(self):
        self.today = civil_today()

    def actor(self, name):
        return actor_of(User.objects.get(username=name), on=self.today)

    def browser(self, name):
        client = Client()
        user = User.objects.get(username=name)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def registered(self, content=CONTENT):
        key = registering.register(content=content, by=self.actor("sarang"), on=self.today)
        return Service.objects.get(key=key)

    def live(self, content=CONTENT):
        return self.do(self.registered(content), "open", by="dongha")

    def do(self, row, deed, by="sarang", **more):
        row.refresh_from_db()
        return move(row, deed, by=self.actor(by), on=self.today, **more).row

    def change(self, row, **what):
        row.refresh_from_db()
        shown = {name: getattr(row, name) for name in Settings.__slots__} | what
        registering.change(
            key=row.key,
            content=Settings(**shown),
            token=None,
            seen=row.version,
            by=self.actor("sarang"),
            on=self.today,
        )
        row.refresh_from_db()

    def key(self, row, kind=KeyKind.LIVE):
        made = registering.make_key(
            key=row.key,
            name=f"{kind} {uuid.uuid4().hex[:8]}",
            kind=kind,
            by=self.actor("sarang"),
            on=self.today,
            at=now(),
        )
        return Program(made)

    def text(self, channel=Channel.TEXT, **more):
        """Have a text approved; return what programs call it by."""
        made = wordings.begin(content=a_text(channel, **more), by=self.actor("narae"), on=self.today)
        row = Edition.objects.get(key=made)
        move(row, "propose", by=self.actor("narae"), on=self.today)
        wordings.approve(key=made, seen=row.version, by=self.actor("taegyeong"), on=self.today)
        return row.text


@pytest.fixture
def office(db):
    laid((organisation.load_city, settings.CITY_PACK), (pack.load_demo, settings.CITY_PACK, civil_today()))
    return Office()
