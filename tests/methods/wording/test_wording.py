"""A wording is filled as its notation says, by names however they are spelt, and says what is missing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.kernel import Refused
from jiphyeon.methods.wording import Kind, Wording, folded, stray

NAMES = st.text(
    st.characters(exclude_characters="():?", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def body(text, **values):
    return Wording(body=text).rendered(values).body


@pytest.mark.parametrize(
    ("text", "values", "message"),
    [
        ("Hello ((name))", {"name": "Hana"}, "Hello Hana"),
        ("((First Name)) ((last_name))", {"first-name": "A", "LASTNAME": "B"}, "A B"),
        ("(((name)))", {"name": "A"}, "(A)"),
        ("((late??You are late. ))Pay", {"late": "yes"}, "You are late. Pay"),
        ("((late??You are late. ))Pay", {"late": "no"}, "Pay"),
        ("((late??a??b))", {"late": "show"}, "a??b"),
        ("((late??))", {"late": "y"}, ""),
        ("((a)) and ((a))", {"a": 3}, "3 and 3"),
        ("((a)", {}, "((a)"),
        ("a) ((b(c)))", {}, "a) ((b(c)))"),
        ("((a))", {"a": "((b))", "b": "x"}, "((b))"),
        ("((things))", {"things": ["a", " ", "b", "c"]}, "a, b and c"),
        ("((things))", {"things": ["a"]}, "a"),
        ("((things))", {"things": []}, ""),
        ("((준비물))을(를)", {"준비물": ["신분증", "통장"]}, "신분증, 통장을"),
    ],
)
def test_the_notation_is_notifys(text, values, message):
    assert Wording(body=text).rendered(values).body == message


@pytest.mark.parametrize("value", ["yes", "Y", "TRUE", "t", "1", "include", "Show", True, 1])
def test_these_words_show_a_condition(value):
    assert body("((a??b))", a=value) == "b"


@pytest.mark.parametrize("value", ["no", "", "0", "2", "예", False, 0, "yes please"])
def test_any_other_word_hides_it(value):
    assert body("((a??b))", a=value) == ""


def test_a_list_stands_in_lines_in_an_email_and_in_the_sentence_in_its_subject():
    made = Wording("((것))", "준비할 것:((것))", bullets=True).rendered({"것": ["신분증", "통장\n사본"]})

    assert made == ("신분증, 통장 사본", "준비할 것:\n\n* 신분증\n* 통장 사본")


def test_a_subject_stays_in_one_line():
    assert (
        Wording("((a)) 님", "").rendered({"a": "김\r\nBcc: x@example.com"}).subject
        == "김 Bcc: x@example.com 님"
    )


@pytest.mark.parametrize(
    ("text", "values", "message"),
    [
        ("((기한:날짜))까지", {"기한": "2024-03-02"}, "2024. 3. 2.(토)까지"),
        ("((기한:day))은(는)", {"기한": "2024-03-02"}, "2024. 3. 2.(토)은"),
        ("((기한:긴 날짜))", {"기한": "2024-03-02"}, "2024년 3월 2일 토요일"),
        ("by ((due:day))", {"due": "2024-03-02"}, "by Sat 2 March 2024"),
        ("by ((due:day in full))", {"due": "2024-03-06"}, "by Wednesday 6 March 2024"),
        ("((과태료:금액))을(를)", {"과태료": 32000}, "32,000원을"),
        ("((과태료:읽는금액))", {"과태료": "120,000,000"}, "1억 2,000만 원"),
        ("((fine:won))", {"fine": 32000}, "32,000 won"),
        ("((n:number))명", {"n": "1200"}, "1,200명"),
        ("((due:day))", {"due:day": "2024-03-02"}, "Sat 2 March 2024"),
        ("((시작:시각))", {"시작:시각": "오전 10시"}, "오전 10시"),
    ],
)
def test_a_kind_says_how_a_value_is_written(text, values, message):
    assert Wording(body=text).rendered(values).body == message


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("((a:day))", "3월 2일", "wording_value_not_a_day"),
        ("((a:day))", "2023-02-29", "wording_value_not_a_day"),
        ("((a:won))", "32000원", "wording_value_not_a_number"),
        ("((a:won))", "1,2,3", "wording_value_not_a_number"),
        ("((a:number))", True, "wording_value_not_a_number"),
        ("((a))", {"file": "x"}, "wording_value_kind"),
        ("((a))", None, "wording_values_missing"),
        ("((a:day))", None, "wording_values_missing"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(text, value, code):
    with pytest.raises(Refused) as refused:
        Wording(body=text).rendered({"a": value})

    assert refused.value.code == code
    assert "a" in refused.value.text("ko")


def test_a_gap_needs_a_name_and_one_value():
    for text in ("(( ))", "((_-))", "((??가))"):
        with pytest.raises(Refused, match="without a name"):
            Wording(body=text)
    with pytest.raises(Refused) as twice:
        Wording(body="((a b))").rendered({"a b": "1", "a_b": "2"})

    assert twice.value.code == "wording_value_twice"
    assert Wording(body="((a b))").rendered({"a b": "1", "a_b": "1"}).body == "1"


def test_what_is_missing_and_what_is_too_much_is_told_by_name():
    wording = Wording("((이름))", "((기한:날짜)) ((late??x)) ((NAME)) ((name))")

    assert wording.placeholders == ("이름", "기한", "late", "NAME")
    assert [(one.kinds, one.is_condition) for one in wording.fields][1:3] == [
        ((Kind.DAY,), False),
        ((), True),
    ]
    compared = wording.compared({"기한:날짜": "2024-03-02", "Name": "a", "전화": "1", "late": None})
    assert compared.missing == ("이름", "late")
    assert compared.extra == ("전화",)
    with pytest.raises(Refused) as missing:
        wording.rendered({"name": "a"})
    assert missing.value.text("ko") == "빈칸을 채울 값이 없습니다: 이름, 기한, late"


@pytest.mark.parametrize(
    ("text", "value", "message"),
    [
        ("((a))은(는)", "김하나", "김하나는"),
        ("‘((a))’을(를)", "Google", "‘Google’을"),
        ("((a))(한빛동)이(가)", "박준", "박준(한빛동)이"),
        ("새말(((a)))(으)로", "서울", "새말(서울)로"),
        ("((a))kg을(를)", "3", "3kg을"),
        ("((a))은(는) 집이(가)", "AI", "AI는 집이"),
        ("((a))((b??요))와(과)", "집", "집과"),
        ("((a)) 은(는)", "집", "집 은(는)"),
        ("((a))은(는)", "값은(는)", "값은(는)은"),
        ("((a))은(는)", "", "은(는)"),
    ],
)
def test_a_particle_follows_what_came_into_the_gap(text, value, message):
    assert Wording(body=text).rendered({"a": value, "b": "no"}).body == message


@given(
    st.lists(st.tuples(TEXTS.filter(lambda text: "(" not in text and ")" not in text), NAMES), max_size=6),
    st.data(),
)
def test_a_wording_is_its_texts_and_its_values(parts, data):
    """Whatever is written, what is compiled fills it as a pattern would, piece by piece."""
    parts = [(text, name) for text, name in parts if folded(name)]
    values = {folded(name): data.draw(TEXTS) for _text, name in parts}
    written = "".join(f"{text}(({name}))" for text, name in parts)

    made = Wording(body=written, language="en").rendered(values).body

    assert made == re.sub(r"\(\(([^()]+)\)\)", lambda gap: values[folded(gap[1])], written)


@given(TEXTS)
def test_no_text_breaks_it(text):
    try:
        wording = Wording(text, text)
    except Refused:
        return
    again = wording.rendered(dict.fromkeys(wording.placeholders, "2024-03-02") | {"x": "y"})
    assert isinstance(again.body, str)
    assert isinstance(stray(text), tuple)


@pytest.mark.parametrize(
    "hostile",
    [
        "(",
        "((",
        "((a",
        "((a))",
        "))",
        "((a??",
        "은(는)",
        "((a))은(는)",
        "()은(는)",
        "(((a)))을(를)",
        "[",
        "\\",
        "1. ",
        "* ",
    ],
)
def test_what_is_made_to_stand_it_still_takes_its_length(hostile):
    wording = Wording(body=hostile * 4_000)

    assert len(wording.rendered({"a": ""}).body) <= len(hostile) * 4_000
