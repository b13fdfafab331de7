"""A city with its cast, and a desk full of errands."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from tests.database import laid
from tests.errands.models import Complaint, Errand

from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.pack import load_demo
from jiphyeon.foundation.queues.declaring import queues

TODAY = date(2024, 3, 4)


class Desk:
    """The cast by user name, and errands by the handful."""

    def __init__(self, cast):
        self.cast = cast

    def __getattr__(self, name):
        return self.cast[name]

    def actor(self, name, on=TODAY):
        return actor_of(self.cast[name], on=on)

    def fill(self, count, *, begin=0, person="hana", **more):
        made = Errand.objects.bulk_create(
            Errand(
                number=f"2024-{number:06}",
                person=self.cast[person].key,
                **{
                    "kind": ("paper", "parcel")[number % 2],
                    "state": ("open", "open", "resting", "done")[number % 4],
                    "due_on": TODAY + timedelta(days=number % 11 - 5) if number % 7 else None,
                    "amount": number * 1_000 % 13_000,
                    **more,
                },
            )
            for number in range(begin, begin + count)
        )
        Complaint.objects.bulk_create(
            Complaint(errand=one, is_open=place % 3 == 0)
            for place, one in enumerate(made)
            if place % 5 == 0
            for _twice in range(2)
        )
        return made


@pytest.fixture
def errands(settings, monkeypatch):
    """Mount the pages of the errands at /errands/, and declare their list."""
    settings.ROOT_URLCONF = "tests.errands.urls"
    monkeypatch.setattr(apps.get_app_config("errands"), "queues", ("tables.ERRANDS",), raising=False)
    queues.cache_clear()
    yield
    queues.cache_clear()


@pytest.fixture
def desk(settings, db, errands):
    """Return the desk with the cast of the demo city."""
    laid((load_demo, settings.CITY_PACK, TODAY))
    return Desk({user.username: user for user in User.objects.all()})
