"""A programme's page says every condition as a condition, with its article; the money; how and when; whom to call."""

from datetime import date

import pytest

from jiphyeon.contexts.programmes.queries import catalogue, rulebook
from jiphyeon.foundation.clock.now import move_civil_day

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 4)


@pytest.fixture(autouse=True)
def civil_day(db):
    move_civil_day(DAY)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    "programme", ["youth-rent", "youth-deposit-interest", "facility-fee-reduction", "job-interview-support"]
)
def test_every_condition_stands_there_with_its_article(client, programme, language):
    client.cookies["django_language"] = language
    page = client.get(f"/programmes/{programme}/").content.decode()
    version = rulebook.version_on(programme, DAY)
    sheet = catalogue.sheet(programme, DAY)

    assert len(sheet.conditions) + len(sheet.amounts) == len(version.clauses)
    for clause in version.clauses:
        assert str(clause.citation) in page, clause.id
    for one in (*sheet.conditions, *sheet.amounts):
        assert one.result != "fail"
        assert one.sentence.text(language) in page.replace("&#x27;", "'")
    assert 'href="tel:' in page


def test_what_is_paid_once_a_home_is_a_condition_and_not_a_finding():
    (claim,) = [one for one in catalogue.sheet("youth-rent", DAY).conditions if one.kind == "claim"]

    assert claim.sentence.ko == "한 집에 한 번만 지급합니다. 같은 집에서 먼저인 분: 먼저 태어난 분."
