"""An e-mail's few marks say what they mean in text and in HTML; nothing somebody else wrote becomes a mark."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.methods.wording import (
    Heading,
    Items,
    Link,
    Paragraph,
    Quote,
    Rule,
    blocks,
    html,
    links,
    plain,
    sanitised,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=60)
HOSTILE = st.text(st.sampled_from(list("<>&\"'[]()*#-^.\\1 \nahtps:/•가")), max_size=60)


def test_blocks_are_read_from_top_to_bottom():
    text = "# 큰 제목\n## 작은 제목\n첫 줄\n둘째 줄\n\n* 하나\n- 둘\n1. 먼저\n2. 다음\n^ 옮김\n---\n[여기](https://a.example/b)에서 #1\\*"

    assert blocks(text) == (
        Heading(1, ("큰 제목",)),
        Heading(2, ("작은 제목",)),
        Paragraph((("첫 줄",), ("둘째 줄",))),
        Items((("하나",), ("둘",))),
        Items((("먼저",), ("다음",)), is_numbered=True),
        Quote((("옮김",),)),
        Rule(),
        Paragraph(((Link("여기", "https://a.example/b"), "에서 #1*"),)),
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2024. 3. 2.까지", "<p>2024. 3. 2.까지</p>"),  # a year is no number of a list
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ('https://a.example/?q="><script>', '<p><a href="https://a.example/?q=">https://a.example/?q=</a>&quot;&gt;&lt;script&gt;</p>'),
        ("**굵게**", "<p>**굵게**</p>"),
        ("\\# 제목 아님", "<p># 제목 아님</p>"),
        ("(https://a.example/b).", '<p>(<a href="https://a.example/b">https://a.example/b</a>).</p>'),
    ],
)  # fmt: skip
def test_what_is_no_mark_stays_text(text, shown):
    assert html(text) == shown


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found, self.addresses = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.add(tag)
        self.addresses += [value for _name, value in attributes]


@given(TEXTS | HOSTILE)
def test_html_holds_no_tag_but_its_own(text):
    tags = Tags(html(text))

    assert tags.found <= {"h2", "h3", "p", "ul", "ol", "li", "a", "hr", "br", "blockquote"}
    assert all(address.startswith(("https://", "http://")) for address in tags.addresses)


@given(TEXTS | HOSTILE)
def test_what_was_sanitised_makes_no_mark_and_no_link(value):
    made = sanitised(value).after

    assert all(isinstance(block, Paragraph) for block in blocks(made))
    assert Tags(html(made)).found <= {"p", "br"}
    assert links(made) == () or not any("://" in one or one.startswith("www.") for one in links(made))


@given(st.text(st.sampled_from(list("가나 *_#[]()-`!~^<>|{}+\\")), max_size=40))
def test_what_was_sanitised_reads_as_it_was_written(value):
    lines = [line.strip() for line in value.split("\n")]

    assert plain(sanitised(value).after) == "\n".join(line for line in lines if line)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("O'Brien-Lee", "O'Brien\\-Lee"),
        ("https://evil.example/pay 확인", " 확인"),
        ("//evil.example www.evil.example/x", " "),
        ("끝.Next", "끝. Next"),
        ("a@b.com", "a@b. com"),
        ("1. 하나", "1\\. 하나"),
        ("• 하나", "· 하나"),
        ("[여기](https://a.example)", "\\[여기\\]\\("),
    ],
)
def test_a_value_before_and_after(before, after):
    found = sanitised(before)

    assert (found.before, found.after) == (before, after)
    assert found.is_changed


def test_links_are_found_as_a_phone_finds_them():
    assert links("city.go.kr/pay?n=1 또는 HTTPS://a.example/x, 문의 044-300-0000, 2024. 3. 2.") == (
        "city.go.kr/pay?n=1",
        "HTTPS://a.example/x",
    )
    assert links("3.5배, 제1.2조, 끝.다음") == ()
