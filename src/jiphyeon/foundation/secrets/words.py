"""Words somebody looks for, sealed for an address: no name lies in a browser's history, and whoever finds the address reads none.

Words sealed by somebody who is signed in open for them alone; what nobody in particular sealed opens for anybody.
"""

from __future__ import annotations

from uuid import UUID

from jiphyeon.foundation.secrets.keys import decrypt, encrypt
from jiphyeon.kernel import Refused


def seal_words(words: str, *, purpose: str, reader: UUID | None) -> str:
    """Return words as they may stand in an address, bound to whoever looks for them; None: nobody is signed in."""
    return encrypt(f"{reader or ''}:{words}", purpose=purpose)


def opened_words(sealed: str, *, purpose: str, reader: UUID | None) -> str:
    """Return what `seal_words` sealed; "" where it is empty, not ours, of another purpose, or another reader's."""
    if not sealed:
        return ""
    try:
        owner, _colon, words = decrypt(sealed, purpose=purpose).partition(":")
    except Refused:
        return ""
    return words if owner in {"", str(reader)} else ""


def resealed_words(sealed: str, *, purpose: str) -> str:
    """Return sealed words under the newest key, still their reader's alone; as they are where no key opens them."""
    try:
        return encrypt(decrypt(sealed, purpose=purpose), purpose=purpose)
    except Refused:
        return sealed
