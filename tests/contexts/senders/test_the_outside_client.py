"""GOV.UK Notify's own Python client, with its own acceptance test as its repository has it, against a running city.

Its checkout is named by JIPHYEON_NOTIFY_CLIENT, whose own version is tried; JIPHYEON_NOTIFY_RELEASE names a folder with another
version (`pip install --no-deps --target FOLDER notifications-python-client`), which is tried with the checkout's test too.
"""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.running import start

__all__ = ["start"]

CHECKOUT = Path(os.environ.get("JIPHYEON_NOTIFY_CLIENT") or "-").absolute()
RELEASE = Path(os.environ.get("JIPHYEON_NOTIFY_RELEASE") or "-").absolute()
SECONDS = 240
# What the acceptance test asks of the service it is run against, done by the cast of the demo city.
MADE = """
import json, sys
from datetime import UTC, datetime
from jiphyeon.contexts.senders.actions import events, registering
from jiphyeon.contexts.senders.actions.registering import Settings
from jiphyeon.contexts.senders.enums import KeyKind
from jiphyeon.contexts.senders.models import Service
from jiphyeon.contexts.wordings import actions as wordings
from jiphyeon.contexts.wordings.enums import Purpose
from jiphyeon.contexts.wordings.models import Edition
from jiphyeon.contexts.wordings.rules.texts import WordingText
from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.casework.moving import move
from jiphyeon.foundation.clock.now import civil_today, now
from jiphyeon.methods.wording import Channel

today = civil_today()
def by(name):
    return actor_of(User.objects.get(username=name), on=today)

def text(channel, body, subject=""):
    content = WordingText(name=f"acceptance {{channel}}", channel=channel, purpose=Purpose.GUIDANCE,
                          unit="innovation-division", subject=subject, body=body)
    row = Edition.objects.get(key=wordings.begin(content=content, by=by("narae"), on=today))
    move(row, "propose", by=by("narae"), on=today)
    wordings.approve(key=row.key, seen=row.version, by=by("taegyeong"), on=today)
    return str(row.text)

content = Settings(name="acceptance", unit="innovation-division", guests=("01020003000", "hana@mail.example"),
                   contact_block={block!r}, abroad=True, reply_to="answers@mail.example", number_for_answers="0440000000")
service = registering.register(content=content, by=by("sarang"), on=today)
row = Service.objects.get(key=service)
move(row, "open", by=by("dongha"), on=today)
events.receive(given="1", number="01020003000", to="0440000000", content="네", at=now())

def key(kind):
    return registering.make_key(key=service, name=f"acceptance {{kind}}", kind=kind, by=by("sarang"), on=today, at=now())

print(json.dumps(dict(
    API_KEY=key(KeyKind.LIVE), API_SENDING_KEY=key(KeyKind.TEAM), INBOUND_SMS_QUERY_KEY=key(KeyKind.TEST),
    FUNCTIONAL_TEST_NUMBER="010-2000-3000", FUNCTIONAL_TEST_EMAIL="hana@mail.example",
    SMS_TEMPLATE_ID=text(Channel.TEXT, "Hello ((name))"),
    EMAIL_TEMPLATE_ID=text(Channel.EMAIL, "Hello ((name))", "A subject"),
    LETTER_TEMPLATE_ID=text(Channel.PAPER, "Dear ((address_line_1))", "A letter"),
    SMS_SENDER_ID=str(row.sms_sender_id), EMAIL_REPLY_TO_ID=str(row.reply_to_id),
)))
"""


def contact_block(test):
    """Return the block of contacts that the acceptance test expects on letters."""
    tree = ast.parse(test.read_text(encoding="utf-8"))
    return next(
        ast.literal_eval(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        if isinstance(node.value.value, str) and "\n" in node.value.value
    )


@pytest.mark.skipif(
    not (CHECKOUT / "integration_test").is_dir(),
    reason="JIPHYEON_NOTIFY_CLIENT names no checkout of the client's repository",
)
def test_its_own_acceptance_test_passes_as_it_is(start, tmp_path):
    block = contact_block(CHECKOUT / "integration_test" / "integration_tests.py")
    city = start()
    city.opens()
    made = json.loads(city.runs(MADE.format(block=block)).splitlines()[-1])
    alone = tmp_path / "acceptance"
    shutil.copytree(CHECKOUT / "integration_test", alone / "integration_test")
    tried = [(CHECKOUT, str(CHECKOUT))]
    if (RELEASE / "notifications_python_client").is_dir():
        tried.append((alone, f"{RELEASE}{os.pathsep}{alone}"))

    for folder, path in tried:
        done = subprocess.run(
            [sys.executable, "-m", "integration_test.integration_tests"],
            cwd=folder,
            env=city.environment | made | {"NOTIFY_API_URL": city.url, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "integration tests are successful" in done.stdout
