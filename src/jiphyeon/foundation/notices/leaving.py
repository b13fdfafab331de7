"""Having no more e-mails about a topic by one click, as mail programs offer it (RFC 8058): a signed address, good for a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from jiphyeon.foundation.notices.enums import Topic

GOOD_FOR = timedelta(days=365)
_SALT = "notices.leaving"
_HERE = frozenset({"", "localhost", "127.0.0.1", "[::1]", "testserver"})


def address(person: UUID, topics: Sequence[Topic]) -> str:
    """Return where these e-mails are stopped; "" where nobody reaches this house from outside by https."""
    hosts = [host.strip() for host in settings.ALLOWED_HOSTS if host.strip() not in _HERE]
    if not settings.SECURE_SSL_REDIRECT or not hosts or hosts[0].startswith((".", "*")):
        return ""
    token = signing.dumps([person.hex, list(topics)], salt=_SALT)
    return f"https://{hosts[0]}{reverse('notices:leave', args=[token])}"


def read(token: str) -> tuple[UUID, list[Topic]] | None:
    """Return whose e-mails about what a token stops; None where it is none of ours, or older than a year."""
    try:
        person, topics = signing.loads(token, salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    return UUID(person), [Topic(topic) for topic in topics]
