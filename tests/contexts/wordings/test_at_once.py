"""Two people at once: one next edition is begun, and an edition is approved once."""

import pytest
from django.conf import settings
from tests.at_once import at_once, together
from tests.contexts.wordings.conftest import Office

from jiphyeon.contexts.wordings import actions
from jiphyeon.contexts.wordings.enums import Stage
from jiphyeon.contexts.wordings.models import Edition
from jiphyeon.foundation.accounts import pack
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.organisation import pack as organisation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office():
    organisation.load_city(settings.CITY_PACK)
    pack.load_demo(settings.CITY_PACK, civil_today())
    return Office()


def test_one_next_edition_is_begun(office):
    first, writer = office.approved(), office.actor("narae")

    found = at_once(3, lambda: actions.begin_next(key=first.key, by=writer, on=office.today))

    assert sorted(map(str, found)).count("wording_is_being_written") == 2
    assert Edition.objects.of_text(first.text).count() == 2


def test_an_edition_is_approved_or_taken_back_and_never_both(office):
    row = office.begin()
    office.do(row, "propose")
    row.refresh_from_db()
    seen, approver = row.version, office.actor("taegyeong")

    found = together(
        lambda: actions.approve(key=row.key, seen=seen, by=approver, on=office.today),
        lambda: actions.approve(key=row.key, seen=seen, by=approver, on=office.today),
        lambda: office.do(Edition.objects.get(key=row.key), "take_back") and None,
    )

    row.refresh_from_db()
    assert row.stage in {Stage.APPROVED, Stage.DRAFT}
    assert found.count(None) == 1
