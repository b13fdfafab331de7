"""Tasks for the tests of the queue; they live in a module of their own so that a worker process can import them."""

import time
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django_tasks import task

from jiphyeon.foundation.clock.models import CivilDay
from jiphyeon.foundation.jobs.hooks import on_giving_up, prepared_by
from jiphyeon.foundation.jobs.retry import Later
from jiphyeon.foundation.organisation.models import Body
from jiphyeon.kernel import Refused, Won

SAID = []


@task()
def say(word):
    SAID.append(word)
    return {"said": word}


@task(takes_context=True)
def say_which_try(context):
    SAID.append(context.attempt)


@task()
def write_then_fail(code):
    Body.objects.create(code=code, name_ko=code, name_en=code, kind="test")
    raise ZeroDivisionError("901010-1234567")


@task()
def refuse():
    raise Refused("closed", ko="회계연도가 마감되었습니다.", en="The fiscal year has closed.")


def _hear(code, *, breaks=False):
    Body.objects.create(code=code, name_ko=code, name_en=code, kind="given up")
    if breaks:
        raise ZeroDivisionError


@task()
@on_giving_up(_hear)
def waited_for(code, *, breaks=False):
    raise Refused("closed", ko="회계연도가 마감되었습니다.", en="The fiscal year has closed.")


@task()
def not_yet():
    if not CivilDay.objects.exists():
        raise Later(30)
    SAID.append("now")


@task()
def write_slowly(code, seconds):
    """Half of the work before a pause, half after it: a kill in between must leave nothing."""
    Body.objects.create(code=f"{code}-before", name_ko=code, name_en=code, kind="slow")
    time.sleep(seconds)
    Body.objects.create(code=f"{code}-after", name_ko=code, name_en=code, kind="slow")


@task()
def write_once_allowed(code, file):
    """Stand in the middle until a file is there."""
    while not Path(file).exists():
        time.sleep(0.01)
    Body.objects.create(code=code, name_ko=code, name_en=code, kind="slow")


@task()
def fail_after_the_commit():
    def fail():
        raise ZeroDivisionError

    transaction.on_commit(fail)


def _look_outside(word):
    SAID.append(f"outside {word}")
    return object


@task()
@prepared_by(_look_outside)
def write_what_came(word, *, prepared):
    assert prepared is object
    SAID.append(f"inside {word}")


class Grade(StrEnum):
    GOOD = "good"


@dataclass(frozen=True)
class Decided:
    case: UUID
    on: date
    amount: Won
    grades: tuple[Grade, ...] = ()
    note: str | None = None
