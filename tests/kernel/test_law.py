"""A citation in both languages: by its instrument's name, article by article; one nobody named is left as it is."""

import pytest

from jiphyeon.kernel import Citation, Words
from jiphyeon.kernel.law import ACTS, cited

NAMES = {
    "전자정부법": Words("전자정부법", "Electronic Government Act"),
    "예시 조례": Words("예시 조례", "Example ordinance"),
    "예시 조례 (개정 전)": Words("예시 조례(개정 전)", "Example ordinance (as before)"),
}


@pytest.mark.parametrize(
    ("written", "korean", "english"),
    [
        (Citation("전자정부법", "제43조의2"), "전자정부법 제43조의2", "Electronic Government Act, Article 43-2"),
        (Citation("예시 조례", "3", "1", "2"), "예시 조례 제3조 제1항 제2호", "Example ordinance, Article 3, paragraph 1, item 2"),
        (Citation("예시 조례 (개정 전)", "3"), "예시 조례(개정 전) 제3조", "Example ordinance (as before), Article 3"),
        ("예시 조례 제2조제11호, 제6조의2", "예시 조례 제2조제11호, 제6조의2", "Example ordinance, Article 2, item 11; Article 6-2"),
        ("예시 조례", "예시 조례", "Example ordinance"),
        ("예시 조례집 제3조", "예시 조례집 제3조", "예시 조례집 제3조"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_a_citation_is_said_in_both_languages(written, korean, english):
    assert cited(written, NAMES) == Words(korean, english)


def test_what_is_cited_stays_as_it_is_written():
    assert str(Citation("예시 조례 (개정 전)", "3")) == "예시 조례 (개정 전) 제3조"


def test_no_act_is_named_twice_or_without_english():
    assert all(english.isascii() for english in ACTS.values())
    assert len(set(ACTS.values())) == len(ACTS)
