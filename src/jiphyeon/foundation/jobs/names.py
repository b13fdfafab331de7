"""What people call a task: on the operator's page it stands by these words, its name in code beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django_tasks.base import Task

from jiphyeon.kernel import Words

T = TypeVar("T", bound=Task[Any, Any])

_NAMES: dict[str, Words] = {}


def named(ko: str, en: str) -> Callable[[T], T]:
    """Say what people call the task below."""

    def mark(task: T) -> T:
        _NAMES[task.module_path] = Words(ko, en)
        return task

    return mark


def name_of(path: str) -> Words:
    """Return what people call a task; one that no code has any more is called by its name in code."""
    last = path.rpartition(".")[2]
    return _NAMES.get(path, Words(last, last))
