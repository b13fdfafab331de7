"""HEAD is answered wherever GET is: link checkers and caches ask with it, and a 405 tells them that a page is gone."""

import pytest
from django.test import Client
from tests.house.test_doors import OURS, filled


@pytest.mark.django_db
def test_every_address_answers_head_as_it_answers_get():
    client = Client(raise_request_exception=False)
    problems = []
    for where, _entry in OURS:
        got, head = client.get(filled(where)).status_code, client.head(filled(where)).status_code
        if got != head:
            problems.append(f"/{where}: GET {got}, HEAD {head}")

    assert problems == []
