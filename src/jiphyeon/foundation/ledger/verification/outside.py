"""What is trusted because it lies outside the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jiphyeon.foundation.ledger import seen
from jiphyeon.foundation.ledger.heads import SignedHead, TakenHead


@dataclass(frozen=True, slots=True)
class Outside:
    """What is trusted because it lies outside the database: public keys by name, and heads seen earlier."""

    keys: Mapping[str, str] = field(default_factory=dict)
    heads: tuple[SignedHead, ...] = ()

    @staticmethod
    def here(keys: Mapping[str, str] | None = None, taken: Sequence[TakenHead] = ()) -> Outside:
        """Return what lies beside the ledger's key, with heads that were brought.

        `keys`: trust these alone. Where there is no other key at all, a key that was taken away with a head is trusted.
        """
        trusted = dict(seen.trusted_keys() if keys is None else keys)
        if not trusted:
            trusted = {one.head.key: one.public_key for one in taken if one.public_key}
        return Outside(trusted, (*seen.read().heads, *(one.head for one in taken)))
