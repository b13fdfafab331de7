"""What goes by itself: asking the bank again where nobody answered, destroying numbers in time."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django_tasks import task

from jiphyeon.foundation.clock.now import civil_today, now
from jiphyeon.foundation.jobs.hooks import prepared_by
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.jobs.schedule import each_civil_day, every
from jiphyeon.foundation.payees import actions, keeping
from jiphyeon.foundation.payees.bank import the_service
from jiphyeon.foundation.payees.enums import AccountState
from jiphyeon.foundation.payees.models import PayeeAccount


@named("은행에 다시 물을 계좌 찾기", "Find accounts to ask the bank about")
@every(minutes=10)
@task()
def check_what_waits() -> int:
    """Put every account that nobody answered about yet into a job of its own."""
    waiting = (
        PayeeAccount.objects.filter(state=AccountState.CHECKING).order_by("pk").values_list("key", flat=True)
    )
    for key in waiting:
        check_one.enqueue(account=str(key))
    return len(waiting)


def _ask(account: str) -> actions.BankAnswer:
    return actions.ask_bank(key=UUID(account), at=now(), names=the_service())


@named("은행에 예금주 묻기", "Ask the bank whose account it is")
@task()
@prepared_by(_ask)
def check_one(account: str, *, prepared: actions.BankAnswer) -> str:
    """Write down what the bank said of one account."""
    return str(actions.write_down(key=UUID(account), answer=prepared, on=civil_today()))


@named("보관 기한이 지난 계좌번호 찾기", "Find account numbers whose time is over")
@each_civil_day
@task()
def purge_what_is_over(day: str) -> int:
    """Destroy the numbers whose time to be kept is over, each in a job of its own."""
    due = keeping.over(date.fromisoformat(day))
    for key in due:
        purge_one.enqueue(account=str(key), day=day)
    return len(due)


@named("계좌번호 하나 파기하기", "Destroy one account number")
@task()
def purge_one(account: str, day: str) -> bool:
    """Destroy one number; run twice, it destroys once."""
    return actions.purge(
        key=UUID(account),
        on=date.fromisoformat(day),
        until=lambda row: keeping.kept_until(row, keeping.last_paid([row.key]).get(row.key)),
    )
