"""What may not even be stored, what is not sent for approval, and how a text reads."""

from datetime import date

import pytest
from tests.contexts.wordings.conftest import REMINDER, changed

from jiphyeon.contexts.wordings.enums import Purpose, Variant
from jiphyeon.contexts.wordings.rules.comparing import Difference, differences
from jiphyeon.contexts.wordings.rules.texts import problems, require_storable
from jiphyeon.contexts.wordings.rules.trying import tried
from jiphyeon.kernel import Refused
from jiphyeon.methods.wording import Channel

OWN = ("city.example",)
TODAY = date(2024, 3, 1)
LAW = "질서위반행위규제법 제16조"


@pytest.mark.parametrize(
    "body",
    [
        "((주민등록번호))를 확인해 주세요.",
        "((주민 번호))",
        "((Resident Registration Number))",
        "((외국인등록번호 뒷자리))",
        "((RRN))",
        "본인 번호 900101-2123451",
        "납부: https://city.example/pay/((번호))",
        "납부: https://city.example/pay?n=1",
        "납부: city.example/pay#1",
        "납부: ((납부 링크))",
        "((url))",
        "((주민\u200b번호))",
        "((주.민-번_호))",
        "((생년월일과 뒷자리))",
        "((뒤 7자리))",
        "((고유식별번호))",
        "((show??https://evil.example/pay))",
        "((a??https:/))((b??/ev))il((c??.com))",
        "evil.com?id=((번호))",
        "city.example/((번호))",
        "city.example:8080",
        "10.0.0.1/pay",
        "세종시청.한국",
        "ｅｖｉｌ．ｃｏｍ",
        "ev\u200bil.com",
    ],
)
def test_a_resident_number_and_a_link_with_data_behind_it_are_not_even_stored(body):
    with pytest.raises(Refused):
        require_storable(changed(body=body), OWN)
    with pytest.raises(Refused):
        require_storable(changed(easy_body=body), OWN)


def test_an_email_goes_to_ones_own_pages_and_a_button_nowhere():
    for what in (
        {"channel": Channel.EMAIL, "subject": "안내", "body": "[열기](https://evil.example/a)"},
        {"channel": Channel.EMAIL, "subject": "www.evil.example", "body": "안내"},
        {"channel": Channel.EMAIL, "subject": "안내", "body": "https://city.example/my?n=((번호))"},
        {"channel": Channel.RELAY, "buttons": ("evil.example 열기",)},
        {"channel": Channel.RELAY, "buttons": ("https://city.example",)},
        {"channel": Channel.RELAY, "buttons": ("((이름)) 열기",)},
        {"channel": Channel.RELAY, "buttons": ("900101-2123451",)},
    ):
        with pytest.raises(Refused):
            require_storable(changed(**what), OWN)
    with pytest.raises(Refused, match=r"evil\.com\?id=\(\(…\)\)"):
        require_storable(changed(body="evil.com?id=((번호))"), OWN)


@pytest.mark.parametrize(
    "content",
    [
        REMINDER,
        changed(body="((전화번호 뒷자리)), ((카드 뒷자리)), ((차량번호 뒤 4자리))"),
        changed(channel=Channel.PAPER, subject="안내", body="낼 곳: www.giro.example"),
        changed(body="((주민등록지))에 ((class name))을 알려 주세요."),
        changed(body="누리집 www.city.example 에서 보세요. 3.5% 깎아 드립니다."),
        changed(channel=Channel.EMAIL, subject="안내", body="[열기](https://city.example/my?page=1)"),
    ],
)
def test_a_plain_address_and_a_link_in_an_email_are(content):
    require_storable(content, OWN)
    assert problems(content, OWN) == ()


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"purpose": Purpose.LEGAL}, "law"),
        ({"purpose": Purpose.LEGAL, "law": "질서위반행위규제법"}, "law"),
        ({"purpose": Purpose.LEGAL, "law": LAW, "channel": Channel.EMAIL, "subject": "제목"}, "body"),
        ({"channel": Channel.PAPER}, "subject"),
        ({"channel": Channel.RELAY, "buttons": ("하나",) * 6}, "buttons"),
        ({"buttons": ("하나",)}, "buttons"),
        ({"subject": "제목"}, "subject"),
        ({"body": "((이름)님"}, "body"),
        ({"body": "(( ))"}, "body"),
        ({"body": "확인 👍"}, "body"),
        ({"body": "가" * 1001}, "body"),
        ({"easy_body": "((성명)) 님"}, "easy_body"),
        ({"channel": Channel.EMAIL, "subject": "제목", "english_body": "Hello"}, "english_subject"),
    ],
)
def test_what_is_not_sent_for_approval_says_where(what, field):
    found = problems(changed(**what), OWN)

    assert [(one.field, one.is_refused) for one in found] == [(field, False)]
    assert found[0].words.ko
    assert found[0].words.en


def test_a_text_reads_with_values_and_with_the_names_of_its_gaps():
    shown = tried(REMINDER, Variant.STANDARD, {"이름": "김하나", "과태료": "32,000"}, TODAY)

    assert shown.body == "김하나 님, 2024. 3. 11.(월)까지 32,000원을 내 주세요."
    assert (shown.unfilled, shown.measured.is_short, shown.measured.fits) == (("기한",), True, True)
    assert tried(REMINDER, Variant.STANDARD, {}, TODAY).body.startswith("[이름] 님, ")
    with pytest.raises(Refused):
        tried(REMINDER, Variant.STANDARD, {"기한": "내일"}, TODAY)


def test_an_email_reads_as_marks_and_its_english_in_english():
    content = changed(
        channel=Channel.EMAIL, subject="((이름)) 안내", body="# 준비\n((준비물))", english_subject="For ((이름))", english_body="by ((기한:day))"
    )  # fmt: skip

    shown = tried(content, Variant.STANDARD, {"이름": "<b>", "준비물": ["신분증", "통장"]}, TODAY)
    english = tried(content, Variant.ENGLISH, {"기한": "2024-03-02"}, TODAY)

    assert shown.html == "<h2>준비</h2>\n<ul><li>신분증</li><li>통장</li></ul>"
    assert shown.subject == "<b> 안내"  # the page escapes it
    assert english.body == "by Sat 2 March 2024"


def test_two_editions_differ_line_by_line():
    before = changed(body="하나\n둘\n셋")
    after = changed(body="하나\n두 번째\n셋", name="다른 이름")

    assert differences(before, after) == (
        Difference("name", "납부 안내", "다른 이름"),
        Difference("body", "둘", "두 번째"),
    )
    assert differences(before, before) == ()
