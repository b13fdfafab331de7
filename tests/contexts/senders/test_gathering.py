"""Writes that wait for one another share a commit, and each has its own fault."""

import threading

import pytest
from django.db import connection, transaction
from tests.waiting import wait_until

from jiphyeon.contexts.senders.actions.gathering import Gathering
from jiphyeon.foundation.messages.models import Tally


def counts(day):
    return Tally(channel="email", day=f"2026-01-{day:02}", state="delivered", count=1).save


@pytest.mark.django_db
def test_a_piece_is_written_or_raises_what_it_raises():
    some = Gathering()
    some.write(counts(1))

    def wrong():
        counts(2)()
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        some.write(wrong)
    assert Tally.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_those_that_wait_are_written_together_and_one_fault_is_nobody_elses():
    some, begun, go_on, commits = Gathering(), threading.Event(), threading.Event(), []
    faults = []

    def first():
        begun.set()
        assert go_on.wait(60)
        counts(1)()
        transaction.on_commit(lambda: commits.append("first"))

    def one(write):
        try:
            some.write(write)
        except ValueError as no:
            faults.append(str(no))
        finally:
            connection.close()

    def wrong():
        raise ValueError("mine")

    threads = [threading.Thread(target=one, args=(first,))]
    threads[0].start()
    assert begun.wait(60)
    threads += [threading.Thread(target=one, args=(write,)) for write in (counts(2), wrong, counts(3))]
    for thread in threads[1:]:
        thread.start()
    wait_until(lambda: len(some._waiting) == 3)
    go_on.set()
    for thread in threads:
        thread.join(60)

    assert sorted(Tally.objects.values_list("day__day", flat=True)) == [1, 2, 3]
    assert faults == ["mine"]
