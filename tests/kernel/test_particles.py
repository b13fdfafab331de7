"""A particle follows what is heard: Hangul, digits and units as they are said, letters by name, loanwords as written."""

import pytest

from jiphyeon.kernel import particles

VECTORS = """
김하나 는 로 | 박준 은 으로 | 서울 은 로 | 한빛동(새말) 은 으로 | ‘도담동(새롬)’ 은 으로 | 정부24(누리집) 는 로
0 은 으로 | 1 은 로 | 2 는 로 | 3 은 으로 | 4 는 로 | 5 는 로 | 6 은 으로 | 7 은 로 | 8 은 로 | 9 는 로
10 은 으로 | 100 은 으로 | 10,000 은 으로 | 100,000,000 은 으로 | 1,000,000,000,000 는 로 | 25000000000000 는 로
32,000원 은 으로 | 120만 은 으로 | 3.5 는 로 | 2024. 3. 2.(토) 은 로 | 3. 2. 은 로 | 3월 은 로 | 010-1234-5678 은 로
45% 는 로 | 36.5℃ 는 로 | 85㎡ 는 로 | 5km 는 로 | 10 m 는 로 | 3kg 은 으로 | 500 mL 는 로 | 20㎏ 은 으로
LH 는 로 | KTX 는 로 | SMS 는 로 | PDF 는 로 | URL 은 로 | QR 은 로 | RPM 은 으로 | N 은 으로 | R 은 로 | IP 는 로 | RISE 는 로
Google 은 로 | Apple 은 로 | Hotel 은 로 | Chrome 은 으로 | iPhone 은 으로 | Kim 은 으로 | John 은 으로 | Jane 은 으로 | Slack 은 으로
Sofia 는 로 | Belfast 는 로 | David 는 로 | Anna 는 로 | Smith 는 로 | Robert 는 로 | Windows 는 로 | Müller 는 로 | José 는 로
NAVER ? ? | MAP ? ? | Facebook ? ? | set ? ? | KakaoTalk ? ? | csv ? ? | 東京 ? ? | … ? ? | () ? ?
ㄱ 은 으로 | ㄹ 은 로 | ㅏ 는 로
"""


@pytest.mark.parametrize(
    ("word", "topic", "towards"),
    [
        tuple(vector.strip().rsplit(" ", 2))
        for vector in VECTORS.replace("\n", "|").split("|")
        if vector.strip()
    ],
)
def test_what_is_heard_last_decides(word, topic, towards):
    assert particles.chosen("은(는)", word) == topic.replace("?", "은(는)")
    assert particles.chosen("(으)로", word) == towards.replace("?", "(으)로")


@pytest.mark.parametrize("pair", particles.PAIRS)
def test_every_pair_has_its_two_forms(pair):
    with_consonant, with_vowel = particles.PAIRS[pair]

    assert particles.narrowed(f"박준{pair}") == f"박준{with_consonant}"
    assert particles.narrowed(f"김하나{pair}") == f"김하나{with_vowel}"
    assert (
        particles.narrowed(f"서울{pair}")
        == f"서울{with_vowel if pair in particles.TOWARDS else with_consonant}"
    )


def test_brackets_without_end_take_no_time():
    assert particles.chosen("은(는)", "()" * 100_000) == "은(는)"
