"""Facts as people read them, in both languages at once: no page decides below itself which language is meant."""

from fractions import Fraction

import pytest

from jiphyeon.contexts.programmes.enums import Source
from jiphyeon.contexts.programmes.queries import clauses
from jiphyeon.contexts.programmes.rules.facts import KnownFact
from jiphyeon.kernel import Words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value", "ko", "en"),
    [
        ("birth_date", "2001-03-02", "2001. 3. 2.(금)", "Fri 2 March 2001"),
        ("loan_rate", "3.5%", "3.5%", "3.5%"),
        ("loan_rate", "0.035", "3.5%", "3.5%"),
        ("loan_rate", Fraction(1, 3), "33.33%", "33.33%"),
        ("monthly_rent", 450_000, "450,000원", "450,000 won"),
        ("monthly_rent", None, "아직 모름", "Not yet known"),
        ("owns_home", False, "아니요", "No"),
        ("no_such_fact", 1, "아직 모름", "Not yet known"),
    ],
)
def test_a_fact_is_said_in_both_languages(name, value, ko, en):
    assert clauses.fact_words(name, value) == Words(ko, en)


@pytest.mark.parametrize(
    ("at", "until", "ko", "en"),
    [
        ("", "", "보건복지부", "Ministry"),
        ("2026-03-02T09:00:00", "", "보건복지부, 2026. 3. 2.(월)", "Ministry, Mon 2 March 2026"),
        (
            "2026-03-02T09:00:00",
            "2026-05-02",
            "보건복지부, 2026. 5. 2.(토)까지 유효",
            "Ministry, holds until Sat 2 May 2026",
        ),
    ],
)
def test_a_source_says_since_when_or_until_when(at, until, ko, en):
    fact = KnownFact("income", 1, Source.HOLDER, Words("보건복지부", "Ministry"), at=at, until=until)

    assert clauses.source_words(fact) == Words(ko, en)
