"""What an officer of 0.3.0 saved leads to the same rows in the list's own table."""

from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from jiphyeon.foundation.queues.models import SavedView


@pytest.fixture
def migrated(transactional_db):
    def to(target):
        MigrationExecutor(connection).migrate(target)
        return MigrationExecutor(connection).loader.project_state(target).apps

    yield to
    to(MigrationExecutor(connection).loader.graph.leaf_nodes())


def test_a_saved_view_comes_along_without_the_page_it_stood_on(migrated):
    officer = uuid4()
    old = migrated([("benefits", "0012_payment_made")])
    for name, query in (
        ("내 것", "mine=1"),
        ("늦은 것", "view=late&programme=youth-rent&sort=-amount&page=3"),
    ):
        old.get_model("benefits", "SavedView").objects.create(officer=officer, name=name, query=query)

    migrated(MigrationExecutor(connection).loader.graph.leaf_nodes())

    assert list(SavedView.objects.values_list("officer", "queue", "name", "query")) == [
        (officer, "benefits.cases", "내 것", "view=todo&mine=1&sort=due_on"),
        (officer, "benefits.cases", "늦은 것", "view=late&programme=youth-rent&sort=-amount"),
    ]
