"""docs/how-to/run-for-real.md, followed word by word: what it says to type is typed, and what it prints answers."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from tests.running import fresh_database
from tests.simulated import free_port
from tests.waiting import PATIENCE_SECONDS, wait_until

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "run-for-real.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)
EXPORTS, START = next(
    block.rpartition("./jip run")[::2] for block in BLOCKS if block.startswith("export JIPHYEON_SECRET_KEY")
)
FIRST_ADMINISTRATOR = next(block for block in BLOCKS if "first-administrator" in block)


def typed(words, folder, port):
    """The page's commands, in a folder and on a port of this test's own."""
    words = words.replace("./jip", f"{sys.executable} -m jiphyeon").replace("python3", sys.executable)
    return words.replace("/srv/jiphyeon", str(folder / "srv")).replace("8000", str(port))


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_it_opens_as_the_page_says_and_the_addresses_it_prints_answer(tmp_path, database):
    port = free_port()
    with fresh_database(database) as given:
        lines = [
            line
            for line in EXPORTS.splitlines()
            if not line.startswith(("export DATABASE_URL", "export JIPHYEON_EMAIL"))
        ]
        exports = typed("\n".join(lines), tmp_path, port)
        kept = {
            k: v
            for k, v in os.environ.items()
            if k == "JIPHYEON_LANGUAGE" or not k.startswith(("JIPHYEON_", "DATABASE_URL"))
        }
        environment = {**kept, **given, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
        # Every further command is typed where the first was: in one shell, with the same settings.
        log = tmp_path / "said"
        shell = subprocess.Popen(
            ["bash", "-e"], cwd=tmp_path, env=environment, stdin=subprocess.PIPE, text=True,
            stdout=log.open("w"), stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            shell.stdin.write(f"{exports}\n{typed(f'./jip run{START}', tmp_path, port).strip()} &\n")
            shell.stdin.flush()

            def is_open():
                assert shell.poll() is None, log.read_text(encoding="utf-8")
                return "Ctrl-C stops it." in log.read_text(encoding="utf-8")

            wait_until(is_open, lambda: log.read_text(encoding="utf-8"), every=0.2)
            hold_addresses(log.read_text(encoding="utf-8"), port)
            administrator = typed(FIRST_ADMINISTRATOR, tmp_path, port).strip()
            shell.stdin.write(f"echo 'a long pass phrase' | {administrator}\n")
            # What was recorded in the last minute is under no signature yet, and would not be proven.
            shell.stdin.write(f"{sys.executable} -m jiphyeon ledger head --sign\n")
            shell.stdin.write(f"{sys.executable} -m jiphyeon ledger verify\n")
            shell.stdin.write("kill -INT %1; wait %1\n")
            shell.stdin.close()
            assert shell.wait(PATIENCE_SECONDS) == 0, log.read_text(encoding="utf-8")
        finally:
            if shell.poll() is None:
                os.killpg(shell.pid, signal.SIGKILL)
                shell.wait()

    log_text = log.read_text(encoding="utf-8")
    assert "kim is administrator from today." in log_text
    assert "\nTrue: " in log_text
    assert "stopped. Everything is kept" in log_text
    assert (tmp_path / "srv").stat().st_mode & 0o777 == 0o700
    assert not (tmp_path / "data").exists()


def hold_addresses(log, port):
    here = re.search(r"Asked from this machine: (http\S+)", log)[1]
    assert here == f"http://127.0.0.1:{port}/readyz"
    assert re.search(r"For people, through your proxy: (\S+)", log)[1] == "https://plan.example.org/"

    def get(url, **headers):
        return httpx.get(url, headers=headers, trust_env=False, timeout=PATIENCE_SECONDS)

    ready = get(here)
    assert (ready.status_code, ready.json()) == (
        200,
        {"ready": True, "database": True, "migrations_waiting": 0},
    )
    home = here.replace("readyz", "")
    through = {"Host": "plan.example.org", "X-Forwarded-Proto": "https"}
    assert get(home, **through).status_code == 200
    assert get(home, Host="plan.example.org").headers["Location"] == "https://plan.example.org/"
    assert get(home, Host="elsewhere.example.org").status_code == 400
    assert get(f"{home}accounts/demo/", **through).status_code == 404
