"""Every address names who may open it, and keeps the wrong people out."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from jiphyeon.foundation.accounts.doors import Door

# allauth's own pages guard themselves.
THEIR_OWN = "account/"


def addresses(patterns=None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, here)
        else:
            yield here, entry


OURS = [(where, entry) for where, entry in addresses() if not where.startswith(THEIR_OWN)]


def guard_of(entry: URLPattern) -> Door | None:
    return getattr(entry.callback, "door", None)


@pytest.mark.parametrize(("where", "entry"), OURS, ids=[where or "/" for where, _ in OURS])
def test_every_view_names_its_door(where, entry):
    assert isinstance(guard_of(entry), Door), f"/{where} has no @door"
