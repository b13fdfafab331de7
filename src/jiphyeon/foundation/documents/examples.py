"""A letter as an example: the gallery shows it, and the tests hold its PDF to what a document must be."""

from __future__ import annotations

from datetime import date

from jiphyeon.foundation.documents.content import (
    Box,
    Check,
    Document,
    Grid,
    Heading,
    Pairs,
    Points,
    Text,
)
from jiphyeon.kernel.words import Language

NUMBER = "EX-2024-000017"


def letter(language: Language, *, check: str, city: str, to: str = "", demo: bool = True) -> Document:
    """Return the example in a language; `check` is the address where it would be checked."""
    if language == "en":
        return Document(
            language="en",
            title="Decision on your application",
            office=f"{city}, Planning Office",
            number=NUMBER,
            on=date(2024, 3, 2),
            to=to or "Example Reader",
            blocks=(
                Text("We grant what you applied for.", strong=True),
                Pairs((("Support", "Rent support"), ("Amount", "200,000 won a month"))),
                Heading("Reasons"),
                Points(("You are between 19 and 34.", "Your rent is 600,000 won or less.")),
                Heading("Payments"),
                Grid(
                    ("Month", "Amount"),
                    (("April 2024", "200,000 won"), ("May 2024", "200,000 won")),
                    right=(1,),
                ),
                Box("If you object", "You may object within 90 days of the day you learn of this letter."),
            ),
            check=Check(check, "0a1b-2c3d-4e5f"),
            demo=demo,
        )
    return Document(
        language="ko",
        title="지원 결정 통지서",
        office=f"{city} 기획실",
        number=NUMBER,
        on=date(2024, 3, 2),
        to=to or "보기 님",
        blocks=(
            Text("신청하신 지원을 드리기로 했습니다.", strong=True),
            Pairs((("지원", "주거임대료 지원"), ("금액", "달마다 200,000원"))),
            Heading("까닭"),
            Points(("나이가 19세부터 34세까지입니다.", "월세가 600,000원 이하입니다.")),
            Heading("지급 계획"),
            Grid(("달", "금액"), (("2024년 4월", "200,000원"), ("2024년 5월", "200,000원")), right=(1,)),
            Box("이의가 있으시면", "이 통지를 안 날부터 90일 안에 이의를 신청하실 수 있습니다."),
        ),
        check=Check(check, "0a1b-2c3d-4e5f"),
        demo=demo,
    )
