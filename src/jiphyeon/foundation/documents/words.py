"""The words a document has beside its own: labels, marks, what to do to have it checked."""

from __future__ import annotations

from django.utils.translation import override

from jiphyeon.foundation.documents.content import Document
from jiphyeon.foundation.ui.saying import day
from jiphyeon.kernel import Words

_LABELS = {
    "number_label": Words("문서 번호", "Document"),
    "on_label": Words("날짜", "Date"),
    "to_label": Words("받는 분", "To"),
    "contact_label": Words("문의", "Contact"),
    "page_label": Words("쪽", "Page"),
    "qr_label": Words("확인하는 곳의 QR 코드", "QR code of the page where this is checked"),
    "check_title": Words("진짜인지 확인하기", "Check that this is genuine"),
    "check_text": Words(
        "QR 코드를 찍거나 아래 주소에서 확인 번호를 넣어 보세요. 이 문서에는 관인이 없습니다.",
        "Scan the code, or give the number at the address below. This document bears no official seal.",
    ),
    "code_label": Words("확인 번호", "Number to check"),
    "demo_mark": Words("시연용 · 실제 문서가 아닙니다", "Demonstration · not a real document"),
}


# Of a document that proves nothing and leads to its page.
_OF_A_PAGE = {
    "qr_label": Words("이 내용이 있는 화면의 QR 코드", "QR code of the page that says this"),
    "check_title": Words("지금 내용 보기", "See how it stands today"),
    "check_text": Words(
        "QR 코드를 찍거나 아래 주소를 여시면 지금의 내용을 보고 신청하실 수 있습니다.",
        "Scan the code or open the address below to see how it stands today, and to apply.",
    ),
}


def labels(document: Document) -> dict[str, str]:
    """Return the labels in the document's language, and its day as people write it there."""
    with override(document.language):
        shown = day(document.on)
    proves = document.check is None or document.check.code
    words = _LABELS if proves else _LABELS | _OF_A_PAGE
    return {name: one.text(document.language) for name, one in words.items()} | {"on_text": shown}
