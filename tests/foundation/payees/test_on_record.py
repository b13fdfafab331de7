"""Each column of an account is held against the log, or is named with the reason why not."""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, models, transaction
from tests.foundation.payees.conftest import OTHER

from jiphyeon.foundation.ledger import rows
from jiphyeon.foundation.payees.models import PayeeAccount


def something_else(column, value):
    """Return a value that a column does not hold now and that it may hold."""
    if column.choices:
        return next(word for word, _label in column.choices if word != value)
    if isinstance(column, models.UUIDField):
        return UUID(int=9)
    if isinstance(column, models.DateField):
        return value + timedelta(days=1) if value else None
    return (value or 0) + 1 if isinstance(column, models.IntegerField) else f"x{value}"[: column.max_length]


def test_whatever_is_changed_in_an_account_is_named_or_declared_with_the_reason(till):
    till.gives()
    till.gives(account=OTHER)
    assert rows.compare().problems == []
    unnoticed = set()
    for column in PayeeAccount._meta.concrete_fields:
        if column.primary_key:
            continue
        for row in PayeeAccount.objects.all():
            other = something_else(column, getattr(row, column.attname))
            if other is None:
                continue
            with transaction.atomic():
                try:
                    with transaction.atomic():
                        PayeeAccount.objects.filter(pk=row.pk).update(**{column.attname: other})
                    if not rows.compare().problems:
                        unnoticed.add(f"payees.PayeeAccount.{column.name}")
                except IntegrityError:  # the row guards itself
                    pass
                transaction.set_rollback(True)

    assert unnoticed == {name for name in rows.compare().apart if name.startswith("payees.")}
