"""The pages beside a bare hello, both served by granian with one thread, in the same run.

Counted is what the server itself spends (user + system, all its processes) for each request, so that neither the
other core nor the speed of the client matters: 1 / that is requests per second per core. Then 32 clients with a
moment's thought between requests read while a writer works, and the slowest hundredth is told.

The reference that the 50-row page must beat is a plain template of 50 rows: 118–130 requests/s where the same server
says a bare hello 24,344–24,790 times, that is 0.5 % of the hello.
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
from pathlib import Path

import psutil
from bench.measure import ROOT, Report

PLAIN_TEMPLATE_SHARE = (
    130 / 24_344
)  # the better round of the page, the slower of the hello: the hardest reading
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


def crowd(port: int, paths: list[str], reader: str, writer: str) -> tuple[list[float], list[float]]:
    """Let 32 readers and one writer work for a while; return the readers' and the writer's waits."""
    waits: list[float] = []
    writes: list[float] = []
    until = time.monotonic() + SECONDS
    token, cookie = _form(port, "/plans/2024/youth-rent/add/", writer)

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
                "POST", "/plans/2024/youth-rent/add/", f"{token}&name=measured+{len(writes)}&due=2024-12-31",
                {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"},
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


def _city(folder: Path) -> dict[str, str]:
    """Fill a city in a folder of its own and return the environment it is served with."""
    environment = {
        **os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}", "JIPHYEON_DEMO": "1",
        "JIPHYEON_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "jiphyeon.config.settings",
    }  # fmt: skip
    environment.pop("JIPHYEON_SECRET_KEY", None)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    fill = "from jiphyeon.config.commands.run import _prepare; _prepare(demo=True)"
    subprocess.run([sys.executable, "-c", fill], env=environment, cwd=ROOT, check=True)
    # What the worker would do: post the figures, so that the home page carries them.
    work = "from jiphyeon.config.command_line import main; main(['worker', '--drain'])"
    subprocess.run([sys.executable, "-c", work], env=environment, cwd=ROOT, check=False, capture_output=True)
    return environment


def run(check: bool) -> int:
    """Measure, print, keep."""
    report = Report("web")
    with tempfile.TemporaryDirectory() as folder:
        environment = _city(Path(folder))
        with serving("bench.web:hello", environment) as (process, port):
            bare = per_request(process, port, "/", count=2000)
        report.figure("bare hello", 1 / bare, "requests/s per core")
        with serving("jiphyeon.config.wsgi:application", environment) as (process, port):
            officer = signed_in(port, "garam")
            finder, anyone = _form(port, "/benefits/find/", "")
            pages = {
                "home, the living plan": ("/", "", ""),
                "finder, one step": ("/benefits/find/", anyone, finder),
                "officer's queue, 50 rows": ("/benefits/desk/?view=all", officer, ""),
                "API, one programme": ("/benefits/api/programmes/youth-rent", "", ""),
            }
            shares = {}
            for name, (path, cookie, body) in pages.items():
                spent = per_request(process, port, path, cookie=cookie, body=body, count=100)
                shares[name] = bare / spent
                report.figure(name, 1 / spent, "requests/s per core")
                report.figure(f"  {name} ÷ hello", shares[name])
        with serving("jiphyeon.config.wsgi:application", environment, threads=4) as (process, port):
            paths = ["/", "/benefits/desk/?view=all", "/benefits/"]
            waits, writes = crowd(port, paths, signed_in(port, "garam"), signed_in(port, "jiwoo"))
        report.figure("32 readers beside a writer: median wait", statistics.median(waits), "s")
        report.figure("  their slowest hundredth (p99)", waits[int(len(waits) * 0.99)], "s")
        report.figure("  the writer's slowest wait", writes[-1], "s")
        report.figure("  pages read", len(waits))
        report.figure("  rows written", len(writes))
        report.target(
            "50-row page ÷ hello, against twice a plain template's share",
            shares["officer's queue, 50 rows"] / PLAIN_TEMPLATE_SHARE, at_least=2,
        )  # fmt: skip
        report.target("the writer's slowest wait beside 32 readers, s", writes[-1], at_most=1)
    return report.finish(check)
