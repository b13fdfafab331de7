"""What `ledger verify --rows` says it compares is all there is: every table of the house is held, or named with the reason."""

from datetime import date

import pytest
from django.apps import apps

from jiphyeon.foundation.ledger import record, rows

HOUSE = [model for model in apps.get_models() if not model.__module__.startswith("tests.")]
KINDS = sorted({kind for declared in rows._DECLARED.values() for kind in declared.kinds})


def _named(model):
    return f"{model._meta.app_label}.{model.__name__}"


@pytest.fixture
def book(db):
    return rows.compare()


@pytest.mark.parametrize("model", HOUSE, ids=_named)
def test_every_table_is_held_or_named_with_the_reason(book, model):
    named = [_named(model) in names for names in (book.held, book.unheld, book.passed_over)]

    assert named.count(True) == 1


def test_nothing_is_named_that_is_not_there(book):
    tables = {_named(model): model for model in apps.get_models()}
    columns = {
        f"{name}.{field.name}" for name, model in tables.items() for field in model._meta.concrete_fields
    }

    assert (book.held | book.unheld.keys() | book.passed_over.keys()) - tables.keys() == set()
    assert book.apart.keys() - columns == set()
    assert {column.rpartition(".")[0] for column in book.apart} - book.held == set()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_a_leaf_without_its_row_is_false_and_named(kind):
    day = date(2024, 3, 4)
    leaf = record.append(kind=kind, subject="nobody's", facts={"line.by": "machine"}, on=day)

    problems = [words for words in rows.compare().problems if f"({rows.called(kind).en}, {day})" in words.en]

    assert leaf.leaf_hash
    assert problems
    assert all("is gone from the database" in words.en for words in problems)
