"""A text as it is written: what it says in each variant, and everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields

from jiphyeon.contexts.wordings.enums import Purpose, Variant
from jiphyeon.foundation.secrets.resident_numbers import holds_resident_number
from jiphyeon.kernel import Refused, Words
from jiphyeon.kernel.words import Language
from jiphyeon.methods import wording
from jiphyeon.methods.wording import Channel

# Names of gaps that ask for a number nobody may collect without a statute (개인정보 보호법 제24조의2).
_NUMBER_NAMES = re.compile(
    r"주민(?:등록)?번|\A주민등록\Z|외국인(?:등록)?번|resident(?:registration)?n(?:umber|o\b)|\brrn\b|\bssn\b"
)
# Names of gaps that a whole address would come into.
_LINK_NAMES = re.compile(r"링크|url|link|누리집주소|홈페이지주소")
_ARTICLE = re.compile(r"제\s?[0-9]{1,4}조")
_IN_A_GAP = "xgapx"
PHONE = frozenset({Channel.TEXT, Channel.RELAY})


@dataclass(frozen=True, slots=True)
class WordingText:
    """What an officer writes. Subjects are empty where the channel has none; `law` where it is no legal notice."""

    name: str
    channel: Channel
    purpose: Purpose
    unit: str
    body: str
    law: str = ""
    subject: str = ""
    easy_body: str = ""
    english_subject: str = ""
    english_body: str = ""
    buttons: tuple[str, ...] = ()

    def in_variant(self, variant: Variant) -> tuple[str, str]:
        """Return subject and body in a variant; the easy one has the standard subject."""
        if variant is Variant.ENGLISH:
            return self.english_subject, self.english_body
        return self.subject, self.easy_body if variant is Variant.EASY else self.body

    @property
    def variants(self) -> tuple[Variant, ...]:
        """Return the variants that are written."""
        return tuple(one for one in Variant if self.in_variant(one)[1])

    def language(self, variant: Variant) -> Language:
        """Return the language a variant is written in."""
        return "en" if variant is Variant.ENGLISH else "ko"

    def compiled(self, variant: Variant) -> wording.Wording:
        """Return the wording of a variant. Refused: a gap without a name."""
        subject, body = self.in_variant(variant)
        return wording.Wording(subject, body, bullets=self.channel.has_marks, language=self.language(variant))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a field of a text. `is_refused`: it is not even stored; otherwise it is not sent for approval."""

    field: str
    words: Words
    is_refused: bool = False


_FIELDS = {
    Variant.STANDARD: ("subject", "body"),
    Variant.EASY: ("subject", "easy_body"),
    Variant.ENGLISH: ("english_subject", "english_body"),
}


def problems(text: WordingText) -> tuple[Problem, ...]:
    """Return everything wrong with a text, the worst first."""
    found = [*_of_the_whole(text)]
    for variant in text.variants:
        found += _of_variant(text, variant)
    return tuple(sorted(dict.fromkeys(found), key=lambda one: not one.is_refused))


def _of_the_whole(text: WordingText) -> Iterator[Problem]:
    if text.purpose is Purpose.LEGAL and not _ARTICLE.search(text.law):
        yield Problem(
            "law",
            Words(
                "법적 고지에는 근거 법령과 조를 적어 주세요. 예: 질서위반행위규제법 제16조",
                "A legal notice names its law and article.",
            ),
        )
    if text.purpose is Purpose.LEGAL and text.law and text.channel not in PHONE and text.law not in text.body:
        yield Problem(
            "body",
            Words(
                "근거 법령({law})을 본문에도 그대로 적어 주세요. 받는 사람이 읽어야 합니다.",
                "Name the law ({law}) in the text as well: whoever receives it must read it.",
            ).filled(law=text.law),
        )
    if len(text.buttons) > text.channel.limit.buttons:
        yield Problem(
            "buttons",
            Words(
                "버튼은 알림톡에 {most}개까지 넣을 수 있습니다. 다른 길에는 버튼이 없습니다.",
                "A relay message has up to {most} buttons; other channels have none.",
            ).filled(most=Channel.RELAY.limit.buttons),
        )
    if (text.subject or text.english_subject) and not text.channel.has_subject:
        yield Problem(
            "subject",
            Words(
                "{channel}에는 제목이 없습니다. 제목을 비우고 본문에 적어 주세요.",
                "A {channel} has no title. Leave it empty and write it into the text.",
            ).filled(channel=text.channel.words),
        )
    if text.english_body and text.channel.has_subject and not text.english_subject:
        yield Problem("english_subject", Words("영어 제목을 적어 주세요.", "Write the English title."))
    if text.channel.has_subject and not text.subject:
        yield Problem("subject", Words("제목을 적어 주세요.", "Write a title."))


def _of_variant(text: WordingText, variant: Variant) -> Iterator[Problem]:
    subject_field, body_field = _FIELDS[variant]
    subject, body = text.in_variant(variant)
    for field, written in ((subject_field, subject), (body_field, body)):
        if holds_resident_number(written):
            yield Problem(
                field,
                Words(
                    "주민등록번호로 보이는 숫자가 있습니다. 문구에는 누구의 번호도 적을 수 없습니다.",
                    "There is what looks like a resident number. No text holds anybody's.",
                ),
                is_refused=True,
            )
        if half := wording.stray(written) if _reads(written) else ():
            yield Problem(
                field,
                Words(
                    "괄호가 맞지 않는 곳이 있습니다: {half}… 빈칸은 ((이름))처럼 적습니다.",
                    "Brackets do not match at: {half}… A gap is written ((name)).",
                ).filled(half=half[0]),
            )
    try:
        compiled = text.compiled(variant)
    except Refused as no:
        yield Problem(body_field, no.words)
        return
    yield from _of_gaps(text, variant, compiled, body_field)
    yield from _of_the_phone(text, compiled, body_field)


def _reads(text: str) -> bool:
    try:
        wording.Wording(body=text)
    except Refused:
        return False
    return True


def _of_gaps(text: WordingText, variant: Variant, compiled: wording.Wording, field: str) -> Iterator[Problem]:
    for name in compiled.placeholders:
        if _NUMBER_NAMES.search(wording.folded(name)):
            yield Problem(
                field,
                Words(
                    "‘{name}’ 빈칸은 주민등록번호를 묻습니다. 법률의 근거 없이 보낼 수 없습니다(개인정보 보호법 제24조의2).",
                    "The gap “{name}” asks for a resident number, which is not sent without a statute (Personal Information Protection Act, article 24-2).",
                ).filled(name=name),
                is_refused=True,
            )
    if variant is Variant.STANDARD:
        return
    known = {wording.folded(name) for name in text.compiled(Variant.STANDARD).placeholders}
    if more := [name for name in compiled.placeholders if wording.folded(name) not in known]:
        yield Problem(
            field,
            Words(
                "보통 문구에 없는 빈칸이 있습니다: {names}. 같은 값으로 채우므로 이름이 같아야 합니다.",
                "There are gaps that the standard text lacks: {names}. One set of values fills all.",
            ).filled(names=", ".join(more)),
        )


def _of_the_phone(text: WordingText, compiled: wording.Wording, field: str) -> Iterator[Problem]:
    """Yield what cannot go to a phone: links that carry data or come by a value, signs it cannot show, too long a text."""
    if text.channel in PHONE:
        named = [name for name in compiled.placeholders if _LINK_NAMES.search(wording.folded(name))]
        if named or any(_carries_data(link) for link in wording.links(_with_gaps_marked(compiled.body))):
            yield Problem(
                field,
                Words(
                    "문자와 알림톡에는 누리집의 대표 주소만 적을 수 있습니다. 받는 사람마다 다르거나 ?, #이 붙은 링크는 사기 문자로 보입니다.",
                    "Only a plain address may stand in a text or relay message. A link that differs by person or carries ? or # looks like smishing.",
                ),
                is_refused=True,
            )
    shortest = wording.measured(_without_gaps(compiled.body), text.channel.limit)
    if shortest.unreadable:
        yield Problem(
            field,
            Words(
                "휴대전화 문자로 보낼 수 없는 글자가 있습니다: {signs}",
                "Signs that no text message carries: {signs}",
            ).filled(signs=" ".join(shortest.unreadable)),
        )
    if shortest.over:
        yield Problem(
            field,
            Words(
                "빈칸을 채우기 전에도 {over}{unit} 깁니다. 줄여 주세요.",
                "Too long by {over} {unit} even before its gaps are filled. Shorten it.",
            ).filled(over=f"{shortest.over:,}", unit=shortest.limit.unit.words),
        )


def _with_gaps_marked(body: str) -> str:
    return re.sub(r"\(\([^()]+\)\)", _IN_A_GAP, body)


def _without_gaps(body: str) -> str:
    return re.sub(r"\(\([^()]+\)\)", "", body)


def _carries_data(link: str) -> bool:
    return any(sign in link for sign in ("?", "#", _IN_A_GAP))


def require_storable(text: WordingText) -> None:
    """Refuse a text that may not even be stored: it asks for a resident number, or looks like smishing."""
    for problem in problems(text):
        if problem.is_refused:
            raise Refused("wording_not_storable", ko=problem.words.ko, en=problem.words.en)


def changed_fields(before: WordingText, after: WordingText) -> tuple[str, ...]:
    """Return the names of what differs between two texts, in the order of the form."""
    return tuple(
        one.name for one in fields(WordingText) if getattr(before, one.name) != getattr(after, one.name)
    )
