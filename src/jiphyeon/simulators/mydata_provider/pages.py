"""The provider's pages, plainly a simulation and with a look of their own, in Korean and English."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from jiphyeon.kernel import Words
from jiphyeon.simulators.mydata_provider.faults import EVERY_ITEM, KINDS
from jiphyeon.simulators.mydata_provider.people import Person

PHRASES = {
    "title": Words("자료 보유 기관 (모의)", "Data holders (simulated)"),
    "banner": Words(
        "모의 시스템입니다. 실제 기관이 아니며, 나오는 사람과 자료는 모두 지어낸 것입니다.",
        "This is a simulation. It is no real agency, and every person and figure here is invented.",
    ),
    "who": Words("본인확인", "Confirm who you are"),
    "who_lead": Words(
        "실제로는 인증서나 생체정보로 확인합니다. 여기서는 이름을 누르면 확인한 것으로 봅니다.",
        "In earnest you would use a certificate or biometrics. Here, pressing a name counts as proof.",
    ),
    "other": Words("다른 가상 인물의 연계값", "Linking value of another invented person"),
    "go_on": Words("이 사람으로 계속", "Continue as this person"),
    "choose": Words("보낼 자료를 고르세요", "Choose what to send"),
    "choose_lead": Words(
        "앞 화면에서 동의하신 항목입니다. 모두 보내시거나, 몇 가지만 골라 보내실 수 있습니다.",
        "These are the items you agreed to on the page before. Send all of them, or tick those you want to send.",
    ),
    "none_chosen": Words(
        "보낼 자료를 골라 주세요. 아무것도 보내지 않으려면 ‘보내지 않기’를 눌러 주세요.",
        "Tick what to send. To send nothing, press “Send nothing”.",
    ),
    "recipient": Words("받는 곳", "Recipient"),
    "purpose": Words("쓰는 까닭", "Purpose"),
    "period": Words("기간", "Period"),
    "once": Words("한 번", "Once"),
    "until": Words("{last}까지 정기적으로", "Regularly until {last}"),
    "nothing": Words("가진 자료가 없습니다", "Nothing is kept on this"),
    "send": Words("고른 자료만 보내기", "Send only what is ticked"),
    "send_all": Words("모두 보내기", "Send all of it"),
    "refuse": Words("보내지 않기", "Send nothing"),
    "gone": Words("이 요청은 끝났습니다", "This request is over"),
    "gone_lead": Words(
        "시간이 지났거나 이미 답한 요청입니다. 신청하던 화면으로 돌아가 다시 시작해 주세요.",
        "It took too long or was answered already. Go back to where you applied and begin again.",
    ),
    "unknown_person": Words("그런 사람이 없습니다.", "Nobody has this linking value."),
    "admin": Words("고장 내 보기", "Make it fail"),
    "admin_lead": Words(
        "켜 둔 동안 답이 이렇게 나갑니다. 신청 화면이 어떻게 말하는지 보세요.",
        "While one is on, answers go out like this. See what the applicant is told.",
    ),
    "item": Words("항목", "Item"),
    "every": Words("모든 항목", "Every item"),
    "fault": Words("고장", "Fault"),
    "left": Words("남은 횟수", "Times left"),
    "lasting": Words("끌 때까지", "until switched off"),
    "on": Words("켜기", "Switch on"),
    "off": Words("모두 끄기", "Switch all off"),
    "log": Words("보낸 답", "Answers sent"),
    "time": Words("때", "Time"),
    "person": Words("누구의", "About"),
    "outcome": Words("결과", "Outcome"),
    "none": Words("아직 없습니다.", "None yet."),
}


def phrase(name: str, language: str, **values: object) -> str:
    """Return one of the page's sentences."""
    return PHRASES[name].filled(**values).text(language) if values else PHRASES[name].text(language)


def page(title: str, body: Markup, language: str, other: str) -> str:
    """Return a whole page; `other` is the address of the same page in the other language."""
    lang = "en" if language.startswith("en") else "ko"
    switch, switch_lang = ("한국어", "ko") if lang == "en" else ("English", "en")
    return Markup(
        '<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} · {name}</title>'
        '<link rel="stylesheet" href="/style.css"></head><body>'
        '<p class="banner" role="note">{banner}</p>'
        '<header><p class="name">{name}</p><a href="{other}" lang="{switch_lang}" hreflang="{switch_lang}">{switch}</a>'
        "</header><main><h1>{title}</h1>{body}</main></body></html>"
    ).format(
        lang=lang,
        title=title,
        name=phrase("title", lang),
        banner=phrase("banner", lang),
        other=other,
        switch=switch,
        switch_lang=switch_lang,
        body=body,
    )


def identity(request: sqlite3.Row, cast: Iterable[Person], language: str, problem: str = "") -> Markup:
    """Return the page on which a person says who they are."""
    names = Markup("").join(
        Markup('<button name="person" value="{}">{} <span>{}</span></button>').format(
            person.linking, person.name.text(language), person.birth
        )
        for person in cast
    )
    return Markup(
        '<p>{lead}</p>{wrong}<form method="post" action="/authorize"><input type="hidden" name="request_uri" value="{uri}">'
        '<div class="people">{names}</div></form>'
        '<form method="post" action="/authorize"><input type="hidden" name="request_uri" value="{uri}">'
        '<label for="other">{other}</label><input id="other" name="person" autocomplete="off" required>'
        "<button>{go_on}</button></form>"
    ).format(
        lead=phrase("who_lead", language),
        wrong=Markup('<p class="wrong" role="alert">{}</p>').format(problem) if problem else "",
        uri=request["uri"],
        names=names,
        other=phrase("other", language),
        go_on=phrase("go_on", language),
    )


def choice(request: sqlite3.Row, person: Person, on: date, language: str, problem: str = "") -> Markup:
    """Return the page on which a person sees what could be sent and ticks what may be."""
    terms = json.loads(request["terms"])
    labels = terms.get("items", {})
    rows = Markup("").join(
        _item(item, labels.get(item, {}), asked_of(person.facts(item, on), labels.get(item, {})), language)
        for item in request["scope"].split()
    )
    last = terms.get("last_day", "")
    pairs = [
        (phrase("recipient", language), _label(terms.get("recipient", {}), language)),
        (phrase("purpose", language), _label(terms.get("purpose", {}), language)),
        (
            phrase("period", language),
            phrase("until", language, last=last) if request["offline"] else phrase("once", language),
        ),
    ]
    facts = Markup("").join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*pair) for pair in pairs)
    return Markup(
        '<p class="person">{name}</p><dl>{facts}</dl><p>{lead}</p>{wrong}'
        '<form method="post" action="/authorize"><input type="hidden" name="request_uri" value="{uri}">'
        '<ul class="items">{rows}</ul><div class="acts"><button name="decision" value="all">{send_all}</button>'
        '<button class="quiet" name="decision" value="send">{send}</button>'
        '<button class="quiet" name="decision" value="refuse">{refuse}</button></div></form>'
    ).format(
        name=person.name.text(language),
        facts=facts,
        lead=phrase("choose_lead", language),
        uri=request["uri"],
        rows=rows,
        wrong=Markup('<p class="wrong" role="alert">{}</p>').format(problem) if problem else "",
        send=phrase("send", language),
        send_all=phrase("send_all", language),
        refuse=phrase("refuse", language),
    )


def _label(words: Mapping[str, str], language: str) -> str:
    return words.get("en" if language.startswith("en") else "ko", "")


def _item(item: str, labels: Mapping[str, Any], facts: Mapping[str, Any] | None, language: str) -> Markup:
    preview = [
        f"{_label(_of(labels, name), language) or name}: {_shown(_of(labels, name), value, language)}"
        for name, value in (facts or {}).items()
    ]
    return Markup(
        '<li><input type="checkbox" id="item-{item}" name="item" value="{item}">'
        '<label for="item-{item}">{label}</label><p>{preview}</p></li>'
    ).format(
        item=item,
        label=_label(labels, language) or item,
        preview=" · ".join(preview) or phrase("nothing", language),
    )


def asked_of(facts: Mapping[str, Any] | None, labels: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return of what is kept the facts that were asked for; all of it where none was named."""
    named = labels.get("facts", {})
    return facts if facts is None or not named else {name: facts[name] for name in facts if name in named}


def _of(labels: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = labels.get("facts", {}).get(name, {})
    return found


def _shown(fact: Mapping[str, Any], value: object, language: str) -> str:
    english = language.startswith("en")
    if isinstance(value, bool):
        yes, no = ("Yes", "No") if english else ("예", "아니요")
        return yes if value else no
    if isinstance(value, int):
        unit = (" won" if english else "원") if fact.get("type") == "won" else ""
        return f"{value:,}{unit}"
    if fact.get("type") == "percent":
        return f"{(Decimal(str(value)) * 100).normalize():f}%"
    chosen = fact.get("options", {}).get(str(value))
    return _label(chosen, language) if chosen else str(value)


def admin(
    items: Iterable[str], on: list[tuple[str, str, int | None]], log: list[sqlite3.Row], language: str
) -> Markup:
    """Return the page that switches faults and shows what was sent."""
    options = Markup('<option value="{}">{}</option>').format(EVERY_ITEM, phrase("every", language)) + Markup(
        ""
    ).join(Markup('<option value="{0}">{0}</option>').format(item) for item in sorted(items))
    kinds = Markup("").join(
        Markup('<option value="{}">{}</option>').format(kind, words.text(language))
        for kind, words in KINDS.items()
    )
    running = _table(
        [phrase(name, language) for name in ("item", "fault", "left")],
        [
            (
                phrase("every", language) if item == EVERY_ITEM else item,
                KINDS[kind].text(language),
                phrase("lasting", language) if left is None else left,
            )
            for item, kind, left in on
        ],
        language,
    )
    sent = _table(
        [phrase(name, language) for name in ("time", "person", "item", "outcome")],
        [
            (
                f"{datetime.fromtimestamp(row['at'], UTC):%Y-%m-%d %H:%M:%S} UTC",
                row["person"],
                row["item"],
                row["outcome"],
            )
            for row in log
        ],
        language,
    )
    return Markup(
        '<p>{lead}</p><form method="post" action="/admin"><label for="item">{item}</label>'
        '<select id="item" name="item">{options}</select><label for="fault">{fault}</label>'
        '<select id="fault" name="fault">{kinds}</select><label for="times">{left}</label>'
        '<input id="times" name="times" type="number" min="1" placeholder="{lasting}"><div class="acts">'
        '<button name="act" value="on">{on}</button><button class="quiet" name="act" value="off" formnovalidate>{off}'
        "</button></div></form>{running}<h2>{log}</h2>{sent}"
    ).format(
        **{
            name: phrase(source, language)
            for name, source in {
                "lead": "admin_lead", "item": "item", "fault": "fault", "left": "left", "lasting": "lasting",
                "on": "on", "off": "off", "log": "log",
            }.items()
        },
        options=options,
        kinds=kinds,
        running=running,
        sent=sent,
    )  # fmt: skip


def _table(heads: list[str], rows: list[tuple[object, ...]], language: str) -> Markup:
    if not rows:
        return Markup("<p>{}</p>").format(phrase("none", language))
    top = Markup("").join(Markup('<th scope="col">{}</th>').format(head) for head in heads)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td>{}</td>").format(escape(cell)) for cell in row)
        )
        for row in rows
    )
    return Markup(
        '<div class="wide" role="region" tabindex="0" aria-label="{}"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(" · ".join(heads), top, body)


STYLE = """\
:root { color-scheme: light; --ink: #1d1b2e; --quiet: #55506e; --line: #c9c4de; --accent: #5b2a86; --paper: #faf8ff; }
* { box-sizing: border-box; }
body { margin: 0; font: 1.0625rem/1.6 system-ui, "Noto Sans KR", sans-serif; color: var(--ink); background: var(--paper); }
.banner { margin: 0; padding: .6rem 1.25rem; background: #ffe9a8; color: #3d2c00; font-weight: 600; }
header { display: flex; justify-content: space-between; gap: 1rem; padding: .9rem 1.25rem; background: var(--accent); color: #fff; }
header .name { margin: 0; font-weight: 700; }
header a { color: #fff; }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.3; }
h2 { margin-top: 2.5rem; font-size: 1.25rem; }
form { margin: 1.25rem 0; }
label { display: block; margin: .75rem 0 .25rem; font-weight: 600; }
input:not([type=checkbox]):not([type=hidden]), select { width: 100%; padding: .65rem; font: inherit; border: 1px solid #6b6685; border-radius: .4rem; background: #fff; }
button { margin: .75rem 0 0; padding: .8rem 1.2rem; font: inherit; font-weight: 600; color: #fff; background: var(--accent); border: 2px solid var(--accent); border-radius: .4rem; cursor: pointer; }
button.quiet { color: var(--accent); background: #fff; }
button:focus-visible, a:focus-visible, input:focus-visible, select:focus-visible { outline: 3px solid #d27400; outline-offset: 2px; }
.people { display: grid; gap: .6rem; }
.people button { margin: 0; text-align: left; color: var(--ink); background: #fff; border-color: var(--line); }
.people span { color: var(--quiet); font-weight: 400; }
.acts { display: flex; flex-wrap: wrap; gap: .75rem; }
.items { list-style: none; margin: 0; padding: 0; }
.items li { display: grid; grid-template-columns: 2rem 1fr; padding: .9rem 0; border-top: 1px solid var(--line); }
.items input { width: 1.3rem; height: 1.3rem; margin: .2rem 0 0; }
.items label { margin: 0; }
.items p { grid-column: 2; margin: .1rem 0 0; color: var(--quiet); overflow-wrap: anywhere; }
.person { font-size: 1.2rem; font-weight: 700; }
.wrong { padding: .7rem 1rem; border-left: 4px solid #b3261e; background: #fff; color: #8c1d18; font-weight: 600; }
dl div { display: flex; gap: 1rem; padding: .25rem 0; }
dt { flex: 0 0 6.5rem; color: var(--quiet); }
dd { margin: 0; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .5rem; text-align: left; border-bottom: 1px solid var(--line); white-space: nowrap; }
"""
