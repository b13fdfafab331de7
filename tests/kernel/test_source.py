"""One reader for every file of a city pack: typed, strict, with file, line and what to do."""

from datetime import date

import pytest

from jiphyeon.kernel import Citation, Refused, Words, source

FILE = """\
name: {ko: 담당관, en: Division}
since: 2024-03-04
desks: 1_000
open: true
units:
  - {code: a}
  - {code: b}
tags: [x, y]
routes:
  demand: {code: d}
law: {instrument: 행정기본법, article: "36", in_force: 2023-03-24, verified: true}
body:
  ko: |
    한 줄
  en: |
    A line
"""


def refusal(text, ask):
    with pytest.raises(Refused) as no:
        ask(source.parse(text.encode(), "city.yaml"))
    return str(no.value)


def test_an_entry_comes_as_what_it_means():
    block = source.parse(FILE.encode(), "city.yaml")

    assert block.words("name", "it") == Words("담당관", "Division")
    assert block.day("since", "it") == date(2024, 3, 4)
    assert block.whole("desks", "it") == 1000
    assert block.truth("open", "it") is True
    assert block.truth("closed", "it", default=False) is False
    assert [one.text("code", "it") for one in block.listed("units", "it")] == ["a", "b"]
    assert [one.text for one in block.values("tags", "it")] == ["x", "y"]
    assert {name: one.text("code", "it") for name, one in block.named("routes", "it").items()} == {
        "demand": "d"
    }
    assert block.words("body", "it") == Words("한 줄\n", "A line\n")
    assert block.citation("law", "it") == Citation(
        "행정기본법", article="36", in_force=date(2023, 3, 24), verified=True
    )
    assert (block.text("motto", "it", ""), block.listed("none", "it", default=True)) == ("", [])


@pytest.mark.parametrize(
    ("text", "ask", "message"),
    [
        ("code: a\nunti: b\n", lambda it: it.only({"code", "unit"}, "a post"),
         "city.yaml, line 2: a post has no key 'unti'; did you mean 'unit'?"),
        ("days: 0\n", lambda it: it.whole("days", "it", least=1),
         "city.yaml, line 1: 0 is too small: at least 1 is expected."),
        ("law: {instrument: 민법, verified: true, artikel: 1}\n", lambda it: it.citation("law", "it"),
         "city.yaml, line 1: A citation has no key 'artikel'; did you mean 'article'?"),
        ("name: {ko: 가}\n", lambda it: it.words("name", "a post"),
         "city.yaml, line 1: 'name' of a post needs 'en'."),
        ("name: {ko: 가, en: One, two}\n", lambda it: it.words("name", "a post"),
         "city.yaml, line 1: 'name' of a post (a sentence with a comma stands in quotes) has no key 'two'."),
        ("a: 1\nsince: 4 March\n", lambda it: it.day("since", "it"),
         "city.yaml, line 2: '4 March' is not a day; write it as 2024-03-04."),
        ("open: yes\n", lambda it: it.truth("open", "it"),
         "city.yaml, line 1: 'yes' is neither true nor false. Write true or false."),
        ("unit: b\n", lambda it: it.choice("unit", ["bb", "c"], "a post"),
         "city.yaml, line 1: 'unit' of a post cannot be 'b'; did you mean 'bb'? One of: bb, c."),
        ("units: [a]\n", lambda it: it.listed("units", "it"),
         "city.yaml, line 1: Each of 'units' must be a block of keys."),
        ("name: {ko: '', en: x}\n", lambda it: it.words("name", "it"),
         "city.yaml, line 1: Something must stand here."),
        ("a: 1\na: 2\n", lambda it: it, "city.yaml, line 2: 'a' stands here twice; the first is on line 1."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line_and_what_to_do(text, ask, message):
    assert refusal(text, ask) == message
