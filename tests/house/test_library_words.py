"""What Django and allauth say on pages is said in the words of the house, in both languages."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import allauth
import django
import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation import gettext, ngettext, override
from django.utils.translation.template import templatize

CONFIG = Path(__file__).resolve().parents[2] / "src" / "jiphyeon" / "config"
DJANGO, ALLAUTH = Path(django.__file__).parent, Path(allauth.__file__).parent
# What a reader can be shown: the errors of forms, the password's rules, the pages of signing in and keeping an account.
SOURCES = [
    *(DJANGO / name for name in ("forms/fields.py", "forms/models.py", "core/validators.py")),
    DJANGO / "contrib/auth/password_validation.py",
    *(
        ALLAUTH / name
        for name in ("account/forms.py", "account/adapter.py", "account/fields.py", "mfa/adapter.py")
    ),
    *sorted(
        page
        for folder in (
            "account",
            "mfa",
            "account/messages",
            "mfa/messages",
            "mfa/totp",
            "mfa/webauthn",
            "mfa/recovery_codes",
        )
        for page in (ALLAUTH / "templates" / folder).iterdir()
        if page.suffix in {".html", ".txt"}
    ),
]
WORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
# Nobody can be shown these here: no telephone is asked for, no page spans a month, no field is a generic address.
NOT_SHOWN = re.compile(
    r"[Pp]hone|IPv|Traversal|domain|Sessions|number of days|multiple of step|Uploaded|duplicate data|inline value|This part of "
    r"the site|We have sent an email to you for\nverif|still <a href|interpreted in time zone|Enter a valid %\(protocol|too similar"
)
STIFF = re.compile("하십시오|하세요|입력해|입력하|유효|올바르|올바른|비활성|성공적|귀하|당신")


def sentences(source: Path) -> Iterator[str]:
    text = source.read_text(encoding="utf-8")
    if source.suffix != ".py":
        text = re.sub(r"(?m)^\s+", "", templatize(text, origin=str(source)))
    for _line, message, _comments, _context in extract("python", io.BytesIO(text.encode()), WORDS):
        first = message[0] if isinstance(message, tuple) else message
        if first and re.search("[A-Za-z]{2}", first):
            yield first


def catalogue(language: str) -> dict[str, str]:
    with (CONFIG / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        found = {}
        for message in read_po(file):
            key = message.id[0] if isinstance(message.id, tuple) else message.id
            found[key] = message.string[0] if isinstance(message.string, tuple) else message.string
    return {key: words for key, words in found.items() if key}


def test_everything_that_can_be_shown_has_the_houses_korean():
    ours = catalogue("ko")

    missing = {
        text
        for source in SOURCES
        for text in sentences(source)
        if text not in ours and not NOT_SHOWN.search(text)
    }

    assert sorted(missing) == []


def test_the_houses_korean_is_short_polite_and_plain():
    assert [text for text in catalogue("ko").values() if STIFF.search(text)] == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_slots_are_kept(language):
    slots = re.compile(r"%\(\w+\)[a-z]|%d|%s")

    slots_lost = {
        key
        for key, text in catalogue(language).items()
        if not set(slots.findall(text)) <= set(slots.findall(key))
    }

    assert sorted(slots_lost) == []


def test_a_page_says_them():
    with override("ko"):
        assert gettext("This password is too common.").startswith("많은 사람이 쓰는 비밀번호라")
        assert gettext("Successfully signed in as %(name)s.") == "%(name)s 님, 로그인했습니다."
        assert (
            ngettext(
                "This password is too short. It must contain at least %d character.",
                "This password is too short. It must contain at least %d characters.",
                12,
            )
            == "비밀번호가 짧습니다. %d자 이상으로 적어 주세요."
        )
    with override("en"):
        assert gettext("This field is required.") == "Please fill this in."
