"""`jiphyeon ledger`: verify, prove and sign the public log."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jiphyeon.foundation.terminal.verdicts import Verifier, answer
from jiphyeon.kernel import Checked, Verdict, Words

if TYPE_CHECKING:
    from jiphyeon.foundation.ledger.rows import Book
    from jiphyeon.foundation.ledger.verification import Walked

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def ledger() -> None:
    """Hold the public log to its word."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiphyeon.config.settings")
    import django

    django.setup()


@ledger.command(cls=Verifier)
@click.option(
    "--key", "keys", multiple=True, type=_FILE, help="Trust only this public key (PEM); may be given again."
)
@click.option(
    "--head", "heads", multiple=True, type=_FILE, help="A head taken earlier (.json); may be given again."
)
@click.option("--rows", is_flag=True, help="Also hold the rooms' rows and papers against their leaves.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def verify(*, keys: tuple[Path, ...], heads: tuple[Path, ...], rows: bool, as_json: bool) -> None:
    """Walk every entry, hash, head and trail line again, and hold them against what lies outside the database.

    Outside lie the ledger's key, the newest head seen (beside that key), and what --key and --head name. Exits 0 where
    all of it is true, 1 naming the first thing altered, 3 naming what nothing proves.

    \b
    examples:
      ./jip ledger verify --rows
      ./jip ledger verify --key key.pem --head head-of-march.json
    """  # noqa: D301 -- click's mark for lines to keep
    from jiphyeon.foundation.ledger import rows as row_book
    from jiphyeon.foundation.ledger import signing
    from jiphyeon.foundation.ledger.heads import take_head
    from jiphyeon.foundation.ledger.verification import Outside, one_moment
    from jiphyeon.foundation.ledger.verification import verify as walk

    trusted = dict(signing.read_public(file) for file in keys) or None
    taken = [take_head(file.read_bytes(), file.name) for file in heads]
    bar = sys.stderr.isatty() and not as_json

    def tell(done: int, of: int) -> None:
        if bar:
            click.echo(f"\r{done:,} of {of:,}", nl=False, err=True)

    with one_moment():
        walked = walk(outside=Outside.here(trusted, taken), tell=tell)
        book = row_book.compare() if rows else None
    if bar:
        click.echo("\r", nl=False, err=True)
    checked = walked.checked.joined([book.checked] if book else [])
    altered = walked.altered
    more = {
        **{name: getattr(walked, name) for name in _COUNTS},
        "altered": altered and {"code": altered.code, "index": altered.index, "words": altered.words.en},
        **(_of_rows(book) if book else {}),
    }
    answer(
        checked,
        true=_all_true(walked, book),
        as_json=as_json,
        more=more,
        beside=_not_compared(book) if book else None,
    )


_COUNTS = ("entries", "heads", "trail_lines", "forgotten", "waiting", "unreadable", "held")


def _all_true(walked: Walked, book: Book | None) -> Words:
    sentences = [
        Words(
            "기록 {entries}건, 서명한 요약값 {heads}개, 열람 기록 {lines}줄이 모두 기록된 그대로이고, 데이터베이스 밖에 둔 요약값 {held}개를 "
            "잇습니다.",
            "{entries}, {heads}, {lines}: all as they were recorded, and they continue {held} kept outside the database.",
        ).filled(
            entries=Words.count(walked.entries, "entry", "entries"),
            heads=Words.count(walked.heads, "signed head"),
            lines=Words.count(walked.trail_lines, "trail line"),
            held=Words.count(walked.held, "head"),
        )
    ]
    if walked.forgotten:
        sentences.append(
            Words(
                "{gone}건의 내용은 기록에 적힌 대로 지웠습니다.",
                "The facts of {gone} were forgotten, as the log itself says.",
            ).filled(gone=Words.count(walked.forgotten, "entry", "entries"))
        )
    if book is not None:
        sentences.append(
            Words("기록과 견준 행: {book}.", "Rows held against their leaves: {book}.").filled(
                book=book.summary()
            )
        )
    return Words.joined(" ", sentences)


def _not_compared(book: Book) -> Words:
    """Return what no leaf holds, whether or not the rest is as it was recorded."""
    return Words(
        "기록에 남지 않아 견주지 못한 것: 이 행들의 칸 {columns}개와 {tables} 전부. 표 {passed}개는 기록이 아닙니다. --json에 하나하나 "
        "까닭과 함께 있습니다.",
        "Not compared, because no leaf holds them: {columns} of these rows, and all of {tables}; {passed} more are no part of "
        "the record. --json names each with the reason.",
    ).filled(
        columns=Words.count(len(book.apart), "column"),
        tables=", ".join(sorted(book.unheld)),
        passed=Words.count(len(book.passed_over), "table"),
    )


def _of_rows(book: Book) -> dict[str, object]:
    named = {"held_by_none": book.apart, "tables_held_by_none": book.unheld, "no_record": book.passed_over}
    return {
        "rows": book.compared,
        **{name: {what: why.en for what, why in several.items()} for name, several in named.items()},
    }


@ledger.command()
@click.option("--sign", is_flag=True, help="First put what waits in order and sign anew.")
def head(*, sign: bool) -> None:
    """Print the newest signed head, to be kept elsewhere: `ledger verify --head` holds the log against it later."""
    from jiphyeon.foundation.ledger.heads import head_json, newest_head
    from jiphyeon.foundation.ledger.order import put_in_order
    from jiphyeon.foundation.ledger.seen import trusted_keys

    found = put_in_order() if sign else newest_head()
    if found is None:
        raise click.ClickException("Nothing was ever recorded.")
    public = trusted_keys().get(found.key)
    document = head_json(found) | ({"public_key": public} if public else {})
    click.echo(json.dumps(document, indent=2))


@ledger.command()
@click.argument("file", type=_FILE)
def trust(file: Path) -> None:
    """Let heads signed with the key in FILE count: an earlier key of this city's, from before it was kept by itself."""
    from jiphyeon.foundation.ledger import seen, signing

    _name, pem = signing.read_public(file)
    click.echo(
        f"Heads signed with {seen.trust(pem)} count from now on; see {seen.path().name} beside the key."
    )


@ledger.command()
@click.argument("index", type=click.IntRange(0))
@click.option(
    "--size", type=click.IntRange(1), help="Against the head signed at this size (default: the newest)."
)
def prove(index: int, size: int | None) -> None:
    """Print the proof that entry INDEX is in the log."""
    from jiphyeon.foundation.ledger.proofs import prove as made

    click.echo(json.dumps(made(index, size=size).as_json(), indent=2, ensure_ascii=False))


@ledger.command(cls=Verifier)
@click.argument("file", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def check(file: Path, *, as_json: bool) -> None:
    """Say whether FILE is genuine: a receipt, or a head taken earlier. Exits 0, 1 (it is not) or 3 (not proven)."""
    from jiphyeon.foundation.ledger.answers import answer_about

    found = answer_about(file=file.read_bytes(), name=file.name)
    reasons = (found.words,)
    checked = {
        Verdict.TRUE: Checked(),
        Verdict.FALSE: Checked(problems=reasons),
        Verdict.NOT_PROVEN: Checked(unchecked=reasons),
    }[found.verdict]
    answer(checked, true=found.words, as_json=as_json)


@ledger.command()
def key() -> None:
    """Print the public key that heads are signed with."""
    from jiphyeon.foundation.ledger.signing import public_key

    click.echo(public_key()[1], nl=False)
