"""`jiphyeon worker`: does what waits in the queue."""

from __future__ import annotations

import os
import signal
import threading
from datetime import timedelta

import click


@click.command()
@click.option(
    "--lease",
    type=click.FloatRange(min=0.5),
    default=60.0,
    show_default=True,
    envvar="JIPHYEON_LEASE",
    show_envvar=True,
    help="Seconds a worker may be silent before its job is given to another.",
)
@click.option("--queue", "queues", multiple=True, help="Only work of this queue (may be repeated).")
@click.option("--drain", is_flag=True, help="Do what is due now, then leave.")
def worker(lease: float, queues: tuple[str, ...], *, drain: bool) -> None:
    """Do what waits in the queue and hand messages over until told to stop (SIGTERM, Ctrl-C).

    What is at hand is finished first. A worker of some queues only leaves messages to others.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiphyeon.config.settings")
    import django

    django.setup()
    from jiphyeon.config.versions import refuse_newer_data
    from jiphyeon.foundation.jobs.retry import Policy
    from jiphyeon.foundation.jobs.worker import Worker
    from jiphyeon.foundation.messages.sending import LEASE, Senders

    refuse_newer_data()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    one = Worker(policy=Policy(lease=timedelta(seconds=lease)), queues=queues, stop=stop)
    senders = Senders(lease=min(LEASE, timedelta(seconds=lease)), stop=stop)
    if drain:
        tried = one.drain()
        handed = 0 if queues else senders.drain()
        click.echo(f"{tried} jobs tried, {handed} messages dealt with")
        return
    if not queues:
        senders.start()
    one.work()
    senders.join(patience=5.0)
