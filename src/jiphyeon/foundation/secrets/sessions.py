"""Sessions whose content is sealed: pages keep in them what a person has typed so far. settings.SESSION_ENGINE names this."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from jiphyeon.foundation.secrets.keys import decrypt, encrypt
from jiphyeon.kernel import Refused

_PURPOSE = "django_session.session_data"


class SessionStore(DatabaseStore):
    """Django's own, but unreadable in the database. A session no key of the ring opens is an empty one."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return a session as it is kept."""
        return encrypt(json.dumps(session_dict), purpose=_PURPOSE)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Return what a kept session holds."""
        text = session_data.decode() if isinstance(session_data, bytes) else session_data
        try:
            read: dict[str, Any] = json.loads(decrypt(text, purpose=_PURPOSE))
        except Refused:
            return {}
        return read
