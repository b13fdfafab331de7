"""The same thing said in two languages."""

from jiphyeon.kernel import Words


def test_values_stand_in_both_languages_and_words_within_words_in_each():
    words = Words("{name} {n}건 없음", "no {n} {name}").filled(name=Words("결정", "decisions"), n=2)

    assert (words.ko, words.en) == ("결정 2건 없음", "no 2 decisions")
