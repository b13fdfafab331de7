"""How a list is narrowed, as it is kept: sealed, and what is searched for sealed once more within it for its officer alone."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from jiphyeon.foundation.fields.columns import Get, Set
from jiphyeon.foundation.secrets.fields import EncryptedText
from jiphyeon.foundation.secrets.words import resealed_words

PURPOSE = "queues.words"


class SealedQuery(EncryptedText[Set, Get]):
    """The part of an address that narrows a list. `who` in it is always under the key that the whole is under."""

    def renewed(self, text: str) -> str:
        """Return the query with what it searches for under the newest key."""
        query = QueryDict(text, mutable=True)
        who = query.get("who", "")
        if not who:
            return text
        query["who"] = resealed_words(who, purpose=PURPOSE)
        return query.urlencode()

    def _print(self, value: Any) -> str:
        return self.renewed(str(value))
