"""What the log's tests share: putting it in order, and keeping the newest head outside the database as after a commit."""

import pytest

from jiphyeon.foundation.ledger import order


@pytest.fixture
def sign(django_capture_on_commit_callbacks):
    """Put what waits in order, and do what is done once that is committed."""

    def signed():
        with django_capture_on_commit_callbacks(execute=True):
            return order.put_in_order()

    return signed
