"""Against real text: every paragraph of law with a word is found, and none that lacks it, spaces aside."""

import os
from pathlib import Path

import pytest

from jiphyeon.foundation.accounts.actors import NOBODY
from jiphyeon.foundation.search.index import find, put
from jiphyeon.foundation.search.words import folded
from jiphyeon.kernel import Words

DATA = Path(os.environ.get("JIPHYEON_DATA", Path(__file__).resolve().parents[4] / "shared" / "data"))
WORDS = [
    "청년",
    "위원회",
    "보조금",
    "시장",
    "지방",
    "공공",
    "처리기간",
    "민원인",
    "거주",
    "주소",
    "연장",
    "하",
    "30일",
    "제19조",
    "개인정보",
]


@pytest.mark.slow
@pytest.mark.django_db
def test_every_paragraph_of_law_with_a_word_is_found_and_no_stranger():
    laws = sorted((DATA / "law").glob("*법_법률.md"))
    if not laws:
        pytest.skip("the corpus of law texts is not here (JIPHYEON_DATA)")
    texts = [
        piece for law in laws for piece in law.read_text(encoding="utf-8").split("\n\n") if piece.strip()
    ][:2500]
    for place, text in enumerate(texts):
        put(kind="law", key=str(place), title=Words("", ""), text=Words(text, ""), url="/")

    missed, strangers = {}, {}
    for word in WORDS:
        found = {int(hit.key) for hit in find(word, NOBODY, limit=5000)}
        there = {place for place, text in enumerate(texts) if word in folded(text)}
        spaced = {place for place, text in enumerate(texts) if word in folded(text).replace(" ", "")}
        missed |= {word: there - found} if there - found else {}
        strangers |= {word: found - spaced} if found - spaced else {}

    assert (missed, strangers) == ({}, {})
