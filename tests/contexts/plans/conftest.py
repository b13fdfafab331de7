"""The plan of the city pack, read in once for a test."""

import pytest
from django.conf import settings
from tests.database import laid

from jiphyeon.contexts.plans import api
from jiphyeon.foundation.organisation import pack


@pytest.fixture
def sejong(db):
    laid((pack.load_city, settings.CITY_PACK), (api.load_city, settings.CITY_PACK))
