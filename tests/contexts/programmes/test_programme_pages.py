"""A programme's page says every condition as a condition, with its article; the money; how and when; whom to call."""

from datetime import date

import pytest

from jiphyeon.contexts.programmes.queries import catalogue, rulebook
from jiphyeon.foundation.clock.now import move_civil_day
from jiphyeon.foundation.organisation.instruments import law_words

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
        assert law_words(clause.citation).text(language) in page.replace("&#x27;", "'"), clause.id
    for one in (*sheet.conditions, *sheet.amounts):
        assert one.result != "fail"
        assert one.sentence.text(language) in page.replace("&#x27;", "'")
    assert 'href="tel:' in page


def test_what_is_paid_once_a_home_is_a_condition_and_not_a_finding():
    (claim,) = [one for one in catalogue.sheet("youth-rent", DAY).conditions if one.kind == "claim"]

    assert claim.sentence.ko == "한 집에 한 번만 지급합니다. 같은 집에서 먼저인 분: 먼저 태어난 분."


def test_how_much_until_when_and_the_button_come_before_the_conditions(client, django_user_model):
    from jiphyeon.foundation.accounts.assurance import Assurance
    from jiphyeon.foundation.accounts.registering import Identity, make_citizen

    hana = django_user_model.objects.create_user(username="hana")
    make_citizen(
        hana, Identity("김하나", date(1997, 3, 1), assurance=Assurance.COUNTER, assured_by="a test"), on=DAY
    )
    client.force_login(hana)

    page = client.get("/programmes/youth-rent/").content.decode()

    order = [
        page.index(words)
        for words in (
            "200,000원까지",
            "2024-03-15",
            'href="/benefits/programmes/youth-rent/apply/"',
            "<table",
        )
    ]
    assert order == sorted(order)
