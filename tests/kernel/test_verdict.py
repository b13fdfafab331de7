"""A verifier says true only of what it reckoned again."""

from jiphyeon.kernel import Checked, Verdict, Words

WRONG, TRUSTED = Words("틀립니다.", "It is wrong."), Words("믿었습니다.", "It was trusted.")


def test_one_problem_makes_the_whole_false():
    assert Checked((WRONG,), (TRUSTED,)).verdict is Verdict.FALSE


def test_one_thing_taken_on_trust_leaves_the_whole_not_proven():
    assert Checked((), (TRUSTED,)).verdict is Verdict.NOT_PROVEN


def test_nothing_wrong_and_nothing_on_trust_is_true():
    assert Checked().verdict is Verdict.TRUE


def test_each_answer_has_its_exit_code():
    assert [Verdict(word).exit_code for word in ("true", "false", "not_proven")] == [0, 1, 3]


def test_several_checks_are_as_good_as_the_worst_of_them():
    assert Checked().joined([Checked((), (TRUSTED,)), Checked()]) == Checked((), (TRUSTED,))
