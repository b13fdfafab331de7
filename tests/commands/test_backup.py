"""What cannot be put by or set up again is refused in words, before anything is written."""

import json
import sqlite3

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.db import connection

from jiphyeon.commands.backup.command import backup as put_by
from jiphyeon.config import backup
from jiphyeon.config.backup import copying, databases
from jiphyeon.kernel import Refused


@pytest.fixture
def made(tmp_path):
    """A backup as it lies on a disk: two papers, one database, a manifest."""
    folder = tmp_path / "backup"
    for path, content in (
        ("database/jiphyeon.sqlite3", b"rows"),
        ("files/kept/aa/one", b"one"),
        ("files/kept/bb/two", b"two"),
    ):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    manifest = {
        "format": 1,
        "database": {"vendor": "sqlite", "migrations": [], "rows": {}},
        "field_keys": {},
        "missing": [],
        "files": {
            str(path.relative_to(folder)): {"size": path.stat().st_size, "sha256": copying.hash_of(path)}
            for path in folder.rglob("*")
            if path.is_file()
        },
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def refusal(act, *given, **more):
    with pytest.raises(Refused) as no:
        act(*given, **more)
    return no.value.code


def test_a_whole_backup_is_read_and_papers_that_are_missing_or_altered_are_named(made):
    manifest, altered = backup.read_manifest(made)
    assert (min(manifest["files"]), altered) == ("database/jiphyeon.sqlite3", ())

    (made / "files/kept/aa/one").unlink()
    (made / "files/kept/bb/two").write_bytes(b"owt")

    assert set(backup.read_manifest(made)[1]) == {"files/kept/aa/one", "files/kept/bb/two"}


def test_an_altered_database_and_an_unfinished_backup_are_no_backup(made):
    (made / "database/jiphyeon.sqlite3").write_bytes(b"rowz")
    assert refusal(backup.read_manifest, made) == "backup_altered"

    document = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    for faulty in (
        {"format": 2},
        {"files": {"files/../../elsewhere": {"sha256": "0"}}},
        {"files": {"/elsewhere": {"sha256": "0"}}},
        {"files": []},
        {"database": {"vendor": "sqlite", "migrations": [], "rows": {'t"; DROP': 1}}},
        {"database": {}},
    ):
        (made / "manifest.json").write_text(json.dumps(document | faulty), encoding="utf-8")
        assert refusal(backup.read_manifest, made) == "backup_format"

    (made / "manifest.json").unlink()
    assert refusal(backup.read_manifest, made) == "no_backup"


def test_nothing_is_written_over(made, tmp_path):
    for name in ("jiphyeon.sqlite3", "kept/aa/one"):
        data = tmp_path / name.partition("/")[0]
        (data / name).parent.mkdir(parents=True)
        (data / name).write_bytes(b"x")
        assert refusal(backup.require_room, data) == "not_empty"
    fresh = tmp_path / "fresh"
    (fresh / "keys").mkdir(parents=True)
    (fresh / "kept").mkdir()
    backup.require_room(fresh)
    backup.require_room(tmp_path / "nowhere")


def test_keys_are_placed_once_and_other_keys_are_never_replaced(tmp_path):
    keys, data = tmp_path / "keys", tmp_path / "data"
    keys.mkdir()
    places = backup.key_places(data, data / "keys" / "ledger.pem", data / "keys" / "ledger-seen-city.json")
    assert refusal(backup.place_keys, None, places, demo=True) == "keys_wanted"
    assert backup.place_keys(None, places, demo=False) == []
    assert refusal(backup.place_keys, keys, places, demo=False) == "no_keys"
    (keys / "ledger.pem").write_text("key", encoding="utf-8")
    (keys / "ledger-seen.json").write_text("{}", encoding="utf-8")

    placed = backup.place_keys(keys, places, demo=False)

    assert [path.name for path in placed] == ["ledger.pem", "ledger-seen-city.json"]
    assert {path.stat().st_mode & 0o777 for path in placed} == {0o600}
    assert backup.place_keys(keys, places, demo=False) == []
    placed[0].write_text("another", encoding="utf-8")
    assert refusal(backup.place_keys, keys, places, demo=False) == "not_empty"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"vendor": "oracle"}, "backup_other_database"),
        ({"field_keys": {"t1": "0" * 16}}, "keys_other"),
        ({"field_keys": {"lost": "0" * 16}}, "keys_other"),
        ({"migrations": [["ledger", "9999_from_the_future"]]}, "backup_newer"),
    ],
)
def test_what_does_not_fit_is_refused(change, code, monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)
    manifest = {
        "database": {
            "vendor": change.get("vendor", connection.vendor),
            "migrations": change.get("migrations", []),
        },
        "field_keys": change.get("field_keys", {}),
    }

    assert refusal(backup._require_fitting, manifest) == code


@pytest.mark.django_db
def test_a_folder_with_something_in_it_and_one_within_the_data_are_refused(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "x").write_text("x", encoding="utf-8")
    done = CliRunner().invoke(put_by, [str(tmp_path / "here")])
    assert (type(done.exception), done.exception.code) == (Refused, "not_empty")

    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    done = CliRunner().invoke(put_by, [str(tmp_path / "within")])
    assert done.exception.code == "backup_within_data"


def test_a_damaged_database_is_not_taken_for_a_backup(tmp_path, monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("a file of SQLite")
    file = tmp_path / "city.sqlite3"
    with sqlite3.connect(file) as city:
        city.execute("CREATE TABLE t (a TEXT)")
        city.executemany("INSERT INTO t VALUES (?)", [("x" * 900,) for _ in range(500)])
        city.execute("CREATE INDEX i ON t (a)")
    city.close()
    raw = bytearray(file.read_bytes())
    raw[4096 * 3 : 4096 * 5] = b"\xff" * 8192
    file.write_bytes(raw)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(file))

    assert refusal(databases.sqlite_rows, tmp_path / "backup") == "database_damaged"


@pytest.mark.parametrize("keys", ["monday", "monday/keys", "."])
def test_keys_within_the_backup_or_around_it_are_refused_and_nothing_is_made(keys, tmp_path):
    code = refusal(backup.back_up, tmp_path / "monday", keys=tmp_path / keys, at=None, say=print)

    assert code == "keys_beside_backup"
    assert list(tmp_path.iterdir()) == []


def test_a_path_longer_than_any_machine_has_is_no_manifest(made):
    document = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    document["files"]["files/" + "a/" * 3000 + "b"] = {"size": 1, "sha256": "0"}
    (made / "manifest.json").write_text(json.dumps(document), encoding="utf-8")
    assert refusal(backup.read_manifest, made) == "backup_format"

    document["files"] = {"database/" + "a" * 300: {"size": 1, "sha256": "0"}}
    (made / "manifest.json").write_text(json.dumps(document), encoding="utf-8")
    assert refusal(backup.read_manifest, made) == "backup_altered"


@pytest.mark.parametrize("place", ["files/kept/aa/one", "files/kept/aa", "manifest.json"])
def test_a_link_in_a_backup_is_not_followed(made, tmp_path, place):
    (made / place).rename(tmp_path / "elsewhere")
    (made / place).symlink_to(tmp_path / "elsewhere")

    assert refusal(backup.read_manifest, made) == "backup_linked"
