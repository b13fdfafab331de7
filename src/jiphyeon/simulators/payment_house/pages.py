"""The house's page on a phone, plainly a simulation, in Korean and English."""

from __future__ import annotations

import sqlite3

from markupsafe import Markup

from jiphyeon.kernel import Words
from jiphyeon.simulators.message_relay import pages as relay_pages

PHRASES = {
    "title": Words("결제 (모의)", "Payment (simulated)"),
    "banner": Words(
        "모의 시스템입니다. 돈은 움직이지 않으며, 카드나 계좌를 묻지 않습니다.",
        "This is a simulation. No money moves, and no card or account is asked for.",
    ),
    "pay": Words("{won}원 내기", "Pay {won} won"),
    "whole": Words(
        "적힌 금액을 한 번에 냅니다. 나누어 낼 수 없습니다.",
        "The whole amount is paid at once, never in parts.",
    ),
    "amount": Words("낼 금액", "To pay"),
    "paid": Words("냈습니다", "Paid"),
    "paid_lead": Words(
        "기관에 알렸습니다. 돌아가서 확인해 주세요.", "The office was told. Go back to see it there."
    ),
    "back": Words("돌아가기", "Go back"),
    "over": Words("시간이 지났습니다", "The time is over"),
    "over_lead": Words(
        "금액이 바뀌었을 수 있습니다. 돌아가서 다시 시작해 주세요.",
        "The amount may have changed. Go back and begin again.",
    ),
    "home": Words(
        "모의 결제소입니다. 내는 화면은 기관의 누리집에서 열립니다.",
        "A simulated payment house. Its page opens from the office’s site.",
    ),
}


def phrase(which: str, language: str, **values: object) -> str:
    """Return one of the page's sentences."""
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


def order(one: sqlite3.Row, back: str, language: str, *, is_over: bool) -> Markup:
    """Return what is to be paid with its button, or that it is paid or over."""
    if one["state"] == "paid" or is_over:
        which = "paid" if one["state"] == "paid" else "over"
        step = Markup('<p class="person">{}</p><p>{}</p>').format(
            phrase(which, language), phrase(f"{which}_lead", language)
        )
    else:
        step = Markup('<p>{}</p><form method="post"><button>{}</button></form>').format(
            phrase("whole", language), phrase("pay", language, won=f"{one['amount']:,}")
        )
    return Markup(
        '<div class="text"><p>{}</p><p class="person">{:,}</p></div>{}<p><a href="{}">{}</a></p>'
    ).format(phrase("amount", language), one["amount"], step, back, phrase("back", language))


STYLE = relay_pages.STYLE
