"""A demo city without its filler cases: plan, programmes, notices and the cast."""

import pytest
from django.conf import settings
from django.test import Client


@pytest.fixture
def sejong(db):
    from jiphyeon.contexts.benefits import api as benefits
    from jiphyeon.contexts.mydata import api as mydata
    from jiphyeon.contexts.notices import api as notices
    from jiphyeon.contexts.plans import api as plans
    from jiphyeon.foundation.accounts import pack as accounts
    from jiphyeon.foundation.clock.now import civil_today
    from jiphyeon.foundation.organisation import pack as organisation

    organisation.load_city(settings.CITY_PACK)
    accounts.load_demo(settings.CITY_PACK, civil_today())
    for room in (notices, mydata, plans, benefits):
        room.load_city(settings.CITY_PACK)


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
