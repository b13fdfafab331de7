"""Pages asked for in English leave their language behind in this thread; each test here begins in Korean."""

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def in_korean():
    with override("ko"):
        yield
