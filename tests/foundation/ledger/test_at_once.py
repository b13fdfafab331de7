"""Many write at once, some change their minds, and the log is put in order meanwhile: no gap, nothing twice."""

import random
import threading
from datetime import date

import pytest
from django.db import connection, transaction

from jiphyeon.foundation.ledger import order, record
from jiphyeon.foundation.ledger.models import Entry
from jiphyeon.foundation.ledger.verification import verify
from jiphyeon.kernel import Verdict

WRITERS, EACH = 4, 25


@pytest.mark.django_db(transaction=True)
def test_writers_and_sequencers_at_once_leave_a_dense_log():
    problems = []

    def write(seed):
        dice = random.Random(seed)  # noqa: S311 -- who changes their mind, not a secret
        for n in range(EACH):
            with transaction.atomic():
                record.append(kind="test.done", subject=f"{seed}-{n}", facts={"n": n}, on=date(2024, 3, 4))
                transaction.set_rollback(dice.random() < 0.3)

    def put_in_order():
        for _ in range(10):
            order.put_in_order()

    def watched(deed, *values):
        try:
            deed(*values)
        except Exception as raised:  # noqa: BLE001 -- told to the test below
            problems.append(raised)
        finally:
            connection.close()

    threads = [threading.Thread(target=watched, args=(write, seed)) for seed in range(WRITERS)]
    threads += [threading.Thread(target=watched, args=(put_in_order,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    head = order.put_in_order()

    assert problems == []
    kept = Entry.objects.count()
    assert 40 < kept < WRITERS * EACH
    assert head.size == kept
    assert list(Entry.objects.order_by("index").values_list("index", flat=True)) == list(range(kept))
    assert verify().checked.verdict is Verdict.TRUE
