"""A letter as PDF: kept for ever, heard as well as read, the same bytes each time; no text in it is ever markup."""

import re
import unicodedata
from datetime import date
from io import BytesIO

import numpy as np
import pypdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jiphyeon.foundation.documents import pdf
from jiphyeon.foundation.documents.content import Box, Document, Grid, Heading, Pairs, Points, Text
from jiphyeon.foundation.documents.examples import letter
from jiphyeon.foundation.documents.pdf import render
from jiphyeon.foundation.documents.qr import drawing

CHECK = "https://city.invalid/ledger/?q=0a1b-2c3d-4e5f"


def example_of(language="ko", **more):
    return letter(language, check=CHECK, city="보기시" if language == "ko" else "Example City", **more)


def opened(made):
    return pypdf.PdfReader(BytesIO(made))


def text_of(made):
    """What a reader that knows nothing of typst finds in the file, page after page."""
    pages = pypdfium2.PdfDocument(made)
    return "\n".join(page.get_textpage().get_text_range() for page in pages).replace("\r\n", "\n")


def tags(made):
    """Every kind of element in the structure tree, in reading order."""
    found = []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(opened(made).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def test_a_letter_says_in_the_file_what_it_says_on_paper():
    text = text_of(render(example_of()))

    for sentence in (
        "지원 결정 통지서",
        "보기시 기획실",
        "EX-2024-000017",
        "2024. 3. 2.(토)",
        "신청하신 지원을 드리기로 했습니다.",
        "이 통지를 안 날부터 90일 안에 이의를 신청하실 수 있습니다.",
        "0a1b-2c3d-4e5f",
    ):
        assert sentence in text


def test_it_is_written_in_english_too():
    text = text_of(render(example_of("en")))

    assert "Decision on your application" in text
    assert "Sat 2 March 2024" in text or "2 March 2024" in text
    assert not re.search("[가-힣]", text)


@pytest.mark.parametrize(
    ("language", "title"), [("ko", "지원 결정 통지서"), ("en", "Decision on your application")]
)
def test_it_is_an_archive_file_that_can_be_heard(language, title):
    made = render(example_of(language))
    root = opened(made).trailer["/Root"]
    about = root["/Metadata"].get_object().get_data().decode()

    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert opened(made).metadata.title == title
    assert re.search(r"<pdfaid:part>2</pdfaid:part>\s*<pdfaid:conformance>A<", about)
    assert "<pdfuaid:part>1</pdfuaid:part>" in about


def test_its_headings_tables_and_pictures_are_told_to_those_who_listen():
    kinds = tags(render(example_of()))

    assert kinds.count("/H1") == 1
    assert {"/H2", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure"} <= set(kinds)
    assert kinds.index("/H1") < kinds.index("/H2")


def test_the_same_letter_is_the_same_file():
    assert render(example_of()) == render(example_of())
    assert render(example_of(to="다른 분")) != render(example_of())


def test_a_demonstration_is_marked_on_every_page_and_a_real_letter_is_not():
    many = Grid(("달", "금액"), [(str(n), "1원") for n in range(120)], right=(1,))
    long = Document("ko", "표", "보기시", "1", date(2024, 3, 2), (many,), demo=True)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(render(long))]

    assert len(pages) > 2
    assert all("시연용 · 실제 문서가 아닙니다" in page for page in pages)
    assert all("달" in page for page in pages)  # the heading stands again on every page
    assert "시연용" not in text_of(render(example_of(demo=False)))


def test_a_camera_reads_the_code_off_the_page():
    page = pypdfium2.PdfDocument(render(example_of()))[0]
    shown = page.render(scale=2, grayscale=True).to_numpy()

    assert [found.text for found in zxingcpp.read_barcodes(np.ascontiguousarray(shown.squeeze()))] == [CHECK]
    assert drawing(CHECK) == drawing(CHECK)


def bare(text):
    """Without what a line's end and a typeface's ligature may change."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


MARKUP = '#panic("x") *b* _i_ `raw` $x$ = head <label> @ref \\u{41} // c /* c */ ~ -- --- ... "q" \'q\' #[c] [c] https://a.b'


@given(st.text(max_size=60))
@example(MARKUP)
@example('#image("/etc/passwd") #read("/etc/passwd") #import "@preview/a:1.0.0": *')
@example("😀 뷁 똠방각하 漢字 Nguyễn Čapek \u202eabc \u200b\ufeff\x00\ud800 e\u0301 \u1112\u1161\u11ab")
@example("\u06400 \u05d0123")
@example("\xa0 \n ")
@example("fi ffl ff 100%&quot;<b>")
@settings(max_examples=60)
def test_whatever_people_write_stands_there_as_they_wrote_it(text):
    written = pdf._SIGNS.written(text)
    document = Document(
        "ko", text or "제목", text or "보기시", text, date(2024, 3, 2),
        (Heading(text or "머리"), Text(f"시작{text}끝"), Points([text]), Pairs([(text, text)]), Grid([text, "가"], [[text, text]]), Box(text, text)),
        to=text, contact=text,
    )  # fmt: skip

    assert bare(f"시작{written}끝") in bare(text_of(render(document)))


def test_a_sign_that_no_typeface_has_is_written_as_its_number():
    assert pdf._SIGNS.written("김😀나\u202e") == "김[U+1F600]나[U+202E]"
    assert pdf._SIGNS.written("뷁 똠 金 Nguyễn") == "뷁 똠 金 Nguyễn"
    assert pdf._SIGNS.written("한") == "한"


def test_every_hangul_syllable_can_be_drawn():
    syllables = "".join(chr(code) for code in range(0xAC00, 0xD7A4))

    assert pdf._SIGNS.written(syllables) == syllables


def test_a_row_that_does_not_fit_its_table_is_a_mistake_and_not_a_letter():
    with pytest.raises(ValueError, match="more or fewer cells"):
        Grid(("가", "나"), (("1",),))
