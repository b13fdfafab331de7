"""The pages beside a bare hello, both served by granian with one thread, in the same run.

Counted is what the server itself spends (user + system, all its processes) for each request, so that neither the
other core nor the speed of the client matters: 1 / that is requests per second per core. Then 32 clients with a
moment's thought between requests read while a writer works, and the slowest hundredth is told.

The opponent is `bench/peers/bare_django.py`: a plain template of 50 rows and a form that writes one row, on a database opened
alike, served alike. It has no sign-in, no permissions, no log: what is measured is what those cost.
"""

from __future__ import annotations

import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from bench.measure import ROOT, Report

CLIENTS, THINK, SECONDS = 32, 2.0, 20


def hello(environ, start_response):
    """The least a server can answer."""
    del environ
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(
    application: str, environment: dict[str, str], threads: int = 1
) -> Iterator[tuple[psutil.Process, int]]:
    """Serve a WSGI application with one process; one blocking thread where CPU is counted, four as it is shipped."""
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
         "--workers", "1", "--blocking-threads", str(threads), "--no-ws", "--log-level", "error", application],
        env=environment, cwd=ROOT,
    )  # fmt: skip
    try:
        for _ in range(200):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                connection.request("GET", "/healthz")
                connection.getresponse().read()
                break
            except OSError:
                time.sleep(0.1)
        yield psutil.Process(process.pid), port
    finally:
        process.terminate()
        process.wait(15)


def _cpu(process: psutil.Process) -> float:
    everyone = [process, *process.children(recursive=True)]
    return sum(sum(one.cpu_times()[:2]) for one in everyone)


def per_request(
    process: psutil.Process,
    port: int,
    path: str,
    *,
    cookie: str = "",
    body: str = "",
    rounds: int = 5,
    count: int = 200,
) -> float:
    """Return the server's CPU seconds for one request: the least of several rounds, after a warm-up."""
    headers = {"Cookie": cookie, "Accept-Language": "ko"} if cookie else {"Accept-Language": "ko"}
    method = "POST" if body else "GET"
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask() -> None:
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")

    for _ in range(20):
        ask()
    rates = []
    for _ in range(rounds):
        before = _cpu(process)
        for _ in range(count):
            ask()
        rates.append((_cpu(process) - before) / count)
    connection.close()
    return min(rates)


def signed_in(port: int, username: str) -> str:
    """Sign in as one of the demo cast and return the cookies."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/accounts/demo/")
    answer = connection.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode()).group(1)
    kept = [value.partition(";")[0] for name, value in answer.getheaders() if name == "set-cookie"]
    connection.request(
        "POST", f"/accounts/demo/{username}/", f"csrfmiddlewaretoken={token}",
        {"Cookie": "; ".join(kept), "Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    answer = connection.getresponse()
    answer.read()
    kept += [value.partition(";")[0] for name, value in answer.getheaders() if name == "set-cookie"]
    return "; ".join({one.partition("=")[0]: one for one in kept}.values())


def _form(port: int, path: str, cookie: str) -> tuple[str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    page = answer.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)
    kept = [value.partition(";")[0] for name, value in answer.getheaders() if name == "set-cookie"]
    cookies = {one.partition("=")[0]: one for one in [*filter(None, cookie.split("; ")), *kept]}
    return f"csrfmiddlewaretoken={token}", "; ".join(cookies.values())


@dataclass(frozen=True, slots=True)
class Writer:
    """Where a row is written, with what, and as whom."""

    path: str
    cookie: str = ""
    token: str = ""


def crowd(port: int, paths: list[str], reader: str, writer: Writer) -> tuple[list[float], list[float]]:
    """Let 32 readers and one writer work for a while; return the readers' and the writer's waits."""
    waits: list[float] = []
    writes: list[float] = []
    until = time.monotonic() + SECONDS

    def read(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        turn = place
        while time.monotonic() < until:
            began = time.monotonic()
            connection.request("GET", paths[turn % len(paths)], headers={"Cookie": reader})
            connection.getresponse().read()
            waits.append(time.monotonic() - began)
            turn += 1
            time.sleep(THINK)

    def write() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.monotonic() < until:
            began = time.monotonic()
            connection.request(
                "POST", writer.path, f"{writer.token}&name=measured+{len(writes)}&due=2024-12-31",
                {"Cookie": writer.cookie, "Content-Type": "application/x-www-form-urlencoded"},
            )  # fmt: skip
            answer = connection.getresponse()
            answer.read()
            if answer.status != 302:
                raise RuntimeError(f"the writer was answered {answer.status}")
            writes.append(time.monotonic() - began)
            time.sleep(0.2)

    everyone = [threading.Thread(target=read, args=(place,)) for place in range(CLIENTS)]
    everyone.append(threading.Thread(target=write))
    for one in everyone:
        one.start()
    for one in everyone:
        one.join()
    return sorted(waits), sorted(writes)


def city(folder: Path) -> dict[str, str]:
    """Fill a city in a folder of its own and return the environment it is served with."""
    environment = {
        **os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}", "JIPHYEON_DEMO": "1",
        "JIPHYEON_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "jiphyeon.config.settings",
    }  # fmt: skip
    environment.pop("JIPHYEON_SECRET_KEY", None)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    fill = "from jiphyeon.commands.run.command import _prepare; _prepare(demo=True)"
    subprocess.run([sys.executable, "-c", fill], env=environment, cwd=ROOT, check=True)
    # What the worker would do: post the figures, so that the home page carries them.
    work = "from jiphyeon.commands.command_line import main; main(['worker', '--drain'])"
    subprocess.run([sys.executable, "-c", work], env=environment, cwd=ROOT, check=False, capture_output=True)
    return environment


def run(check: bool) -> int:
    """Measure, print, keep."""
    report = Report("web")
    with tempfile.TemporaryDirectory() as folder:
        environment = city(Path(folder)) | {"DATA": folder}
        with serving("bench.web:hello", environment) as (process, port):
            hello_costs = per_request(process, port, "/", count=2000)
        report.figure("bare hello", 1 / hello_costs, "requests/s per core")
        bare = "bench.peers.bare_django:application"
        with serving(bare, environment) as (process, port):
            plain = per_request(process, port, "/", count=100)
        report.figure("50 rows by a plain template, bare Django", 1 / plain, "requests/s per core")
        with serving("jiphyeon.config.wsgi:application", environment) as (process, port):
            officer = signed_in(port, "garam")
            pages = {
                "home, the living plan": ("/", "", ""),
                "finder, one step": ("/programmes/find/", "", ""),
                "officer's queue, 50 rows": ("/benefits/desk/?view=all", officer, ""),
                "API, one programme": ("/programmes/api/programmes/youth-rent", "", ""),
            }
            costs = {}
            for name, (path, cookie, body) in pages.items():
                costs[name] = per_request(process, port, path, cookie=cookie, body=body, count=100)
                report.figure(name, 1 / costs[name], "requests/s per core")
                report.figure(f"  {name} ÷ plain 50 rows", costs[name] / plain, "×")
        with serving(bare, environment, threads=4) as (process, port):
            bare_waits, bare_writes = crowd(port, ["/"], "", Writer("/add/"))
        with serving("jiphyeon.config.wsgi:application", environment, threads=4) as (process, port):
            paths = ["/", "/benefits/desk/?view=all", "/programmes/"]
            add = "/plans/2024/youth-rent/add/"
            token, cookie = _form(port, add, signed_in(port, "jiwoo"))
            waits, writes = crowd(port, paths, signed_in(port, "garam"), Writer(add, cookie, token))
        for name, read, written in (("ours", waits, writes), ("bare Django", bare_waits, bare_writes)):
            report.figure(f"32 readers beside a writer, {name}: median wait", statistics.median(read), "s")
            report.figure("  their slowest hundredth (p99)", read[int(len(read) * 0.99)], "s")
            report.figure("  the writer's median wait", statistics.median(written), "s")
            report.figure("  the writer's slowest twentieth (p95)", written[int(len(written) * 0.95)], "s")
            report.figure("  the writer's slowest wait", written[-1], "s")
            report.figure("  pages read", len(read))
            report.figure("  rows written", len(written))
        for name in ("home, the living plan", "officer's queue, 50 rows"):
            report.target(f"{name} ÷ plain 50 rows, CPU", costs[name] / plain, at_most=1.5)
        report.target(
            "a writer's median wait beside 32 readers ÷ the same on bare Django",
            statistics.median(writes) / statistics.median(bare_writes), at_most=10,
        )  # fmt: skip
        from bench import weight

        weight.weigh(report, environment)
    return report.finish(check)
