"""A text as it is written: what it says in each variant, and everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields

from jiphyeon.contexts.wordings.enums import Purpose, Variant
from jiphyeon.foundation.secrets.resident_numbers import holds_resident_number
from jiphyeon.kernel import Refused, Words
from jiphyeon.kernel.words import Language
from jiphyeon.methods import wording
from jiphyeon.methods.wording import Channel

# Names of gaps that ask for a number nobody may collect without a statute (개인정보 보호법 제24조의2).
_NUMBER_NAMES = re.compile(
    r"주민(?:등록)?(?:번|앞|뒤|뒷)|\A주민등록\Z|외국인(?:등록)?번|고유식별"
    r"|(?<!전화)(?<!전화번호)(?<!휴대폰)(?<!차량)(?<!차량번호)(?<!카드)(?<!카드번호)(?<!계좌)(?<!계좌번호)(?:뒷|뒤7?)(?:자리|번호|숫자)"
    r"|resident(?:registration)?n(?:umber|o\b)|jumin(?:deungnok)?(?:b[eu]on|n)|\brrn\b|\bssn\b|socialsecurityn"
)
# Names of gaps that a whole address would come into.
_LINK_NAMES = re.compile(r"링크|url|link|누리집주소|홈페이지주소")
_ARTICLE = re.compile(r"제\s?[0-9]{1,4}조")
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


def problems(text: WordingText, domains: Collection[str]) -> tuple[Problem, ...]:
    """Return everything wrong with a text, the worst first. `domains`: the city's own, where its links may lead."""
    found = [*_of_the_whole(text), *_of_buttons(text)]
    for variant in text.variants:
        found += _of_variant(text, variant, domains)
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


def _of_buttons(text: WordingText) -> Iterator[Problem]:
    """Yield what no button may say: it names what happens, and the relay knows where it leads."""
    for button in text.buttons:
        if "((" in button or wording.links(button) or holds_resident_number(button):
            yield Problem(
                "buttons",
                Words(
                    "버튼 ‘{button}’에는 주소나 빈칸, 번호를 적을 수 없습니다. 누르면 무엇이 열리는지만 적어 주세요.",
                    "The button “{button}” holds an address, a gap or a number. It only says what it opens.",
                ).filled(button=button),
                is_refused=True,
            )


def _of_variant(text: WordingText, variant: Variant, domains: Collection[str]) -> Iterator[Problem]:
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
    for field, written in ((subject_field, subject), (body_field, body)):
        yield from _of_links(text.channel, field, written, domains)
    yield from _of_the_phone(text, compiled, body_field)


def _reads(text: str) -> bool:
    try:
        wording.Wording(body=text)
    except Refused:
        return False
    return True


def _of_gaps(text: WordingText, variant: Variant, compiled: wording.Wording, field: str) -> Iterator[Problem]:
    for name in compiled.placeholders:
        if _NUMBER_NAMES.search(_bare(name)):
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
    """Yield what cannot go to a phone: links that come by a value, signs it cannot show, too long a text."""
    named = [name for name in compiled.placeholders if _LINK_NAMES.search(_bare(name))]
    if named and text.channel in PHONE:
        yield Problem(
            field,
            Words(
                "‘{name}’ 빈칸으로 링크를 넣을 수 없습니다. 받는 사람마다 다른 링크는 사기 문자로 보입니다.",
                "The gap “{name}” would bring in a link. One that differs by person looks like smishing.",
            ).filled(name=named[0]),
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


def _without_gaps(body: str) -> str:
    return re.sub(r"\(\([^()]+\)\)", "", body)


def _bare(name: str) -> str:
    """Return a gap's name by its letters and digits alone, however it is written."""
    return re.sub(r"[\W_]+", "", wording.folded(wording.seen(name)))


def _of_links(channel: Channel, field: str, written: str, domains: Collection[str]) -> Iterator[Problem]:
    """Yield links that lead elsewhere than to the city's own pages, or differ by person, in whatever way the text reads."""
    if channel is Channel.PAPER:
        return
    try:
        found = {
            link: None
            for reading in wording.readings(written)
            for link in wording.leads_away(reading, domains, plain=channel in PHONE)
        }
    except Refused as no:
        yield Problem(field, no.words, is_refused=True)
        return
    for link in found:
        yield Problem(
            field,
            Words(
                "‘{link}’ 링크는 적을 수 없습니다. 우리 시 누리집({domains})의 https 주소만, 빈칸 없이 적어 주세요. 문자와 알림톡에는 ?, #도 붙이지 않습니다. 링크가 아니면 점 뒤를 띄어 주세요.",
                "The link “{link}” may not stand here: only https addresses of the city’s own pages ({domains}), without gaps; on a phone without ? and # as well. If it is no link, put a blank behind the dot.",
            ).filled(link=link.replace(wording.GAP, "((…))"), domains=", ".join(domains)),
            is_refused=True,
        )


def require_storable(text: WordingText, domains: Collection[str]) -> None:
    """Refuse a text that may not even be stored: it asks for a resident number, or looks like smishing."""
    for problem in problems(text, domains):
        if problem.is_refused:
            raise Refused("wording_not_storable", ko=problem.words.ko, en=problem.words.en)


def changed_fields(before: WordingText, after: WordingText) -> tuple[str, ...]:
    """Return the names of what differs between two texts, in the order of the form."""
    return tuple(
        one.name for one in fields(WordingText) if getattr(before, one.name) != getattr(after, one.name)
    )
