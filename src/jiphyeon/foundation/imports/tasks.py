"""Files too large to be read while their owner waits."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django_tasks import task

from jiphyeon.foundation.imports import processing
from jiphyeon.foundation.jobs.hooks import on_giving_up, prepared_by
from jiphyeon.foundation.jobs.names import named
from jiphyeon.kernel import Refused


@named("받은 파일 읽기", "Read a file handed in")
@task()
@on_giving_up(processing.give_up)
@prepared_by(processing.examine)
def read_file(import_key: str, *, prepared: dict[str, Any] | None) -> None:
    """Keep what reading a file found; read twice, it says the same."""
    processing.write_down(import_key, prepared)


@named("받은 파일 들이기", "Take in a file")
@task()
@on_giving_up(processing.give_up)
def take_file(import_key: str) -> None:
    """Write a file's rows, or keep why none could be written; run twice, it writes once."""
    try:
        with transaction.atomic():
            processing.write_rows(import_key)
    except Refused as no:
        processing.give_back(import_key, no)
