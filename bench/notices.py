"""Messages stored by the hundred thousand, handed to a mail server, a single urgent one beside a campaign, the API for programs.

Opponents, in the same run: Django's `bulk_create` of the very rows, and `smtplib` with `email.message` over one kept
connection to the same server. Ours validates, renders, hashes and seals what it stores, and what it hands over it takes
from the table, opens, renders, and writes down what came of it; the opponents are given what they store and say.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bench import send_api
from bench.measure import ROOT, Report, Timed, fresh

ROWS = 400_000
LETTERS = 20_000
MOST_SECONDS = 900.0
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TEXT = UUID(int=1)
SUBJECT = "[가온시] ((name)) 님, 주정차 위반 사전통지"
BODY = """((name)) 님께

((place))에서 ((day))에 차량 ((car))의 주정차 위반을 확인했습니다. 과태료 ((fine))원을 ((due))까지 내시면 20 %를 덜어 드립니다.
의견이 있으시면 같은 날까지 알려 주세요. 내신 뒤에도 의견을 내실 수 있습니다. 자세한 내용은 집현에 직접 들어가서 알림 번호
((number))로 확인해 주세요. 이 글에는 링크가 없고, 시는 글로 개인정보나 비밀번호를 묻지 않습니다.

가온시 교통과 044-000-0000
"""


def people(count: int) -> Iterator[tuple[str, dict[str, str | int]]]:
    """Yield addresses and what fills the text for each, the same ones every time."""
    for n in range(count):
        yield (
            f"person{n}@mail.example",
            {
                "name": ("김하나", "이도윤", "박서연", "최지우")[n % 4],
                "place": f"한누리대로 {n % 3_000}",
                "day": "2026. 2. 27.(금)",
                "car": f"{n % 90 + 10}가 {n % 9_000 + 1_000}",
                "fine": "32,000",
                "due": "2026. 3. 20.(금)",
                "number": f"N{n:08}",
            },
        )


def rows(count: int) -> Iterator[Any]:
    """Yield the addressees as the outbox takes them."""
    from jiphyeon.foundation.messages.putting import Addressee

    for n, (address, values) in enumerate(people(count)):
        yield Addressee(address, values, owner_key=f"{n}")


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


def handed_over(folder: str, count: int, port: int) -> Timed:
    """Return how many letters the sink took from our outbox: claimed, opened, rendered, said, written down."""
    _set_up(folder)
    from django.conf import settings

    from jiphyeon.foundation.messages import batches, putting
    from jiphyeon.foundation.messages.email import Email
    from jiphyeon.foundation.messages.models import Batch
    from jiphyeon.foundation.messages.sending import Sender

    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    _text, batch = _batch()
    putting.put_many(batch=batch, rows=rows(count), at=AT)
    batches.release(batch, at=AT)
    began = time.process_time()
    Sender(Email()).drain()
    spent = time.process_time() - began
    return Timed(Batch.objects.get(key=batch).handed_over, spent)


def composed(count: int, port: int) -> Timed:
    """Return how many letters `email.message` composed and `smtplib` handed to the same sink over one connection."""
    import smtplib
    from email.message import EmailMessage
    from email.utils import format_datetime

    filled = []
    for address, values in people(count):
        subject, body = SUBJECT, BODY
        for name, value in values.items():
            subject, body = (
                subject.replace(f"(({name}))", str(value)),
                body.replace(f"(({name}))", str(value)),
            )
        filled.append((address, subject, body))
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as server:
        began = time.process_time()
        for n, (address, subject, body) in enumerate(filled):
            letter = EmailMessage()
            letter["Message-ID"] = f"<{n}@city.example>"
            letter["Date"] = format_datetime(AT)
            letter["From"] = "가온시 <no-reply@city.example>"
            letter["To"] = address
            letter["Subject"] = subject
            letter.set_content(body)
            server.send_message(letter)
        spent = time.process_time() - began
    return Timed(count, spent)


def beside_a_campaign(folder: str, count: int, port: int, database: str = "") -> dict[str, Any]:
    """Put an urgent message twice a second while a campaign goes out by a worker of its own; return the waits."""
    _set_up(folder, database)
    from django.core.management import call_command

    from jiphyeon.foundation.clock.now import now
    from jiphyeon.foundation.messages import batches, putting
    from jiphyeon.foundation.messages.enums import State, Urgency
    from jiphyeon.foundation.messages.models import Batch, Message
    from jiphyeon.foundation.messages.putting import Addressee

    call_command("migrate", verbosity=0, interactive=False)
    text, batch = _batch()
    putting.put_many(batch=batch, rows=rows(count), at=now())
    batches.release(batch, at=now())
    environment = {
        **os.environ,
        "JIPHYEON_EMAIL": f"smtp://127.0.0.1:{port}",
        "PYTHONPATH": str(ROOT / "src"),
    }
    worker = subprocess.Popen(
        [sys.executable, "-m", "jiphyeon", "worker"], env=environment, stderr=subprocess.DEVNULL
    )
    began, keys = time.monotonic(), []
    to = next(rows(1))
    try:
        while Batch.objects.get(key=batch).waiting and time.monotonic() - began < MOST_SECONDS:
            keys.append(
                putting.put(
                    text=text,
                    to=Addressee("urgent@mail.example", to.values),
                    owner="bench",
                    urgency=Urgency.URGENT,
                    at=now(),
                )
            )
            time.sleep(0.5)
        seconds = time.monotonic() - began
        done = Batch.objects.get(key=batch).handed_over
        until = time.monotonic() + 30
        urgent = Message.objects.filter(key__in=keys)
        while urgent.exclude(state=State.HANDED_OVER).exists() and time.monotonic() < until:
            time.sleep(0.1)
    finally:
        worker.terminate()
        worker.wait(60)
    waits = sorted(
        (over - made).total_seconds() if over else MOST_SECONDS
        for made, over in urgent.values_list("created_at", "handed_over_at")
    )
    return {"waits": waits, "handed_over": done, "seconds": seconds}


@contextlib.contextmanager
def sink() -> Iterator[int]:
    """Run a mail server that throws away what it takes, in a process of its own; give its port."""
    with subprocess.Popen(
        [sys.executable, "-m", "bench.notices"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


async def _serve() -> None:
    import asyncio

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"EHLO":
                writer.write(b"250-here\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
            elif word == b"DATA":
                writer.write(b"354 go on\r\n")
                await writer.drain()
                await reader.readuntil(b"\r\n.\r\n")
                writer.write(b"250 taken\r\n")
            elif word == b"QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"250 fine\r\n")
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(one, "127.0.0.1", 0, limit=2**22)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def _postgres() -> str:
    """Return the address of a server that may be filled, or ""."""
    from tests.run import postgres_answers

    return os.environ.get("JIPHYEON_TEST_POSTGRES", "") if postgres_answers() else ""


@contextlib.contextmanager
def _database(kind: str) -> Iterator[dict[str, str]]:
    from tests.running import fresh_database

    with fresh_database(kind) as named:
        yield {"database": named["DATABASE_URL"]} if named else {}


def run(*, check: bool) -> int:
    """Measure storing, handing over, one message beside a campaign, and what programs ask for."""
    report = Report("notices")
    kinds = ["sqlite", *(["postgresql"] if _postgres() else [])]
    if len(kinds) == 1:
        report.skip("PostgreSQL: no server answers (JIPHYEON_TEST_POSTGRES)")
    for kind in kinds:
        spent = {}
        for name in ("stored", "bulk_created"):
            with tempfile.TemporaryDirectory(prefix="jiphyeon-bench-") as folder, _database(kind) as database:
                spent[name] = fresh(f"bench.notices:{name}", runs=1, folder=folder, count=ROWS, **database)
            if spent[name].answer != ROWS:
                raise SystemExit(f"{name}: {spent[name].answer} of {ROWS} rows")
        report.figure(f"{ROWS:,} stored, {kind}", spent["stored"].cpu, "s CPU")
        report.figure(f"{ROWS:,} by bulk_create, {kind}", spent["bulk_created"].cpu, "s CPU")
        ratio = spent["stored"].cpu / spent["bulk_created"].cpu
        report.target(f"stored, ours ÷ bulk_create, {kind}", ratio, at_most=0.35)
    with sink() as port:
        with tempfile.TemporaryDirectory(prefix="jiphyeon-bench-") as folder:
            ours = fresh("bench.notices:handed_over", runs=1, folder=folder, count=LETTERS, port=port)
        theirs = fresh("bench.notices:composed", runs=1, count=LETTERS, port=port)
    if (ours.answer, theirs.answer) != (LETTERS, LETTERS):
        raise SystemExit(f"{ours.answer} and {theirs.answer} of {LETTERS} letters were taken")
    report.figure("a letter handed over, ours", ours.cpu / LETTERS * 1e6, "µs CPU")
    report.figure("a letter, email.message and smtplib", theirs.cpu / LETTERS * 1e6, "µs CPU")
    report.target("handed over, ours ÷ smtplib with email.message", ours.cpu / theirs.cpu, at_most=0.25)
    for kind in kinds:
        with (
            sink() as port,
            tempfile.TemporaryDirectory(prefix="jiphyeon-bench-") as folder,
            _database(kind) as database,
        ):
            beside = fresh(
                "bench.notices:beside_a_campaign", runs=1, folder=folder, count=ROWS, port=port, **database
            ).answer
        waits = beside["waits"]
        report.figure(
            f"a campaign's messages a second, {kind}", beside["handed_over"] / beside["seconds"], ""
        )
        report.figure(f"urgent messages put meanwhile, {kind}", len(waits), "")
        report.figure(f"created → handed over, median, {kind}", statistics.median(waits), "s")
        p99 = waits[max(0, -(-len(waits) * 99 // 100) - 1)]
        report.target(f"created → handed over, p99, {kind}", p99, at_most=10.0)
    for kind in kinds:
        with _database(kind) as database:
            send_api.measure(report, kind, **database)
    return report.finish(check)


if __name__ == "__main__":
    import asyncio

    asyncio.run(_serve())
