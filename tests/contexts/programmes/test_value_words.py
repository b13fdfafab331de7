"""A value of the law is said as each language says it."""

import pytest

from jiphyeon.contexts.programmes.queries.wordings import value_words
from jiphyeon.kernel import Words


@pytest.mark.parametrize(
    ("value", "unit", "korean", "english"),
    [
        (1, Words("명", "people"), "1명", "1 person"),
        (2, Words("명", "people"), "2명", "2 people"),
        (1, Words("개월", "months"), "1개월", "1 month"),
        (0, Words("번", "times"), "0번", "0 times"),
        (1, Words("㎡", "㎡"), "1㎡", "1㎡"),
    ],
)
def test_what_is_counted_is_one_or_many(value, unit, korean, english):
    assert value_words(value, "number", unit) == Words(korean, english)
