"""`jiphyeon run`: the whole city under one supervisor."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jiphyeon.config import private
from jiphyeon.config.lifeline import MARK, end_leftovers
from jiphyeon.config.supervisor import Supervisor, held_port, is_free

if TYPE_CHECKING:
    from collections.abc import Iterator


# A terminal that is closed says so by this signal, where there is one.
_HANG_UP = [signal.SIGHUP] if hasattr(signal, "SIGHUP") else []


def _say(words: str) -> None:
    click.echo(f"jip: {words}", err=True)


@click.command()
@click.option("--port", default=8000, show_default=True, help="Where the pages are served.")
@click.option(
    "--data",
    default="data",
    show_default=True,
    envvar="JIPHYEON_DATA_DIR",
    show_envvar=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the database, files, keys and logs live.",
)
@click.option("--empty", is_flag=True, help="Read the city pack, but write no demo people or cases.")
@click.option(
    "--no-simulators",
    is_flag=True,
    help="Start none of the simulated services outside. They take the ports 8801, 8802, 8804, 8805 and 8025, and where "
    "another city has one of these, any that is free; the start says which.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
def run(port: int, data: Path, *, empty: bool, no_simulators: bool, host: str) -> None:
    """Set up, fill and start the city; Ctrl-C stops it, the next start picks up where it was.

    \b
    examples:
      ./jip run
      ./jip run --port 8080 --data /var/lib/jiphyeon
      DATABASE_URL=postgres://jip@localhost/jip ./jip run
    """  # noqa: D301 -- click's mark for lines to keep
    began = time.monotonic()
    data = data.resolve()
    os.umask(0o077)  # for all that this process and its children make
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    private.close(data)
    with _alone_in(data):
        if left := end_leftovers(data):
            _say(f"an earlier run ended without stopping; {len(left)} processes of it were ended.")
        _require_free(port)
        _environment(data, host)
        demo = os.environ.get("JIPHYEON_DEMO") == "1"
        _prepare(demo=demo and not empty)
        ports = {} if no_simulators else _hold_ports()
        supervisor = Supervisor(os.environ, _say)
        for number in (signal.SIGINT, signal.SIGTERM, *_HANG_UP):
            signal.signal(number, lambda *_: supervisor.stop())
        logs = data / "logs"
        if not no_simulators:
            _start_simulators(supervisor, data, logs, ports, office=f"http://{_known_as()}:{port}")
        supervisor.add("worker", [sys.executable, "-m", "jiphyeon", "worker"], logs / "worker.log")
        try:
            _require_free(
                port
            )  # again: filling took a while, and two web processes could share a port unseen
        except click.ClickException:
            supervisor.take_down()
            raise
        supervisor.add("web", _web(host, port), logs / "web.log")
        known_as = _known_as()
        supervisor.watch(until=lambda: _answers(port, known_as), pause=0.1)
        if needed := [child for child in supervisor.left() if not child.goes_without]:
            supervisor.take_down()
            names = ", ".join(child.name for child in needed)
            raise click.ClickException(
                f"The city did not open: {names} cannot start. The log: {needed[0].log}"
            )
        supervisor.opened()
        _welcome(known_as, port, began, demo=demo)
        if demo and not empty:
            _introduce_cast(f"http://{known_as}:{port}/")
        if not no_simulators:
            _show_simulators(ports)
        for child in supervisor.left():
            click.echo(f"  Not up: the {child.name}. Its log: {child.log}")
        click.echo("  Ctrl-C stops it.\n")
        supervisor.watch()
        _say("stopping …")
        supervisor.take_down()
        _say("stopped. Everything is kept; ./jip run picks up where it was.")


def _require_free(port: int) -> None:
    if not is_free(port):
        raise click.ClickException(
            f"Something already listens on port {port}. Choose another: ./jip run --port {port + 1}"
        )


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


def _environment(data: Path, host: str) -> None:
    os.environ["JIPHYEON_DATA_DIR"] = os.environ[MARK] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiphyeon.config.settings"
    if "JIPHYEON_SECRET_KEY" not in os.environ:
        os.environ.setdefault("JIPHYEON_DEMO", "1")
    if host not in {"127.0.0.1", "localhost"} and "JIPHYEON_HOSTS" not in os.environ:
        os.environ["JIPHYEON_HOSTS"] = "localhost,127.0.0.1," + (host if host != "0.0.0.0" else "*")  # noqa: S104


def _prepare(*, demo: bool) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    from jiphyeon.config import city
    from jiphyeon.config.versions import refuse_newer_data

    _say("database …")
    refuse_newer_data()
    call_command("migrate", verbosity=0, interactive=False)
    _say("page assets …")
    call_command("collectstatic", verbosity=0, interactive=False)
    city.load(_say, demo=demo)


def _web(host: str, port: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "rsgi", "--host", host, "--port", str(port),
        "--workers", os.environ.get("JIPHYEON_WEB_PROCESSES", "1"), "--workers-kill-timeout", "5",
        "--http", "1", "--http1-header-read-timeout", "10000", "--http1-buffer-size", "65536",
        "--no-ws", "--log-level", "warning", "jiphyeon.config.front:application",
    ]  # fmt: skip


SIMULATED = {"mydata": 8801, "smtp": 8025, "mailbox": 8802, "names": 8804, "relay": 8805, "payments": 8806}
"""Where the simulators listen, each unless somebody else does."""


def _hold_ports() -> dict[str, socket.socket]:
    """Hold a port for each simulator, and let the city ask them there unless it is told otherwise."""
    ports = {name: held_port(wanted) for name, wanted in SIMULATED.items()}
    os.environ.setdefault("JIPHYEON_MYDATA", _address(ports["mydata"]))
    os.environ.setdefault("JIPHYEON_ACCOUNT_NAMES", _address(ports["names"]))
    os.environ.setdefault("JIPHYEON_RELAY", _address(ports["relay"]))
    os.environ.setdefault("JIPHYEON_PAYMENTS", _address(ports["payments"]))
    os.environ.setdefault("JIPHYEON_EMAIL", _address(ports["smtp"], "smtp"))
    return ports


def _port(at: socket.socket) -> int:
    return int(at.getsockname()[1])


def _address(at: socket.socket, scheme: str = "http") -> str:
    return f"{scheme}://127.0.0.1:{_port(at)}"


def _start_simulators(
    supervisor: Supervisor, data: Path, logs: Path, ports: dict[str, socket.socket], *, office: str
) -> None:
    simulated = data / "simulators"

    def add(name: str, module: str, log: str, *more: str, **at: socket.socket) -> None:
        handed = [f"--{option.replace('_', '-')}={one.fileno()}" for option, one in at.items()]
        command = [sys.executable, "-m", f"jiphyeon.simulators.{module}", *handed, *more]
        supervisor.add(name, command, logs / log, at=tuple(at.values()), goes_without=True)

    add(
        "data holder (simulated)",
        "mydata_provider",
        "mydata-provider.log",
        f"--data={simulated / 'mydata'}",
        socket=ports["mydata"],
    )
    add(
        "mailbox (simulated)",
        "mailbox",
        "mailbox.log",
        f"--data={simulated / 'mailbox'}",
        socket=ports["mailbox"],
        smtp_socket=ports["smtp"],
    )
    add("account names (simulated)", "account_names", "account-names.log", socket=ports["names"])
    add(
        "relay of electronic documents (simulated)",
        "message_relay",
        "message-relay.log",
        f"--data={simulated / 'relay'}",
        f"--office={office}",
        socket=ports["relay"],
    )
    add(
        "payment house (simulated)",
        "payment_house",
        "payment-house.log",
        f"--data={simulated / 'payments'}",
        f"--office={office}",
        socket=ports["payments"],
    )


def _known_as() -> str:
    """Return a name this city may be asked for by, best one that leads here from this machine."""
    from django.conf import settings

    names = [name.strip() for name in settings.ALLOWED_HOSTS if name.strip()]
    here = [name for name in ("localhost", "127.0.0.1") if name in names or "*" in names]
    return next(iter(here or names), "localhost").lstrip(".")


def _answers(port: int, known_as: str) -> bool:
    """Return whether the pages are served."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz", headers={"Host": known_as})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _welcome(known_as: str, port: int, began: float, *, demo: bool) -> None:
    """Say that the city is open, and where: the first address is one that answers from this machine."""
    ready = f"(ready after {time.monotonic() - began:.0f} s)"
    if demo:
        click.echo(f"\n  집현 · Jiphyeon is open: http://{known_as}:{port}/   {ready}\n")
        return
    from django.conf import settings

    outside = [name for name in settings.ALLOWED_HOSTS if name not in {"localhost", "127.0.0.1", "*", ""}]
    here = f"http://{known_as}:{port}/readyz"
    if known_as not in {"localhost", "127.0.0.1"}:
        here = f"curl -H 'Host: {known_as}' http://127.0.0.1:{port}/readyz"
    click.echo(f"\n  집현 · Jiphyeon is open   {ready}")
    click.echo(f"  Asked from this machine: {here}")
    name = outside[0].lstrip(".") if outside else "NAME, one of JIPHYEON_HOSTS"
    click.echo(f"  For people, through your proxy: https://{name}/\n")


def _introduce_cast(address: str) -> None:
    from jiphyeon.foundation.accounts.demo import cast

    click.echo(f"  Sign in as one of the invented demo people at {address}accounts/demo/ :")
    for person in cast():
        click.echo(f"    {person.username:<10} {person.name:<14} {person.what}")
    click.echo("")


def _show_simulators(ports: dict[str, socket.socket]) -> None:
    click.echo(
        f"  Simulated: the data holder at http://localhost:{_port(ports['mydata'])}/, "
        f"the banks' account names at http://localhost:{_port(ports['names'])}/, "
        f"every mail sent at http://localhost:{_port(ports['mailbox'])}/, "
        f"the app for electronic documents at http://localhost:{_port(ports['relay'])}/, "
        f"the payment house at http://localhost:{_port(ports['payments'])}/"
    )
