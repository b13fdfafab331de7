"""A small city in a process of its own: made with `make`, and with `work` taking applications with papers until it is ended.

Run with the settings of a demo; `work` writes how many papers it has taken in to the file it is given.
"""

import sys
from datetime import date
from pathlib import Path
from uuid import uuid4

import django

# Run by its path, in a process of its own.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from tests.contexts.benefits.conftest import brings_paper

from jiphyeon.config import city
from jiphyeon.contexts.benefits.actions import applying
from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.assurance import Assurance
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.registering import Identity, make_citizen
from jiphyeon.foundation.ledger import order

DAY = date(2024, 3, 4)


def make(*, demo):
    """Lay the tables and read the city pack."""
    call_command("migrate", verbosity=0, interactive=False)
    city.load(lambda _words: None, demo=demo)
    order.put_in_order()


def work(progress_file):
    """Take one application with a paper after another, and put the log in order now and then."""
    number = 0
    while True:
        apply(f"writer-{uuid4().hex[:12]}", number)
        number += 1
        if number % 5 == 0:
            order.put_in_order()
        # Whoever reads it at any moment reads a number, never the emptied file.
        beside = progress_file.with_suffix(".next")
        beside.write_text(str(number), encoding="utf-8")
        beside.replace(progress_file)


@transaction.atomic
def apply(username, number):
    """Let one new person apply, with a paper of some pages."""
    user = User.objects.create_user(username=username, email=f"{username}@demo.invalid")
    identity = Identity("시연", date(1996, 8, 15), assurance=Assurance.COUNTER, assured_by="a drill")
    make_citizen(user, identity, on=date(2020, 1, 1))
    by = actor_of(user, on=DAY)
    key = applying.start(person=user.key, programme="youth-rent", token=uuid4(), by=by, on=DAY, facts={})
    upload = SimpleUploadedFile(
        f"계약서-{number}.pdf", b"%PDF-1.7\n" + b"rent " * 2_000 * (number % 40 + 1) + b"\n%%EOF"
    )
    brings_paper(key=key, upload=upload, title="계약서", by=by, on=DAY)
    applying.submit(key=key, declared=True, by=by, on=DAY)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(demo="demo" in sys.argv)
    else:
        work(Path(sys.argv[2]))
