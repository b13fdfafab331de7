"""Words nearly written: a slip of one letter is found by what remains when any one letter is left out of either word.

A word is kept under itself and under each of its remains (월세: ㅇㅜㅓㄹㅅㅔ without one letter each), so that the words
one slip away are read by one question to an index, however many words are known. Hangul is compared letter by letter,
as it is typed. Only what everyone may find is learnt from: a suggestion must tell nobody a word of the officers'.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from jiphyeon.foundation.search.keyboard import letters_of
from jiphyeon.foundation.search.models import Spelling
from jiphyeon.foundation.search.words import bare, folded

LONGEST = 24  # letters of one word
MOST_LEARNT = 400  # words of one thing
_SHORTEST = 4  # letters: shorter words are all one slip apart
_HANGUL = re.compile("[가-힣]+")
_LATIN = re.compile("[a-z]{4,}")


def words_in(text: str) -> list[str]:
    """Return the words of a text that people may mistype: whole, without particles, and compounds by both their ends.

    >>> words_in("주거임대료를")
    ['주거임대료를', '주거임대료', '주거', '임대료', '주거임', '대료', '주거임대', '거임대료']
    """
    found: list[str] = []
    level = folded(text)
    for run in _HANGUL.findall(level):
        whole = [run, *filter(None, [bare(run)])]
        found += whole
        word = whole[-1]
        for cut in range(2, len(word)):
            found += [part for part in (word[:cut], word[cut:], word[len(word) - cut :]) if len(part) >= 2]
    found += _LATIN.findall(level)
    return [one for one in dict.fromkeys(found) if 2 <= len(letters_of(one)) <= LONGEST]


def learn(text: str) -> None:
    """Know the words of a text."""
    words = words_in(text)[:MOST_LEARNT]
    known = set(Spelling.objects.filter(remains__in=words, word__in=words).values_list("word", flat=True))
    new = [word for word in words if word not in known]
    Spelling.objects.bulk_create(
        (Spelling(remains=remains, word=word) for word in new for remains in {word, *_remains(word)}),
        ignore_conflicts=True,
        batch_size=2_000,
    )


def near(words: Sequence[str], whole: Sequence[str] = ()) -> dict[str, list[str]]:
    """Return for each word the known ones one slip away from it; itself alone where it is known.

    `whole` are asked after as they stand only. One question to the database for all of them.
    """
    asked = {word: {word, *_remains(word)} for word in words if 2 <= len(letters_of(word)) <= LONGEST}
    found = defaultdict(set)
    for remains, word in Spelling.objects.filter(
        remains__in=sorted(set(whole).union(*asked.values()))
    ).values_list("remains", "word")[:5_000]:
        found[remains].add(word)
    answer = {word: [word] for word in (*asked, *whole) if word in found[word]}
    for word, keys in asked.items():
        if word not in answer and len(letters_of(word)) >= _SHORTEST:
            there = set().union(*(found[key] for key in keys))
            slips = sorted(one for one in there if _one_slip(letters_of(one), letters_of(word)))
            answer |= {word: slips[:8]} if slips else {}
    return answer


def _remains(word: str) -> Iterable[str]:
    letters = letters_of(word)
    if len(letters) < _SHORTEST:
        return ()
    return {letters, *(letters[:at] + letters[at + 1 :] for at in range(len(letters)))}


def _one_slip(one: str, other: str) -> bool:
    """Return whether one letter more, less or different, or two neighbours in the other order, make one of the other."""
    if one == other:
        return True
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
