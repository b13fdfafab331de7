"""The app as a demo person sees it on a phone, plainly a simulation, in Korean and English."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from jiphyeon.kernel import Words
from jiphyeon.simulators.message_relay.people import MEMBER, Person

_SEOUL = ZoneInfo("Asia/Seoul")
PHRASES = {
    "title": Words("전자문서 앱 (모의)", "Document app (simulated)"),
    "banner": Words(
        "모의 시스템입니다. 실제 앱이 아니며, 나오는 사람은 모두 지어낸 것입니다.",
        "This is a simulation. It is no real app, and everybody in it is invented.",
    ),
    "who": Words("누구의 앱을 볼까요?", "Whose app?"),
    "invented": Words("가상 시민 번호", "Number of an invented citizen"),
    "see": Words("앱 보기", "See the app"),
    "nobody": Words("그런 사람이 없습니다.", "There is no such person."),
    "not_member": Words("회원이 아닙니다", "not a member"),
    "refused": Words("전자문서를 받지 않음", "takes no documents"),
    "inbox": Words("받은 전자문서 안내", "Documents for you"),
    "inbox_of": Words("{name} 님의 앱", "The app of {name}"),
    "none": Words("아직 온 안내가 없습니다.", "Nothing has come yet."),
    "other": Words("다른 사람 앱 보기", "See somebody else’s app"),
    "back": Words("목록으로", "Back to the list"),
    "waiting": Words("아직 열지 않음", "not opened yet"),
    "consented": Words("받기로 함", "accepted"),
    "opened": Words("열어 봄", "opened"),
    "refused_one": Words("받지 않기로 함", "declined"),
    "closed": Words("기한이 지남", "closed"),
    "safe": Words(
        "안내에는 주소도, 개인정보를 묻는 칸도 없습니다. 문서는 아래 단추로 기관 누리집에서만 열립니다.",
        "A notice holds no link and asks for nothing. The document opens on the office’s own site, by the button below.",
    ),
    "identify_lead": Words(
        "먼저 본인인지 확인합니다. 실제로는 인증서나 얼굴, 지문으로 확인합니다. 여기서는 누르면 확인한 것으로 봅니다.",
        "First you show who you are. In earnest by a certificate, face or fingerprint; here, pressing counts as proof.",
    ),
    "identify": Words("본인확인", "Show who I am"),
    "consent_lead": Words(
        "{sender}의 이 문서를 종이 대신 전자문서로 받습니다. 받으면 열어 본 때가 기관에 전해집니다.",
        "You receive this document of {sender} electronically instead of on paper. When you open it, the office is told so.",
    ),
    "consent": Words("동의하고 받기", "Agree and receive"),
    "refuse": Words("받지 않기", "Decline"),
    "refuse_lead": Words("받지 않으면 종이로 보내 드립니다.", "If you decline, it comes on paper."),
    "open": Words("기관 누리집에서 열기", "Open on the office’s site"),
    "over": Words(
        "이 안내는 끝났습니다. 문서는 종이로 보내 드립니다.",
        "This notice is over. The document comes on paper.",
    ),
    "sorry": Words("지금은 열 수 없습니다.", "This cannot be opened now."),
}
_STATES = {
    "waiting": "waiting",
    "consented": "consented",
    "opened": "opened",
    "refused": "refused_one",
    "closed": "closed",
}


def phrase(which: str, language: str, **values: object) -> str:
    """Return one of the app's sentences."""
    return (PHRASES[which].filled(**values) if values else PHRASES[which]).text(language)


def page(title: str, body: Markup, language: str, here: str) -> str:
    """Return a whole page; `here` is its own address."""
    other = "ko" if language == "en" else "en"
    return Markup(
        '<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} · {name}</title>'
        '<link rel="stylesheet" href="/style.css"></head><body><p class="banner" role="note">{banner}</p>'
        '<header><p class="name">{name}</p><a href="{here}?lang={other}" lang="{other}" hreflang="{other}">{switch}</a>'
        "</header><main><h1>{title}</h1>{body}</main></body></html>"
    ).format(
        lang=language,
        title=title,
        name=phrase("title", language),
        banner=phrase("banner", language),
        here=here,
        other=other,
        switch="한국어" if language == "en" else "English",
        body=body,
    )


def people(cast: Iterable[Person], language: str, problem: str = "") -> Markup:
    """Return the page on which one says whose app one sees."""
    names = Markup("").join(
        Markup('<button name="person" value="{}">{}{}</button>').format(
            one.identity,
            one.name.text(language),
            ""
            if one.standing == MEMBER
            else Markup(" <span>{}</span>").format(phrase(one.standing, language)),
        )
        for one in cast
    )
    return Markup(
        '{wrong}<form method="post" action="/enter"><div class="people">{names}</div></form>'
        '<form method="post" action="/enter"><label for="number">{label}</label>'
        '<input id="number" name="number" inputmode="numeric" autocomplete="off" required><button>{see}</button></form>'
    ).format(
        wrong=Markup('<p class="wrong" role="alert">{}</p>').format(problem) if problem else "",
        names=names,
        label=phrase("invented", language),
        see=phrase("see", language),
    )


def inbox(person: Person, documents: Sequence[sqlite3.Row], language: str) -> Markup:
    """Return what lies in somebody's app."""
    rows = Markup("").join(
        Markup(
            '<li><a href="/documents/{}"><strong>{}</strong><span>{} · {}</span><span class="state">{}</span></a></li>'
        ).format(
            one["id"],
            one["title"],
            one["sender"],
            said(one["taken"]),
            phrase(_STATES[one["state"]], language),
        )
        for one in documents
    )
    shown = Markup('<ul class="list">{}</ul>').format(rows) if documents else escape(phrase("none", language))
    return Markup('<p class="person">{}</p>{}<p><a href="/">{}</a></p>').format(
        phrase("inbox_of", language, name=person.name.text(language)), shown, phrase("other", language)
    )


def document(one: sqlite3.Row, language: str) -> Markup:
    """Return a pre-notice with the next step: show who one is, agree or decline, open."""
    if one["state"] in {"consented", "opened"}:
        step = _form(one, "", [("open", one["button"] or phrase("open", language), "")])
    elif one["state"] != "waiting":
        step = Markup('<p class="wrong">{}</p>').format(phrase("over", language))
    elif one["identified"] is None:
        step = _form(one, phrase("identify_lead", language), [("identify", phrase("identify", language), "")])
    else:
        lead = f"{phrase('consent_lead', language, sender=one['sender'])} {phrase('refuse_lead', language)}"
        choices = [
            ("consent", phrase("consent", language), ""),
            ("refuse", phrase("refuse", language), "quiet"),
        ]
        step = _form(one, lead, choices)
    return Markup(
        '<p class="from">{} · {} · {}</p><div class="text">{}</div><p class="safe">{}</p>{}<p><a href="/inbox">{}</a></p>'
    ).format(
        one["sender"],
        said(one["taken"]),
        phrase(_STATES[one["state"]], language),
        one["body"],
        phrase("safe", language),
        step,
        phrase("back", language),
    )


def _form(one: sqlite3.Row, lead: str, choices: Sequence[tuple[str, str, str]]) -> Markup:
    buttons = Markup("").join(
        Markup('<button name="act" value="{}" class="{}">{}</button>').format(act, look, label)
        for act, label, look in choices
    )
    return Markup(
        '<form method="post" action="/documents/{}"><p>{}</p><div class="acts">{}</div></form>'
    ).format(one["id"], lead, buttons)


def said(at: float) -> str:
    """Return a moment as the app shows it."""
    return f"{datetime.fromtimestamp(at, _SEOUL):%Y. %-m. %-d. %H:%M}"


STYLE = """\
:root { color-scheme: light; --ink: #14231c; --quiet: #4c5c54; --line: #c4d3cb; --accent: #0b6b4b; --paper: #f5faf7; }
* { box-sizing: border-box; }
body { margin: 0; font: 1.0625rem/1.6 system-ui, "Noto Sans KR", sans-serif; color: var(--ink); background: var(--paper); }
.banner { margin: 0; padding: .6rem 1.25rem; background: #ffe9a8; color: #3d2c00; font-weight: 600; }
header { display: flex; justify-content: space-between; gap: 1rem; padding: .9rem 1.25rem; background: var(--accent); color: #fff; }
header .name { margin: 0; font-weight: 700; }
header a { color: #fff; }
main { max-width: 30rem; margin: 0 auto; padding: 1.25rem 1.25rem 4rem; }
h1 { font-size: 1.4rem; line-height: 1.35; overflow-wrap: anywhere; }
label { display: block; margin: .75rem 0 .25rem; font-weight: 600; }
input { width: 100%; padding: .65rem; font: inherit; border: 1px solid #5f7068; border-radius: .5rem; background: #fff; }
button { width: 100%; margin: .6rem 0 0; padding: .85rem 1.2rem; font: inherit; font-weight: 600; color: #fff; background: var(--accent); border: 2px solid var(--accent); border-radius: .5rem; cursor: pointer; }
button.quiet { color: var(--accent); background: #fff; }
button:focus-visible, a:focus-visible, input:focus-visible { outline: 3px solid #b85c00; outline-offset: 2px; }
a { color: var(--accent); }
.people { display: grid; gap: .6rem; }
.people button { margin: 0; text-align: left; color: var(--ink); background: #fff; border-color: var(--line); }
.people span { color: var(--quiet); font-weight: 400; }
.person { font-size: 1.1rem; font-weight: 700; }
.from { color: var(--quiet); }
.text { padding: 1rem; border: 1px solid var(--line); border-radius: .5rem; background: #fff; white-space: pre-wrap; overflow-wrap: anywhere; }
.safe { color: var(--quiet); font-size: .95rem; }
.list { list-style: none; margin: 0; padding: 0; }
.list a { display: grid; gap: .1rem; padding: .9rem 0; border-top: 1px solid var(--line); color: var(--ink); text-decoration: none; }
.list span { color: var(--quiet); font-size: .95rem; }
.list .state { color: var(--accent); font-weight: 600; }
.wrong { padding: .7rem 1rem; border-left: 4px solid #b3261e; background: #fff; color: #8c1d18; font-weight: 600; }
"""
