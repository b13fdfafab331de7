"""The demo desk is alive, through the real actions, and making it twice adds nothing."""

from collections import Counter
from datetime import date

import pytest

from jiphyeon.contexts.benefits import api
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import replay

from .conftest import silence_mail

TODAY = date(2024, 3, 4)


@pytest.fixture
def demo(db, settings, monkeypatch):
    from jiphyeon.contexts.notices import api as notices
    from jiphyeon.foundation.accounts import pack as accounts
    from jiphyeon.foundation.organisation import pack as organisation

    settings.DEMO = True
    silence_mail(monkeypatch)
    organisation.load_city(settings.CITY_PACK)
    accounts.load_demo(settings.CITY_PACK, TODAY)
    notices.load_city(settings.CITY_PACK)
    api.load_city(settings.CITY_PACK)
    api.load_demo(settings.CITY_PACK, TODAY)
    return settings.CITY_PACK


def test_the_demo_desk_holds_cases_in_many_states(demo):
    states = Counter(Case.objects.values_list("state", flat=True))

    assert sum(states.values()) >= 60
    assert {"prepared", "proposed", "supplement", "refused", "completed"} <= set(states)


def test_making_the_demo_desk_twice_adds_nothing(demo):
    before = Case.objects.count()

    api.load_demo(demo, TODAY)

    assert Case.objects.count() == before


def test_every_outcome_of_the_demo_desk_is_reached_again(demo):
    outcomes = [a for case in Case.objects.all() for a in case.assessments.select_related("case")]

    assert len(outcomes) > 100
    assert [a.case.number for a in outcomes if not replay.replay(a).same] == []
