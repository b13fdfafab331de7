"""Signing in as one of the demo cast."""

from datetime import date

import pytest


@pytest.fixture
def as_person(db, settings, client):
    """Return a function that signs the test client in as a named demo person (None: nobody) and gives it back."""
    from jiphyeon.foundation.accounts.models import User
    from jiphyeon.foundation.accounts.pack import load_demo

    def sign_in(username):
        client.logout()
        if username is not None:
            load_demo(settings.CITY_PACK, date(2024, 3, 4))
            client.force_login(User.objects.get(username=username))
        return client

    return sign_in
