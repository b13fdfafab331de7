"""A number of a person is recognised however it is spelled; what only might be one is told apart; the rest passes."""

import io
import json
import zipfile
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.waiting import outgrows

from jiphyeon.foundation.secrets import resident_numbers
from jiphyeon.foundation.secrets.resident_numbers import (
    Certainty,
    certainty,
    holds_resident_number,
    in_file,
    in_json,
    in_pairs,
    numbers,
    surest,
)

IS, MIGHT, NOT = Certainty.IS, Certainty.MIGHT_BE, Certainty.NOT
FULL = str.maketrans("0123456789-./", "０１２３４５６７８９－．／")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
BOLD = str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
SUPER = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@pytest.mark.parametrize(
    "text",
    [
        "900101-2123451",
        "9001012123451",
        "900101 2123451",
        "900101 - 2123451",
        "900101  -  2123451",
        "900101.2123451",
        "900101/2123451",
        "900101_2123451",
        "900101~2123451",
        "900101–2123451",
        "900101—2123451",
        "900101‐2123451",
        "900101−2123451",
        "900101·2123451",
        "900101,2123451",
        "900101:2123451",
        "900101|2123451",
        "900101\n2123451",
        "900101\t2123451",
        "(900101)2123451",
        "(900101)-(2123451)",
        "[900101][2123451]",
        "90.01.01-2123451",
        "90년01월01일-2123451",
        "1990년 01월 01일생 2123451",
        "90/01/01/2123451",
        "90-01-01-2123451",
        "90 01 01 2123451",
        "900101-2-123451",
        "900101-212-3451",
        "900101-2 123 451",
        "9 0 0 1 0 1 - 2 1 2 3 4 5 1",
        "9.0.0.1.0.1.2.1.2.3.4.5.1",
        "9-0-0-1-0-1-2-1-2-3-4-5-1",
        "19900101-2123451",
        "1990-01-01-2123451",
        "1990.01.01 2123451",
        "1990/01/01/2123451",
        "199001012123451",
        "900101-2123451".translate(FULL),
        "９００１０１２１２３４５１",
        "90.01.01-2123451".translate(FULL),
        "900101-2123451".translate(ARABIC),
        "900101-2123451".translate(CIRCLED),
        "900101-2123451".translate(BOLD),
        "900101-2123451".translate(SUPER),
        "\u200b".join("900101-2123451"),
        "900101\u200d-\u20602123451",
        "900101\ufeff2123451",
        "900101\u00ad2123451",
        "900101\u200e-\u202e2123451",
        "9\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e31\ufe0f\u20e30\ufe0f\u20e31\ufe0f\u20e3-2123451",
        "900101\u31642123451",
        "900101\u2800-2123451",
        "900101\u3000-\u30002123451",
        "900101\x002123451",
        r"\u0039\u0030\u0030\u0031\u0030\u0031-2123451",
        "&#57;00101-2123451",
        "&#x39;00101&#45;2123451",
        "%3900101-2123451",
        "900101%2D2123451",
        "제 번호는 900101-2123451입니다",
        "번호:900101-2123451.",
        "주민번호900101-2123451",
        "900101-2123451번",
        "90.1.1-2123451",
        "90년 1월 1일생 2123451",
        "900101 다시 2123451",
        "900101      2123451",
        "900101..........2123451",
        "900101<b></b>2123451",
        "850228-5123450",  # a foreigner's
        "050315-3123457",
    ],
)  # fmt: skip
def test_a_number_with_its_check_digit_is_one_in_every_spelling(text):
    assert certainty(text) is IS


@pytest.mark.parametrize(
    "text",
    [
        "900101-2123456",  # given since October 2020: no check digit
        "9001012123456",
        "번호 050315-3123456 입니다",
        "850228 - 5123456",
        "a: 000229-4123456.",
        "19900101-2123456",
        "9 0 0 1 0 1 2 1 2 3 4 5 6",
        "900101-2123456".translate(FULL),
        "900 101 212 3451",  # grouped as nobody would, but the check digit is right
        "x9001012123451y",
        "1990년 1월 1일 2123451",  # a whole date beside an amount, were it not for the check digit
        "9,0,0,1,0,1,2,1,2,3,4,5,1",
    ],
)
def test_a_date_without_the_check_digit_might_be_one(text):
    assert certainty(text) is MIGHT
    assert holds_resident_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1,200,000원",
        "2024-000123",
        "901332-1123451",
        "900230-1123451",
        "010-1234-5678",
        "900101-9123456",
        "900101-0123456",
        "12900101-2123451",
        "x9001012123456",
        "9001012123451234",
        "1900-01-01 3123456",
        "2024. 3. 4.(월) 10:30, 010-1234-5678",
        "2024-03-04,3200000",
        "2024-03-04 10:30:00 3200000",
        "19960815, 2450000",
        "3333-01-1234567",
        "110-123-456789 신한",
        "7f3b1c9e-0000-4000-8000-900101212345",
        "90010121234519001012123451900101212345190",
        "2024-03-04T09:00:00.000000+09:00",
        "900101과 2123451",
        "240304 원 3200000",
        "ab9001012123456789cd",
        "90.1.1-2123456",
        "2024. 3. 4. 3200000",
        "900101      2123456",
        "9,0,0,1,0,1,2,1,2,3,4,5,6",
    ],
)
def test_what_cannot_be_anybodys_number_passes(text):
    assert certainty(text) is NOT


@pytest.mark.parametrize(
    "text",
    [
        "구공공일공일 이일이삼사오일",
        "구공공일공일이일이삼사오일",
        "제 번호는 구공공일공일-이일이삼사오일입니다.",
        "구공공일공일 다시 이일이삼사오일",
        "구 공 공 일 공 일 이 일 이 삼 사 오 일",
        "구, 공, 공, 일, 공, 일 - 이, 일, 이, 삼, 사, 오, 일",
        "90공1공1-이1이3사51",
        "900101-이일이삼사오일",
        "九零零一零一-二一二三四五一",
        "아홉 영 영 하나 영 하나 둘 하나 둘 셋 넷 다섯 하나",
        "nine zero zero one zero one dash two one two three four five one",
        "공오공삼일오 다시 삼일이삼사오칠",
    ],
)
def test_a_number_said_in_words_is_read(text):
    assert certainty(text) is IS


def test_a_number_said_in_words_and_cut_over_fields_is_read():
    assert surest(in_pairs([("a", "구공공일공일"), ("b", "이일이삼사오일")])) is IS


@pytest.mark.parametrize("text", ["x970501-1234567x", "A900101-2123456", "no900101.2123456b"])
def test_six_and_seven_digits_glued_to_letters_might_be_one(text):
    assert certainty(text) is MIGHT


SURNAMES, PLACES = (
    ("김", "이", "오", "구", "공", "육"),
    ("일산", "이천", "삼척", "사천", "오산", "구리", "영월"),
)


@given(
    st.lists(
        st.one_of(
            st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(
                lambda day: f"{day.year}. {day.month}. {day.day}."
            ),
            st.dates(date(1900, 1, 1), date(2099, 12, 31)).map("{:%Y-%m-%d}".format),
            st.integers(0, 10**12).map("{:,}원".format),
            st.tuples(st.integers(0, 9999), st.integers(0, 9999)).map(lambda p: f"010-{p[0]:04}-{p[1]:04}"),
            st.tuples(st.integers(0, 999), st.integers(0, 9999)).map(lambda p: f"044-{p[0]:03}-{p[1]:04}"),
            st.tuples(st.integers(100, 999), st.integers(10, 99), st.integers(0, 999_999)).map(
                lambda p: f"계좌 {p[0]}-{p[1]}-{p[2]:06} 예금"
            ),
            st.tuples(st.integers(100, 999), st.integers(10, 99), st.integers(0, 99_999)).map(
                lambda p: f"사업자 {p[0]}-{p[1]}-{p[2]:05} 등록"
            ),
            st.tuples(st.integers(2000, 2099), st.integers(0, 999_999)).map(lambda p: f"{p[0]}-{p[1]:06}호"),
            st.tuples(st.sampled_from(SURNAMES), st.sampled_from(PLACES)).map(" 씨, ".join),
            st.sampled_from(
                ["이사일", "사일구", "오일팔", "삼일절", "육이오", "일이삼사오", "구구단", "공사 구역"]
            ),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_ordinary_numbers_dates_and_words_are_nobodys_number(parts):
    assert certainty(" 그리고 ".join(parts)) is NOT


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.sampled_from("1256"), st.integers(0, 999_999))
def test_every_birthday_of_the_last_century_is_recognised(born, kind, rest):
    assert holds_resident_number(f"{born:%y%m%d}-{kind}{rest:06}")


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_no_text_breaks_it(text):
    certainty(text)
    list(in_json(text))


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ([("a", "900101"), ("b", "2123451")], IS),
        ([("a", "900101-"), ("b", "2123451")], IS),
        ([("a", "900101"), ("b", "2"), ("c", "123451")], IS),
        ([("a", "900101-2"), ("b", "123451")], IS),
        ([("y", "1990"), ("m", "01"), ("d", "01"), ("n", "2123451")], MIGHT),
        ([("y", "90"), ("m", "01"), ("d", "01"), ("n", "2123451")], IS),
        ([("a", "생년월일 900101"), ("b", "2123451 입니다")], IS),
        ([("a", "900101"), ("b", "2123456")], MIGHT),
        ([("900101", "2123451")], IS),
        ([("900101-2123451", "")], IS),
        ([("a", "９００１０１"), ("b", "２１２３４５１")], IS),
        ([("a", "19900101"), ("b", "2123451")], MIGHT),
        ([("birth", "1996-08-15"), ("income", "2450001")], NOT),
        ([("birth", "19960815"), ("income", "2450001")], NOT),
        ([("a", "900101"), ("b", "x"), ("c", "2123451")], NOT),
        ([("token", "7f3b1c9e-0000-4000-8000-900101212345"), ("b", "1")], NOT),
        ([("deposit", "10000000"), ("rent", "450000")], NOT),
    ],
)  # fmt: skip
def test_a_number_cut_over_fields_is_put_together(pairs, found):
    assert surest(in_pairs(pairs)) is found


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({"note": "900101-2123451"}, IS),
        ({"900101-2123451": True}, IS),
        ({"900101": "2123451"}, IS),
        ({"a": {"b": ["x", {"c": "9001012123451"}]}}, IS),
        ({"front": "900101", "back": "2123451"}, IS),
        ({"front": 900101, "back": 2123451}, IS),
        (["900101", "2123451"], IS),
        ({"number": 9001012123451}, IS),
        ({"number": 9001012123456}, MIGHT),
        ({"facts": {"birth_date": "1990-01-01", "household_income": 2123451}}, NOT),
        ({"facts": {"birth_date": "1996-08-15", "assets": 30_000_000, "area": 26.5}}, NOT),
        ({"at": 1709510400.123, "deposit": 10_000_000, "none": None, "yes": True}, NOT),
    ],
)
def test_a_document_is_read_in_keys_and_values_and_across_them(document, found):
    plainly, escaped = json.dumps(document, ensure_ascii=False), json.dumps(document)
    everything = "".join(
        f"\\u{ord(sign):04x}" if sign.isdigit() and '"' in plainly else sign for sign in plainly
    )

    assert surest(in_json(plainly)) is found
    assert surest(in_json(escaped.encode())) is found
    if all(
        isinstance(value, str) for value in (document.values() if isinstance(document, dict) else document)
    ):
        assert surest(in_json(everything)) is found


def test_a_document_in_another_encoding_or_too_deep_or_no_document_is_read_all_the_same():
    text = '{"a": "900101-2123451"}'
    assert surest(in_json(text.encode("utf-16"))) is IS
    assert surest(in_json(text.encode("utf-32"))) is IS
    assert surest(in_json("[" * 100_000 + '"900101-2123451"' + "]" * 100_000)) is IS
    assert surest(in_json('{"a": "900101-2123451"')) is IS


def zipped(**members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"xl/{name}.xml", content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("900101-2123451.pdf", b"%PDF-1.7", IS),
        ("계약서_900101_2123451_스캔.PDF", b"%PDF-1.7", IS),
        ("９００１０１－２１２３４５１.png", b"\x89PNG\r\n\x1a\n", IS),
        ("명단.csv", "이름,번호\n김하나,900101-2123451\n".encode(), IS),
        ("명단.csv", "이름,앞,뒤\n김하나,900101,2123451\n".encode("cp949"), IS),
        ("명단.csv", "\ufeff이름;번호\n김하나;900101 2123451\n".encode(), IS),
        ("명단.txt", "900101-2123451".encode("utf-16"), IS),
        ("a.json", b'{"a": ["900101", "2123451"]}', IS),
        ("표.xlsx", zipped(sharedStrings="<si><t>900101-2123451</t></si>"), IS),
        ("표.xlsx", zipped(sheet1="<c><v>900101</v></c><c><v>2123451</v></c>"), IS),
        ("표.xlsx", zipped(sheet1="<c><v>19960815</v></c><c><v>2450000</v></c>"), NOT),
        ("명단.csv", "생일,소득\n1996-08-15,2450000\n1988-01-10,3100000\n".encode(), NOT),
        ("계약서.pdf", b"%PDF-1.7 900101-2123451", NOT),  # a paper somebody brought: read by an officer, kept sealed
        ("그림.jpg", b"\xff\xd8\xff\xe0\x00900101-2123451", NOT),
        ("2024-03-04 계약서(3).pdf", b"%PDF-1.7", NOT),
        ("broken.xlsx", b"PK\x03\x04 nothing", NOT),
    ],
)  # fmt: skip
def test_a_file_is_read_by_its_name_and_where_it_is_a_text_by_what_it_says(name, content, found):
    file = io.BytesIO(content)

    assert surest(in_file(name, file)) is found
    assert file.tell() == 0


WORST = {
    "a number again and again": "1-" * 50_000,
    "a list of ones": "1," * 50_000,
    "random digits": "-".join(f"{7**20_000:b}"[:50_000]),
    "digits": "9" * 100_000,
    "a date again and again": "900101-" * 14_000,
    "single digits": "9 " * 50_000,
    "half a number": "900101-212345 " * 7_000,
    "whole dates": "19900101" * 12_500,
    "spaces": "900101" + " " * 100_000 + "2123451",
    "marks": "9" + "\u0301\u0327" * 50_000,
    "unseen signs": "\u200b" * 100_000,
    "escapes": "\\u003" * 20_000,
    "entities": "&#57;" * 20_000,
    "percents": "%39" * 33_000,
    "ligatures": "\ufdfa" * 30_000,
    "words": "구공 " * 33_000,
    "words and dashes": "구 다시 " * 20_000,
    "words cut short": ("이일이삼사오일구공공일공 가" * 8_000)[:100_000],
}


@pytest.mark.parametrize("shape", WORST)
def test_the_time_grows_with_the_length_and_no_faster(shape):
    text = WORST[shape]

    assert not outgrows(lambda message: list(numbers([message])), text[: len(text) // 10], text)


@pytest.fixture
def judged(monkeypatch):
    """Every place that was judged."""
    places = []
    read = resident_numbers._read

    def counted(spelled, *, stuck):
        places.append(spelled)
        return read(spelled, stuck=stuck)

    monkeypatch.setattr(resident_numbers, "_read", counted)
    return places


def test_a_number_spelled_alike_is_judged_once_however_often_it_stands_there(judged):
    found = list(numbers(["1-" * 50_000]))

    assert [number.digits for number in found] == ["1" * 13]
    assert len(judged) == 1


def test_nothing_is_looked_for_beyond_what_is_somebodys(judged):
    assert surest(numbers(["900101-2123451 " + "0123-" * 20_000])) is IS
    assert judged == ["900101-2123451"]


def test_of_an_archive_a_hundredfold_is_unpacked_and_no_more(judged):
    packed = zipped(a="1-" * 1_000_000)
    read = []

    class Counted(zipfile.ZipExtFile):
        def read(self, n=-1):
            piece = super().read(n)
            read.append(len(piece))
            return piece

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zipfile, "ZipExtFile", Counted)
        assert surest(in_file("a.xlsx", io.BytesIO(packed))) is MIGHT
    assert sum(read) <= max(256 * 1024, 100 * len(packed))
    assert len(judged) <= 10


@pytest.mark.parametrize("before", [131_065, 131_072, 131_080, 262_140])
@pytest.mark.parametrize("ending", ["txt", "xlsx"])
def test_a_number_cut_over_two_pieces_of_a_long_file_is_read(before, ending):
    text = "가" + "x" * (before - 3) + " 900101-2123451 " + "x" * 300_000
    content = (
        text.encode()
        if ending == "txt"
        else zipped(a=f"{text}{'z'.join(sha256(bytes([n])).hexdigest() for n in range(200))}")
    )

    assert surest(in_file(f"a.{ending}", io.BytesIO(content))) is IS


def test_many_fields_are_read_in_a_time_that_grows_with_them():
    pairs, listed = [(f"field{number}", "900101") for number in range(20_000)], [900101] * 100_000

    assert not outgrows(lambda some: list(in_pairs(some)), pairs[:2_000], pairs)
    assert not outgrows(lambda some: list(in_json(json.dumps(some))), listed[:10_000], listed)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"sha256": f"ab{'9001012123451'}{'cd' * 24}e"}, NOT),
        ({"applicant": "900101-2123451"}, IS),
        ([{"applicant": ["900101-2123456"]}], MIGHT),
        ({"900101": "2123451"}, IS),
    ],
)
def test_a_document_within_a_document_is_read_as_one_as_a_leaf_in_its_receipt(given, found):
    leaf = json.dumps(given)

    assert surest(in_json(json.dumps({"leaf": leaf}))) is found
    assert surest(in_json(json.dumps({"receipt": json.dumps({"leaf": leaf})}))) is found
    assert surest(in_file("receipt.json", io.BytesIO(json.dumps({"leaf": leaf}).encode()))) is found
