"""A demo city without its filler cases: plan, programmes, notices and the cast."""

import pytest
from django.conf import settings
from django.test import Client
from tests.database import laid


@pytest.fixture
def sejong(db):
    from jiphyeon.contexts.fees import api as fees
    from jiphyeon.contexts.mydata import api as mydata
    from jiphyeon.contexts.plans import api as plans
    from jiphyeon.contexts.programmes import api as programmes
    from jiphyeon.desk import doors_found
    from jiphyeon.foundation.accounts import pack as accounts
    from jiphyeon.foundation.clock.now import civil_today
    from jiphyeon.foundation.notices import api as notices
    from jiphyeon.foundation.organisation import pack as organisation
    from jiphyeon.foundation.search import meanings

    pack = settings.CITY_PACK
    searched = (fees, doors_found, meanings)
    rooms = [(room.load_city, pack) for room in (notices, mydata, plans, programmes, *searched)]
    laid((organisation.load_city, pack), (accounts.load_demo, pack, civil_today()), *rooms)


@pytest.fixture
def key_of(sejong):
    """The key of one of the cast."""
    from jiphyeon.foundation.accounts.models import User

    return lambda name: User.objects.get(username=name).key


@pytest.fixture
def reader(sejong):
    """A browser of somebody in the cast (or of nobody), in a language."""
    from jiphyeon.foundation.accounts.models import User

    def made(name="", language="ko"):
        client = Client()
        client.cookies["django_language"] = language
        if name:
            client.force_login(
                User.objects.get(username=name),
                backend="allauth.account.auth_backends.AuthenticationBackend",
            )
        return client

    return made
