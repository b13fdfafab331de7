"""The front door: a room says how its letters are posted, and reads what became of one.

A room sends on paper by `messages.put(…)` with a text for `Channel.PAPER`. It hears `LettersPosted` from here, and
`Delivered` or `Failed` (`post-moved`, `post-absent`, …) from `messages.events`.
"""

from __future__ import annotations

from jiphyeon.foundation.printing.enums import Service
from jiphyeon.foundation.printing.posting import Posting, posted_as
from jiphyeon.foundation.printing.queries import LetterFacts, last_letters, letters_of

__all__ = ["LetterFacts", "Posting", "Service", "last_letters", "letters_of", "posted_as"]
