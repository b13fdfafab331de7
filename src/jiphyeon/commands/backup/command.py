"""`jiphyeon backup` and `jiphyeon restore`: a city put by while it runs, and set up again elsewhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from jiphyeon.kernel import Refused

_FOLDER = click.Path(file_okay=False, path_type=Path)


def _say(words: str) -> None:
    click.echo(f"jiphyeon: {words}", err=True)


def _start() -> None:
    os.umask(0o077)  # what is put by is for its owner alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiphyeon.config.settings")
    import django

    django.setup()


@click.command()
@click.argument("folder", type=_FOLDER)
@click.option("--keys", type=_FOLDER, help="Put the keys into this folder, to be stored elsewhere.")
def backup(folder: Path, *, keys: Path | None) -> None:
    """Put the city by into FOLDER, while it runs: database, files, a manifest with hashes.

    Exits 1 where papers that rows name were not there; each is named.

    \b
    example:
      ./jip backup /backup/monday --keys /safe/monday
    """  # noqa: D301 -- click's mark for lines to keep
    _start()
    from jiphyeon.config.backup import back_up
    from jiphyeon.foundation.clock.now import now

    try:
        made = back_up(folder, keys=keys, at=now(), say=_say)
    except OSError as error:
        raise _not_written(error) from error
    click.echo(f"{made.rows:,} rows and {made.files:,} files in {folder}; its manifest is {made.digest}.")
    if keys is None:
        click.echo(
            "The keys are not in it: put them by as well, elsewhere (--keys), or nothing sealed can be opened."
        )
    else:
        click.echo(
            f"The keys are in {keys}: store them apart from the rest. Secrets of the environment are in neither."
        )
    _name("The paper {} was not there.", made.missing)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--keys",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder the keys were put into.",
)
def restore(folder: Path, *, keys: Path | None) -> None:
    """Set a city up from the backup in FOLDER, into an empty data folder (and an empty PostgreSQL database).

    JIPHYEON_DATA_DIR, DATABASE_URL and the secrets are those of the new place. Nothing is written over. Exits 1 where
    papers are missing or do not open; each is named.

    \b
    example:
      JIPHYEON_DATA_DIR=/srv/jiphyeon ./jip restore /backup/monday --keys /safe/monday
    """  # noqa: D301 -- click's mark for lines to keep
    from jiphyeon.config import backup as backups
    from jiphyeon.config import environment

    data = Path(os.environ.get("JIPHYEON_DATA_DIR", "data")).resolve()
    _say("hashes …")
    manifest, spoilt = backups.read_manifest(folder)
    backups.require_room(data)
    ledger = environment.ledger_key(data)
    seen = environment.ledger_seen(ledger, os.environ.get("DATABASE_URL", ""))
    os.umask(0o077)
    # Before the settings are read: those of a demo make keys where there are none.
    places = backups.key_places(data, ledger, seen)
    placed = backups.place_keys(keys, places, demo=environment.switched_on("JIPHYEON_DEMO"))
    try:
        _start()
        restored = backups.restore(folder, manifest, say=_say)
    except Refused:
        for path in placed:
            path.unlink()
        raise
    except OSError as error:
        raise _not_written(error) from error
    click.echo(f"{restored.rows:,} rows and {restored.files:,} files are in {data}.")
    click.echo("Hold them against the public log:  ./jip ledger verify --rows")
    for paper in spoilt:
        click.echo(f"jiphyeon: {paper} is missing from the backup or altered in it.", err=True)
    _name("{}", tuple(words.en for words in restored.problems))


def _name(sentence: str, papers: tuple[str, ...]) -> None:
    for paper in papers:
        click.echo(f"jiphyeon: {sentence.format(paper)}", err=True)
    if papers:
        sys.exit(1)


def _not_written(error: OSError) -> Refused:
    return Refused(
        "backup_not_written",
        ko="쓰지 못했습니다: {why}. 자리를 마련해 빈 폴더에서 다시 시작해 주세요.",
        en="It could not be written: {why}. Make room, and begin again in an empty folder.",
        why=f"{error.strerror or error} ({error.filename})",
    )
