import doctest
from pathlib import Path

from jiphyeon.methods import equal_shares
from jiphyeon.methods.equal_shares import _figures, canonical, rule


def test_the_readme_and_the_docstrings_tell_the_truth():
    readme = Path(equal_shares.__file__).parent / "README.md"

    told = doctest.testfile(str(readme), module_relative=False, encoding="utf-8")
    more = [doctest.testmod(module) for module in (_figures, canonical, rule)]

    assert (told.attempted, told.failed) == (7, 0)
    assert sum(one.attempted for one in more) >= 4
    assert not any(one.failed for one in more)
