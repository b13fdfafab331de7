"""What happened, told to whoever asked to hear it: an outbox in the caller's transaction, one job per hearer.

A room's `events.py` holds frozen dataclasses; another room's `subscribers.py` holds functions:

    @subscribes(CaseDecided)
    def post_figures(event: CaseDecided) -> None: ...
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.module_loading import import_string
from django_tasks import task

from jiphyeon.foundation.jobs.envelope import opened, packed_event
from jiphyeon.foundation.jobs.names import named
from jiphyeon.kernel import Refused

E = TypeVar("E")
Subscriber = Callable[[E], None]

_HEARERS: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)


def subscribes(kind: type[E]) -> Callable[[Subscriber[E]], Subscriber[E]]:
    """Have the function below called, in a job of its own, for every event of this kind that is published."""

    def mark(function: Subscriber[E]) -> Subscriber[E]:
        if function not in _HEARERS[kind]:
            _HEARERS[kind].append(function)
        return function

    return mark


def publish(event: object) -> int:
    """Tell everyone who subscribed, once the caller's transaction is committed; return how many will hear."""
    hearers = _HEARERS.get(type(event), ())
    for hearer in hearers:
        deliver.enqueue(_name(type(event)), packed_event(event), _name(hearer))
    return len(hearers)


@named("다른 방에 소식 전하기", "Hand news to another room")
@task()
def deliver(event: str, fields: dict[str, Any], hearer: str) -> None:
    """Hand one event to one hearer. What the hearer writes is committed together with the delivery."""
    kind = import_string(event)
    hear = next((known for known in _HEARERS.get(kind, ()) if _name(known) == hearer), None)
    if hear is None:
        raise Refused(
            "task_unknown",
            ko="이 소식({event})을 받던 {hearer}이(가) 지금 판에는 없습니다.",
            en="This version has no {hearer} to hear {event}.",
            event=event,
            hearer=hearer,
        )
    hear(opened(kind, fields))


def _name(thing: Any) -> str:
    return f"{thing.__module__}.{thing.__qualname__}"
