"""The receipt a person takes home: one file that holds the leaf, what opens it, and the proof."""

from __future__ import annotations

import json

from jiphyeon.foundation.ledger.models import Entry
from jiphyeon.foundation.ledger.proofs import prove
from jiphyeon.foundation.ledger.record import receipt_file


def take_home(leaf_hash: str, *, about: str) -> str:
    """Return the receipt as JSON text: `leaf`, `leaf_hash`, `subject`, `salt`, `facts`, and `proof` under a signed head.

    `about` is the subject the caller has checked the person may see: another's entry is the same as none. `proof` is
    None until the log has given the entry its place, within about a minute. Raises Entry.DoesNotExist.
    """
    entry = Entry.objects.only("index").get(leaf_hash=leaf_hash, subject=about)
    proof = prove(entry.index).as_json() if entry.index is not None else None
    return json.dumps(receipt_file(leaf_hash) | {"proof": proof}, ensure_ascii=False, indent=2) + "\n"
