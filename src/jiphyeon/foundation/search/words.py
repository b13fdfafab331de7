"""How text becomes words to find it by.

Korean is written in long runs whose parts people search for: 주거임대료 must be found by 임대료. A run of syllables is
therefore indexed as its overlapping pairs (주거 거임 임대 대료) and its last syllable (료); a search for two syllables or
more is a phrase of pairs, and a search for one syllable is everything that begins with it. Other letters and digits
are words of their own, in lower case, English plurals folded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

MOST_WORDS = 16_000  # PostgreSQL keeps no position beyond 16,383; a phrase further on could not be told apart

_SYLLABLES = "\u1100-\u11ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
_RUN = re.compile(f"[{_SYLLABLES}]+|[^\\W_{_SYLLABLES}]+")
_SYLLABIC = re.compile(f"[{_SYLLABLES}]")
# Particles a reader leaves on the word searched for; tried without them as well, longest first.
_PARTICLES = (
    "에서는",
    "으로는",
    "에서",
    "으로",
    "에게",
    "까지",
    "부터",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "와",
    "과",
    "로",
    "도",
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand one after another; `open_end` means the last one may go on."""

    words: tuple[str, ...]
    open_end: bool = False


# A wish is: every term, of which any phrase.
Term = tuple[Phrase, ...]


def folded(text: str) -> str:
    """Return text with width, case and accents levelled."""
    bare = (
        one
        for one in unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text))
        if unicodedata.category(one) != "Mn"
    )
    return unicodedata.normalize("NFC", "".join(bare)).casefold()


def words_of(text: str) -> list[str]:
    """Return the words a text is indexed by, in order.

    >>> words_of("주거임대료 Rents 24")
    ['주거', '거임', '임대', '대료', '료', 'rent', '24']
    """
    found: list[str] = []
    for run in _RUN.findall(folded(text)):
        found += _pairs(run) if _SYLLABIC.match(run) else [_singular(run)]
        if len(found) >= MOST_WORDS:
            break
    return found[:MOST_WORDS]


def wish_of(query: str, meanings: Mapping[str, Sequence[str]] = MappingProxyType({})) -> list[Term]:
    """Return what a query asks for; empty where it holds no word at all.

    `meanings`: what a saying of one word or up to three, levelled and without blanks, means as well.
    """
    pieces = [piece for piece in folded(query).split() if _RUN.search(piece)][:12]
    wish: list[Term] = []
    at = 0
    while at < len(pieces):
        for end in range(min(at + 3, len(pieces)), at, -1):
            phrase = next((one for one in _bare_too("".join(pieces[at:end])) if one in meanings), "")
            if phrase or end == at + 1:
                break
        wish.append(term_of(" ".join(pieces[at:end]), *meanings.get(phrase, ())))
        at = end
    return wish


def term_of(*texts: str) -> Term:
    """Return the term that any of some texts meets."""
    return tuple(dict.fromkeys(phrase for text in texts for phrase in _phrases(folded(text))))


def term_of_any(texts: Sequence[str], meanings: Mapping[str, Sequence[str]]) -> Term:
    """Return the term that any of some texts meets, or what one of them means."""
    return term_of(*texts, *(synonym for one in texts for synonym in meanings.get(folded(one), ())))


def bare(run: str) -> str:
    """Return a run of syllables without its particle; "" where it has none, or hardly anything would be left.

    >>> bare("임대료를"), bare("나이")
    ('임대료', '')
    """
    return next((run.removesuffix(p) for p in _PARTICLES if run.endswith(p) and len(run) - len(p) >= 2), "")


def _bare_too(run: str) -> list[str]:
    return [run, *filter(None, [bare(run)])]


def _phrases(text: str) -> list[Phrase]:
    if not _RUN.search(text):
        return []
    phrases = [_phrase(text)]
    if _SYLLABIC.match(text) and _RUN.fullmatch(text):
        runs = _bare_too(text)
        phrases += [_phrase(run) for run in runs[1:]]
        # Spaces are a matter of taste in Korean: 청년주거 also finds 청년 주거, which stands as 청년 년 주거 …
        for run in runs:
            phrases += [
                _phrase(f"{run[:cut]} {run[cut:]}") for cut in range(1, len(run)) if 3 <= len(run) <= 12
            ]
    return phrases


def _phrase(piece: str) -> Phrase:
    runs = _RUN.findall(piece)
    last = runs[-1]
    before = [
        word for run in runs[:-1] for word in (_pairs(run) if _SYLLABIC.match(run) else [_singular(run)])
    ]
    if not _SYLLABIC.match(last):
        word = _singular(last)
        return Phrase((*before, word), open_end=len(word) >= 3 and not word.isdigit())
    if len(last) == 1:
        return Phrase((*before, last), open_end=True)
    return Phrase((*before, *_pairs(last)[:-1]))


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] + [run[-1]]


def _singular(word: str) -> str:
    word = word[:64]  # PostgreSQL refuses endless words, and nobody types them
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
