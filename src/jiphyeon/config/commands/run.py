"""`jiphyeon run`: the whole city under one supervisor."""

from __future__ import annotations

import http.client
import os
import signal
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jiphyeon.config.supervisor import Supervisor, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator


def _say(words: str) -> None:
    click.echo(f"jip: {words}", err=True)


@click.command()
@click.option("--port", default=8000, show_default=True, help="Where the pages are served.")
@click.option(
    "--data",
    default="data",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the database, files, keys and logs live.",
)
@click.option("--empty", is_flag=True, help="Read the city pack, but write no demo people or cases.")
@click.option("--no-simulators", is_flag=True, help="Do not start the simulated data holder and mailbox.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
def run(port: int, data: Path, *, empty: bool, no_simulators: bool, host: str) -> None:
    r"""Set up, fill and start the city; Ctrl-C stops it, the next start picks up where it was.

    \b
    examples:
      ./jip run
      ./jip run --port 8080 --data /var/lib/jiphyeon
      DATABASE_URL=postgres://jip@localhost/jip ./jip run
    """
    began = time.monotonic()
    if free_port(port) != port:
        raise click.ClickException(
            f"Something already listens on port {port}. Choose another: ./jip run --port {port + 1}"
        )
    data = data.resolve()
    data.mkdir(parents=True, exist_ok=True)
    with _alone_in(data):
        _environment(data, port, host)
        demo = os.environ.get("JIPHYEON_DEMO") == "1"
        _prepare(demo=demo and not empty)
        # Looked for only now: filling a city takes a while, and ports that were free may be taken by then.
        ports = {
            name: free_port(wanted) for name, wanted in (("mydata", 8801), ("smtp", 8025), ("mailbox", 8802))
        }
        if not no_simulators:
            os.environ.setdefault("JIPHYEON_MYDATA", f"http://127.0.0.1:{ports['mydata']}")
            os.environ.setdefault("JIPHYEON_EMAIL", f"smtp://127.0.0.1:{ports['smtp']}")
        supervisor = Supervisor(os.environ, _say)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: supervisor.stop())
        logs = data / "logs"
        if not no_simulators:
            _start_simulators(supervisor, data, logs, ports)
        supervisor.add("worker", [sys.executable, "-m", "jiphyeon", "worker"], logs / "worker.log")
        supervisor.add("web", _web(host, port), logs / "web.log")
        address = f"http://{'localhost' if host == '127.0.0.1' else host}:{port}/"
        supervisor.watch(until=lambda: _answers(port), pause=0.1)
        _welcome(address, began, ports if not no_simulators else {}, demo=demo and not empty)
        supervisor.watch()
        _say("stopping …")
        supervisor.take_down()
        _say("stopped. Everything is kept; ./jip run picks up where it was.")


@contextmanager
def _alone_in(data: Path) -> Iterator[None]:
    """Hold the data folder, so that two starts cannot run the same city twice."""
    with (data / "lock").open("w") as held:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise click.ClickException(
                    f"Another ./jip run uses {data}. Stop it first, or choose another folder: --data DIR"
                ) from None
        yield


def _environment(data: Path, port: int, host: str) -> None:
    os.environ["JIPHYEON_DATA_DIR"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiphyeon.config.settings"
    if "JIPHYEON_SECRET_KEY" not in os.environ:
        os.environ.setdefault("JIPHYEON_DEMO", "1")
    if host not in {"127.0.0.1", "localhost"} and "JIPHYEON_HOSTS" not in os.environ:
        os.environ["JIPHYEON_HOSTS"] = "localhost,127.0.0.1," + (host if host != "0.0.0.0" else "*")  # noqa: S104
    os.environ.setdefault("JIPHYEON_ADDRESS", f"http://localhost:{port}")


def _prepare(*, demo: bool) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    from jiphyeon.config import city

    _say("database …")
    call_command("migrate", verbosity=0, interactive=False)
    _say("page assets …")
    call_command("collectstatic", verbosity=0, interactive=False)
    city.load(_say, demo=demo)


def _web(host: str, port: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", os.environ.get("JIPHYEON_WEB_PROCESSES", "1"), "--blocking-threads", "4",
        "--no-ws", "--log-level", "warning", "jiphyeon.config.wsgi:application",
    ]  # fmt: skip


def _start_simulators(supervisor: Supervisor, data: Path, logs: Path, ports: dict[str, int]) -> None:
    simulated = data / "simulators"
    supervisor.add(
        "data holder (simulated)",
        [sys.executable, "-m", "jiphyeon.simulators.mydata_provider",
         "--port", str(ports["mydata"]), "--data", str(simulated / "mydata")],
        logs / "mydata-provider.log",
    )  # fmt: skip
    supervisor.add(
        "mailbox (simulated)",
        [sys.executable, "-m", "jiphyeon.simulators.mailbox",
         "--smtp-port", str(ports["smtp"]), "--port", str(ports["mailbox"]), "--data", str(simulated / "mailbox")],
        logs / "mailbox.log",
    )  # fmt: skip


def _answers(port: int) -> bool:
    """Return whether the pages are served: ready, or leading to HTTPS as they do outside demo mode."""
    host = os.environ.get("JIPHYEON_HOSTS", "").partition(",")[0].replace("*", "") or "localhost"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz", headers={"Host": host})
        return connection.getresponse().status in (200, 301)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _welcome(address: str, began: float, ports: dict[str, int], *, demo: bool) -> None:
    click.echo(f"\n  집현 · Jiphyeon is open: {address}   (ready after {time.monotonic() - began:.0f} s)\n")
    if demo:
        from jiphyeon.foundation.accounts.demo import cast

        click.echo(f"  Sign in as one of the invented demo people at {address}accounts/demo/ :")
        for person in cast():
            click.echo(f"    {person.username:<10} {person.name:<14} {person.what}")
        click.echo("")
    if ports:
        click.echo(
            f"  Simulated: the data holder at http://localhost:{ports['mydata']}/, "
            f"every mail sent at http://localhost:{ports['mailbox']}/"
        )
    click.echo("  Ctrl-C stops it.\n")
