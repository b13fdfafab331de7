"""Messages stored by the hundred thousand, handed to a mail server, and a single urgent one beside a campaign.

Opponents, in the same run: Django's `bulk_create` of the very rows, and `smtplib` with `email.message` over one kept
connection to the same server. Ours validates, renders, hashes and seals what it stores, and what it hands over it takes
from the table, opens, renders, and writes down what came of it; the opponents are given what they store and say.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bench.measure import ROOT, Timed

ROWS = 400_000
LETTERS = 20_000
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TEXT = UUID(int=1)
SUBJECT = "[가온시] ((name)) 님, 주정차 위반 사전통지"
BODY = """((name)) 님께

((place))에서 ((day))에 차량 ((car))의 주정차 위반을 확인했습니다. 과태료 ((fine))원을 ((due))까지 내시면 20 %를 덜어 드립니다.
의견이 있으시면 같은 날까지 알려 주세요. 내신 뒤에도 의견을 내실 수 있습니다. 자세한 내용은 집현에 직접 들어가서 알림 번호
((number))로 확인해 주세요. 이 글에는 링크가 없고, 시는 글로 개인정보나 비밀번호를 묻지 않습니다.

가온시 교통과 044-000-0000
"""


def rows(count: int) -> Iterator[Any]:
    """Yield the addressees, the same ones every time."""
    from jiphyeon.foundation.messages.putting import Addressee

    for n in range(count):
        values: dict[str, str | int | list[str]] = {
            "name": ("김하나", "이도윤", "박서연", "최지우")[n % 4],
            "place": f"한누리대로 {n % 3_000}",
            "day": "2026. 2. 27.(금)",
            "car": f"{n % 90 + 10}가 {n % 9_000 + 1_000}",
            "fine": "32,000",
            "due": "2026. 3. 20.(금)",
            "number": f"N{n:08}",
        }
        yield Addressee(f"person{n}@mail.example", values, owner_key=f"{n}")


def _set_up(folder: str, database: str = "") -> None:
    os.environ.update(
        JIPHYEON_TESTING="1",
        JIPHYEON_DEMO="1",
        DJANGO_SETTINGS_MODULE="jiphyeon.config.settings",
        JIPHYEON_DATA_DIR=folder,
        JIPHYEON_CITY=str(ROOT / "tests" / "cities" / "gaon"),
    )
    if database:
        os.environ["DATABASE_URL"] = database
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", "outbox", verbosity=0, interactive=False)
    call_command("migrate", "jobs", verbosity=0, interactive=False)


def _batch() -> Any:
    from jiphyeon.foundation.messages import putting, texts
    from jiphyeon.foundation.messages.enums import Channel

    text = texts.publish(
        key=TEXT,
        version=1,
        channel=Channel.EMAIL,
        language="ko",
        sender="가온시",
        subject=SUBJECT,
        body=BODY,
        at=AT,
    )
    return text, putting.begin_batch(text=text, owner="bench", at=AT)


def stored(folder: str, count: int, database: str = "") -> Timed:
    """Return how many rows were stored our way."""
    _set_up(folder, database)
    from jiphyeon.foundation.messages import putting

    _text, batch = _batch()
    given = list(rows(count))
    began = time.process_time()
    done = putting.put_many(batch=batch, rows=given, at=AT)
    return Timed(done, time.process_time() - began)


def bulk_created(folder: str, count: int, database: str = "") -> Timed:
    """Return how many of the same rows `bulk_create` stored; digests and marks are worked out before the clock starts."""
    _set_up(folder, database)
    from django.db import transaction

    from jiphyeon.foundation.messages import putting
    from jiphyeon.foundation.messages.enums import Channel, Urgency
    from jiphyeon.foundation.messages.models import Batch, Message

    _text, key = _batch()
    batch = Batch.objects.select_related("text").get(key=key)
    fitted = putting.fitting(batch.text)
    given = [
        (hexed, row, fitted(row))
        for hexed, row in zip(putting.fresh_keys(count, AT), rows(count), strict=True)
    ]
    began = time.process_time()
    done = 0
    for at in range(0, count, putting.BLOCK):
        with transaction.atomic():
            made = [
                Message(
                    key=UUID(hexed), channel=Channel.EMAIL, urgency=Urgency.CAMPAIGN, text_id=batch.text_id, batch_id=batch.pk,
                    address=known.address, mark=known.mark, values=known.values, digest=known.digest, owner="bench",
                    owner_key=row.owner_key, next_at=AT, created_at=AT,
                )
                for hexed, row, known in given[at : at + putting.BLOCK]
            ]  # fmt: skip
            done += len(Message.objects.bulk_create(made))
    return Timed(done, time.process_time() - began)
