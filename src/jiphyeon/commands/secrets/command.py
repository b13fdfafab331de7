"""`jiphyeon secrets`: the keys that seal personal fields."""

from __future__ import annotations

import base64
import os
import sys

import click


@click.group(name="secrets")
def secrets() -> None:
    """Make, use and change the keys that seal personal fields.

    \b
    To change keys:  ./jip secrets new-key march-2026
                     put what it prints first in JIPHYEON_FIELD_KEYS, restart
                     ./jip secrets rotate
    """  # noqa: D301 -- click's mark for lines to keep


def _start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiphyeon.config.settings")
    import django

    django.setup()


@secrets.command("new-key")
@click.argument("name")
def new_key(name: str) -> None:
    """Print a fresh key, to be put first in JIPHYEON_FIELD_KEYS."""
    if not name or any(sign in name for sign in ":,$ "):
        raise click.BadParameter("a key's name has no colon, comma, dollar sign or space")
    click.echo(f"{name}:{base64.b64encode(os.urandom(32)).decode()}")


@secrets.command()
def status() -> None:
    """Show which key seals how many values of which column."""
    _start()
    from django.conf import settings

    from jiphyeon.foundation.secrets.rotation import keys_in_use
    from jiphyeon.kernel import counted

    newest = settings.FIELD_KEYS[0][0]
    older = 0
    for column, count in sorted(keys_in_use().items()):
        older += sum(number for name, number in count.items() if name != newest)
        counts = ", ".join(f"{name}: {number:,}" for name, number in sorted(count.items())) or "empty"
        click.echo(f"{column:<44} {counts}")
    click.echo(
        f"newest key: {newest}; {counted(older, 'value')} under older keys"
        + (" (run: ./jip secrets rotate)" if older else "")
    )


@secrets.command()
@click.option(
    "--batch", default=500, show_default=True, type=click.IntRange(1, 100_000), help="Rows to a transaction."
)
def rotate(batch: int) -> None:
    """Seal every value anew under the newest key. May be stopped and started again; the city stays open."""
    _start()
    from jiphyeon.foundation.secrets.rotation import rotate as rotate_all

    outcome = rotate_all(
        batch=batch, tell=lambda column, done: click.echo(f"{done:>10,}  {column}", err=True)
    )
    click.echo(f"{outcome.resealed:,} values sealed under the newest key.")
    for column, row in outcome.unreadable[:20]:
        click.echo(f"jiphyeon: {column}, row {row}: cannot be read with any key on the ring.", err=True)
    if outcome.unreadable:
        click.echo(
            f"jiphyeon: {len(outcome.unreadable):,} values stay as they are. Add their key back and run again.",
            err=True,
        )
        sys.exit(1)
    click.echo(
        "Keys between the newest and the oldest may go. The oldest stays: people are found by hashes under it."
    )
