"""What would become a link is found however it is written, and only plain addresses of one's own pages pass."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.kernel import Refused
from jiphyeon.methods.wording import GAP, Wording, leads_away, links, readings, seen
from jiphyeon.methods.wording.linking import MOST_TOGETHER

OWN = ("city.go.kr",)

AWAY = [
    "http://evil.com", "https://evil.com", "//evil", "www.evil", "evil.com", "evil.com?id=1", "evil.com:8080", "evil.co.kr/",
    "1.2.3.4", "10.0.0.1:80/a", "http://0x7f.1", "http://[::1]/", "https://2130706433", "kakaotalk://x", "intent://a#b",
    "세종시청.com", "집현.한국", "city.go.kr.한국", "https://city.go.kr.닷컴", "a@city.go.kr.한국", "evil.рф", "evil.中国", "xn--abc.xn--def", "cіty.go.kr",
    "ｅｖｉｌ．ｃｏｍ", "evil。com", "evil｡com", "evil․com", "evil﹒com", "１．２．３．４", "http：//evil", "http:／／evil",
    "ev\u200bil.com", "evil.\u200bcom", "evil\u2060.com", "evil.\u00adcom", "evil.\u3164com", "e\u0307vil.com",
    "city.go.kr.evil.com", "city.go.kr@evil.com", "https://city.go.kr@evil.com", "https://city.go.kr:pw@evil.com",
    "city.go.kr\\@evil.com", "city.go.kr%2eevil.com", "city.go.kr,evil.com", "city.go.kr에서evil.com", "xcity.go.kr", "city.go.krx",
    "a@evil.com", "mailto:a@evil.com", "(evil.com)", "누리집(evil.com)", "누리집:evil.com", "「evil.com」", "evil.com에서", "evil.com,안녕",
    "http:\\\\evil.com", "https:/evil.com", "http://city.go.kr/a", "city.go.kr:80", "city.go.kr/..//evil.com", "누리집city.go.kr",
    "city.go.kr?x=1", "city.go.kr/a#b", "city.go.kr/%61", "ci\u200bty.go.kr", "ｃity.go.kr", "ci\u0307ty.go.kr",
    f"city.go.kr/{GAP}", f"{GAP}.city.go.kr", f"{GAP}@city.go.kr", f"{GAP}.com", f"evil.{GAP}", f"city.go.kr{GAP}", f"city.go.kr/({GAP})",
]  # fmt: skip

PASSES = [
    "www.city.go.kr 에서", "(www.city.go.kr)에서 보세요.", "누리집(www.city.go.kr)", "누리집:www.city.go.kr", "https://city.go.kr.",
    "https://www.city.go.kr/pay/a.html", "www.city.go.kr/a_b-c에서", "CITY.GO.KR", "ask@city.go.kr",
    "2024. 3. 2.(토)까지 3.5% 1.2.3 044-120, 15:30", "2024.3.2.14:00", "12.31.까지", "010.1234.5678", "제16조제1항.", "1.5km",
    "합니다.신청하세요", "가.나.다", "시청(044-120)", "[가온시] 안내", f"{GAP}님", f"합니다.{GAP} 님", f"과태료 {GAP}.", f"(({GAP}))",
]  # fmt: skip


@pytest.mark.parametrize("text", AWAY)
def test_what_leads_elsewhere_is_found(text):
    assert leads_away(text, OWN)
    assert leads_away(f"안내 {text} 끝", OWN)


@pytest.mark.parametrize("text", PASSES)
def test_what_does_not_is_left_alone(text):
    assert leads_away(text, OWN) == ()


def test_an_email_may_say_more_behind_a_path_and_go_nowhere_else():
    assert leads_away("https://www.city.go.kr/my?page=1&a=%20#top", OWN, plain=False) == ()
    assert leads_away(f"https://city.go.kr/my?n={GAP} https://evil.com/?city.go.kr", OWN, plain=False) == (
        f"https://city.go.kr/my?n={GAP}",
        "https://evil.com/?city.go.kr",
    )
    assert leads_away("city.go.kr", ()) == ("city.go.kr",)


UNSEEN = st.text(st.sampled_from("\u200b\u200d\u2060\ufeff\u00ad\u202e\ufe0f\u3164\u115f\u034f"), max_size=2)
WIDE = {chr(at): chr(at + 0xFEE0) for at in range(0x21, 0x7F)} | {".": "．"}


@st.composite
def disguised(draw, address):
    """Return an address as somebody writes it who wants it followed and not found."""
    return "".join(draw(UNSEEN) + draw(st.sampled_from([sign, WIDE[sign]])) for sign in address)


@given(
    st.sampled_from(["evil.com", "https://evil.com/a", "www.evil.kr", "1.2.3.4", "a@evil.org"]).flatmap(
        disguised
    )
)
def test_no_disguise_of_a_link_passes(text):
    assert leads_away(text, OWN)


@given(st.text(max_size=60) | st.text(st.sampled_from(list("ab가./:@?#-0１．。\u200b ()")), max_size=40))
def test_whatever_is_a_link_is_ones_own_or_leads_away(text):
    found = set(links(text))
    away = set(leads_away(text, OWN))

    assert away <= found
    assert all("city.go.kr" in link.lower() for link in found - away if "www" in link or "://" in link)
    assert seen(seen(text)) == seen(text)


@given(
    st.lists(st.sampled_from(["ht", "tps://", "evil", ".com", " ", "님", "x"]), min_size=1, max_size=6),
    st.data(),
)
def test_every_way_a_text_reads_is_read(parts, data):
    conditional = [data.draw(st.booleans()) for _ in parts]
    text = "".join(
        f"((c{at}??{part}))" if is_condition else part
        for at, (part, is_condition) in enumerate(zip(parts, conditional, strict=True))
    )
    shown = Wording(body=text)
    names = shown.placeholders

    for said in product(["yes", "no"], repeat=len(names)):
        made = shown.rendered(dict(zip(names, said, strict=True))).body
        assert set(links(made)) <= {link for one in readings(text) for link in links(one)}


def test_a_link_cut_over_conditions_is_found_and_too_many_together_are_refused():
    cut = "((a??https:/))((b??/ev))il((c??.com))"
    assert "https://evil.com" in {link for one in readings(cut) for link in leads_away(one, OWN)}

    with pytest.raises(Refused):
        list(readings("".join(f"((c{at}??x))" for at in range(MOST_TOGETHER + 1))))
    assert len(list(readings(" ".join(f"((c{at}??x))" for at in range(500))))) == 1_000
