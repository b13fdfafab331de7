"""The operator reads what a task does, not its key."""

import pytest
from django.apps import apps
from django.utils.module_loading import import_string
from django_tasks.base import Task

from jiphyeon.foundation.jobs.names import name_of


def tasks():
    """Yield every task of the house, wherever a room keeps it."""
    for app in apps.get_app_configs():
        if app.name.startswith("jiphyeon."):
            for module in ("tasks", "subscribers", "events"):
                try:
                    found = import_string(f"{app.name}.{module}.__dict__")
                except ImportError:
                    continue
                yield from {one.module_path for one in found.values() if isinstance(one, Task)}


@pytest.mark.parametrize("path", sorted(set(tasks())))
def test_every_task_is_called_by_words_of_both_languages(path):
    words, key = name_of(path), path.rpartition(".")[2]

    assert key not in (words.ko, words.en)


def test_a_task_of_an_earlier_version_is_called_by_its_name_in_code():
    assert name_of("jiphyeon.contexts.benefits.tasks.count_programmes").ko == "count_programmes"
