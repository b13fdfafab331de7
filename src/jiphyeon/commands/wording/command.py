"""`jiphyeon wording`: what a text with gaps asks for; filled from a file of values, how it reads and how long it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jiphyeon.foundation.terminal.language import language_option
from jiphyeon.kernel import Place, Refused, Words, read_bytes, read_json

if TYPE_CHECKING:
    from jiphyeon.methods.wording import Channel, Measured, Rendered, Value, Wording

FILE = click.Path(dir_okay=False, path_type=Path)
CHANNELS = ("text", "relay", "email", "paper")


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=FILE)
@click.option("--subject", default="", help="The subject, with gaps of its own.")
@click.option(
    "--values", type=FILE, help="What comes into the gaps: a JSON object of texts, numbers and lists."
)
@click.option(
    "--channel", type=click.Choice(CHANNELS), default="text", show_default=True, help="How it travels."
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@language_option
def wording(
    file: Path, subject: str, values: Path | None, channel: str, as_json: bool, language: str
) -> None:
    """Say what the text in FILE asks for; with --values, how it reads and whether its channel takes it.

    Exit code 1 where it is too long or holds signs that the channel cannot carry.
    """
    from jiphyeon.methods import wording as method

    way = method.Channel(channel)
    compiled = method.Wording(subject, _text(file), bullets=way.has_marks)
    if values is None:
        _ask(compiled, language, as_json=as_json)
        return
    given = _values(values)
    made = compiled.rendered(given)
    found = method.measured(made.body, way.limit, subject=made.subject)
    extra = compiled.compared(given).extra
    if as_json:
        answer = {**made._asdict(), **asdict(found), "fits": found.fits, "extra": extra}
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _show(way, made, found, extra, language)
    if not found.fits:
        raise SystemExit(1)


def _text(file: Path) -> str:
    try:
        return read_bytes(file).decode("utf-8-sig").rstrip("\n")
    except UnicodeDecodeError:
        raise Refused(
            "wording_not_utf8",
            ko="UTF-8이 아닌 파일입니다. UTF-8로 저장해 주세요.",
            en="The file is not UTF-8; save it as UTF-8.",
            place=Place(file.name),
        ) from None


def _values(file: Path) -> Mapping[str, Value]:
    found = read_json(file)
    if not isinstance(found, dict):
        raise Refused(
            "wording_values_no_object",
            ko='값은 {{"이름": "김하나"}}처럼 적어 주세요.',
            en='Write the values as one object: {{"name": "Hana"}}.',
            place=Place(file.name),
            file=file.name,
        )
    return found


def _ask(compiled: Wording, language: str, *, as_json: bool) -> None:
    """Say what a wording asks for."""
    if as_json:
        fields = [
            {"name": field.name, "kinds": list(field.kinds), "is_condition": field.is_condition}
            for field in compiled.fields
        ]
        click.echo(json.dumps({"language": compiled.language, "placeholders": fields}, ensure_ascii=False))
        return
    condition = Words("조건", "condition").text(language)
    for field in compiled.fields:
        kinds = [kind.words.text(language) for kind in field.kinds] + [condition] * field.is_condition
        kinds_named = f" ({', '.join(kinds)})" if kinds else ""
        click.echo(field.name + kinds_named)


def _show(way: Channel, made: Rendered, found: Measured, extra: tuple[str, ...], language: str) -> None:
    """Show a filled wording as it reads, and what is to be said of it."""
    from jiphyeon.methods import wording as method

    if made.subject:
        click.echo(f"{made.subject}\n")
    click.echo(method.plain(made.body) if way.has_marks else made.body)
    unit = found.limit.unit.words.text(language)
    measured = f"{found.length:,}{unit}" if language == "ko" else f"{found.length:,} {unit}"
    click.echo(f"\n{way.words.text(language)}: {measured}", err=True)
    for words, shown in (
        (Words("너무 깁니다: {n}{unit} 초과", "too long by {n} {unit}"), found.over),
        (Words("보낼 수 없는 글자: {signs}", "signs it cannot carry: {signs}"), found.unreadable),
        (Words("쓰이지 않은 값: {names}", "values nobody asked for: {names}"), extra),
    ):
        if shown:
            sentence = words.filled(
                n=f"{found.over:,}", unit=unit, signs=" ".join(found.unreadable), names=", ".join(extra)
            )
            click.echo(sentence.text(language), err=True)
