"""The data folder is nobody else's: 0700 and 0600, also where it was wider before."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jiphyeon.config import private

ROOT = Path(__file__).resolve().parents[2]


def modes(folder):
    return {
        str(path.relative_to(folder)): oct(path.stat().st_mode & 0o777)
        for path in (folder, *folder.rglob("*"))
        if not path.is_symlink()
    }


def test_what_was_open_to_others_is_closed_and_what_is_not_ours_is_left_alone(tmp_path):
    for name in ("keys", "logs", "kept/ab", "static/ui", "populations/real"):
        (tmp_path / name).mkdir(parents=True)
    ours = (
        "jiphyeon.sqlite3",
        "jiphyeon.sqlite3-wal",
        "keys/demo.json",
        "logs/web.log.1",
        "populations/real/a.parquet",
        "lock",
    )
    for name in (*ours, "notes.txt", "run.sh"):
        (tmp_path / name).touch()
    for path in (tmp_path, *tmp_path.rglob("*")):
        path.chmod(0o755)

    private.close(tmp_path)

    closed = modes(tmp_path)
    assert {
        closed[name]
        for name in (*ours, ".", "keys", "logs", "kept", "static", "populations", "populations/real")
    } == {"0o700"}
    assert {closed[name] for name in ("notes.txt", "run.sh", "static/ui")} == {"0o755"}


def test_a_file_without_rights_to_run_stays_without(tmp_path):
    (tmp_path / "jiphyeon.sqlite3").touch(mode=0o644)

    private.close(tmp_path)

    assert modes(tmp_path)["jiphyeon.sqlite3"] == "0o600"


def test_what_a_link_leads_to_is_left_alone(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    elsewhere.chmod(0o755)  # whatever mask another test's city left this process with
    data = tmp_path / "data"
    data.mkdir()
    (data / "kept").symlink_to(elsewhere)

    private.close(data)

    assert elsewhere.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("mask", [0o022, 0o000])
def test_a_command_that_opens_a_city_makes_nothing_that_others_can_read(tmp_path, mask):
    kept = {
        k: v
        for k, v in os.environ.items()
        if k == "JIPHYEON_LANGUAGE" or not k.startswith(("JIPHYEON_", "DATABASE_URL"))
    }
    code = (
        "import django; django.setup()\n"
        "from django.db import connection as c\n"
        "c.cursor().execute('CREATE TABLE a (b)')\n"
        "print(sorted(p.name for p in __import__('pathlib').Path(c.settings_dict['NAME']).parent.iterdir()))\n"
    )
    subprocess.run(
        [sys.executable, "-c", f"import os; os.umask({mask})\n{code}"], check=True,
        env={**kept, "PYTHONPATH": str(ROOT / "src"), "JIPHYEON_DEMO": "1", "JIPHYEON_DATA_DIR": str(tmp_path / "data"),
             "DJANGO_SETTINGS_MODULE": "jiphyeon.config.settings"},
    )  # fmt: skip

    found = modes(tmp_path / "data")
    assert found == {".": "0o700", "keys": "0o700", "keys/demo.json": "0o600", "jiphyeon.sqlite3": "0o600"}
