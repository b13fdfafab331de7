"""What goes on without the person: what each civil day brings, and talk with the provider outside any transaction."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django_tasks import task

from jiphyeon.contexts.mydata.actions import fetching, keeping
from jiphyeon.contexts.mydata.actions.fetching import Brought
from jiphyeon.contexts.mydata.actions.provider import the_provider
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.hooks import prepared_by
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.jobs.schedule import each_civil_day
from jiphyeon.kernel import Refused

WARNED_AHEAD = timedelta(days=7)


def _ask_the_holders(consent_key: str, on: str) -> Brought | None:
    try:
        return fetching.bring_again(
            key=UUID(consent_key), provider=the_provider(), on=date.fromisoformat(on), at=now()
        )
    except Refused as no:
        if no.code.startswith("consent_"):
            return None  # it ended while the job waited
        raise


@named("동의한 자료 다시 받기", "Ask the holders again")
@task()
@prepared_by(_ask_the_holders)
def fetch_again(consent_key: str, on: str, *, prepared: Brought | None) -> None:
    """Ask the holders again under a regular consent, and keep what they say."""
    if prepared is None:
        return
    try:
        fetching.keep(key=UUID(consent_key), brought=prepared, on=date.fromisoformat(on), at=now())
    except Refused as no:
        if not no.code.startswith("consent_"):
            raise


def _tell_the_provider(consent_key: str) -> None:
    keeping.revoke(key=UUID(consent_key), provider=the_provider())


@named("동의 철회 알리기", "Tell the holders of a consent withdrawn")
@task()
@prepared_by(_tell_the_provider)
def revoke(consent_key: str, *, prepared: None) -> None:
    """Tell the provider that a regular consent ended."""
    del prepared
    keeping.forget_refresh(key=UUID(consent_key))


@named("동의의 기한 살피기", "Look after the days of consents")
@each_civil_day
@task()
def keep_the_day(day: str) -> None:
    """Have fetched what is due, warn of consents that end, erase what is no longer needed."""
    today = date.fromisoformat(day)
    keeping.want_what_is_due(on=today)
    keeping.say_what_ends(day=today, ahead=WARNED_AHEAD)
    keeping.purge(on=today, at=now())
