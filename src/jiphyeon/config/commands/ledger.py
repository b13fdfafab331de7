"""`jiphyeon ledger`: verify, prove and sign the public log."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import click


@click.group()
def ledger() -> None:
    """Hold the public log to its word."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiphyeon.config.settings")
    import django

    django.setup()


@ledger.command()
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def verify(*, as_json: bool) -> None:
    """Walk every entry, hash, head and trail line again; exit 1 and name the first that was altered."""
    from jiphyeon.foundation.ledger.verification import verify as walk

    bar = sys.stderr.isatty() and not as_json
    verdict = walk(
        tell=lambda done, of: click.echo(f"\r{done:,} of {of:,}", nl=False, err=True) if bar else None
    )
    if bar:
        click.echo("\r", nl=False, err=True)
    altered = verdict.altered
    if as_json:
        found = {"code": altered.code, "index": altered.index, "words": altered.words.en} if altered else None
        click.echo(json.dumps(asdict(verdict) | {"altered": found}, ensure_ascii=False))
    elif altered is None:
        click.echo(
            f"{verdict.entries:,} entries, {verdict.heads:,} signed heads, {verdict.trail_lines:,} trail lines: "
            "all as they were recorded."
        )
        if verdict.unreadable:
            click.echo(
                f"The facts of {verdict.unreadable:,} entries could not be opened with the keys on the ring."
            )
    if altered is not None:
        click.echo(f"jiphyeon: {altered.words.en}", err=True)
        sys.exit(1)


@ledger.command()
@click.option("--sign", is_flag=True, help="First put what waits in order and sign anew.")
def head(*, sign: bool) -> None:
    """Print the newest signed head."""
    from jiphyeon.foundation.ledger.order import newest_head, put_in_order

    found = put_in_order() if sign else newest_head()
    if found is None:
        raise click.ClickException("Nothing was ever recorded.")
    click.echo(json.dumps(asdict(found) | {"at": found.at.isoformat(timespec="microseconds")}, indent=2))


@ledger.command()
@click.argument("index", type=click.IntRange(0))
@click.option(
    "--size", type=click.IntRange(1), help="Against the head signed at this size (default: the newest)."
)
def prove(index: int, size: int | None) -> None:
    """Print the proof that entry INDEX is in the log."""
    from jiphyeon.foundation.ledger.answers import inclusion_json
    from jiphyeon.foundation.ledger.proofs import prove as made

    click.echo(json.dumps(inclusion_json(made(index, size=size)), indent=2, ensure_ascii=False))


@ledger.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Say whether a receipt FILE is genuine; exit 1 where it is not."""
    from jiphyeon.foundation.ledger.answers import judged

    verdict = judged(receipt=file.read_bytes())
    click.echo(verdict.words.en)
    sys.exit(0 if verdict.genuine else 1)


@ledger.command()
def key() -> None:
    """Print the public key that heads are signed with."""
    from jiphyeon.foundation.ledger.signing import public_key

    click.echo(public_key()[1], nl=False)
