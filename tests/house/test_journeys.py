"""Every context with pages is walked through in a real browser."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings

JOURNEYS = Path(__file__).resolve().parents[1] / "journeys"
ROOMS = [
    app.rsplit(".", 1)[1]
    for app in settings.INSTALLED_APPS
    if app.startswith("jiphyeon.contexts.") and find_spec(f"{app}.urls") is not None
]


@pytest.mark.parametrize("room", ROOMS)
def test_every_context_with_pages_has_a_journey(room):
    opened = re.compile(rf'["\']/{room}/|{room}\.consent_url|from jiphyeon\.contexts\.{room} import api')
    walks = [
        file.name
        for file in sorted(JOURNEYS.glob("test_*.py"))
        if opened.search(file.read_text(encoding="utf-8"))
    ]

    assert walks, f"no journey opens a page of {room}: tests/journeys/ wants one"
