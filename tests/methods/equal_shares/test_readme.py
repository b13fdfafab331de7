import doctest
from pathlib import Path

from jiphyeon.methods import equal_shares
from jiphyeon.methods.equal_shares import amounts as _figures
from jiphyeon.methods.equal_shares import canonical, rule


def test_the_readme_and_the_docstrings_tell_the_truth():
    folder = Path(equal_shares.__file__).parent

    tested = doctest.testfile(str(folder / "README.md"), module_relative=False, encoding="utf-8")
    more = [doctest.testmod(module) for module in (_figures, canonical, rule)]

    assert (tested.attempted, tested.failed) == (7, 0)
    assert sum(one.attempted for one in more) >= 4
    assert not any(one.failed for one in more)


def test_published_examples_come_out_as_published():
    page = Path(equal_shares.__file__).parent / "examples.md"

    tested = doctest.testfile(str(page), module_relative=False, encoding="utf-8")

    assert (tested.attempted, tested.failed) == (26, 0)
