"""A programme's sheet to keep: what stands on its page, in both languages, of the day asked for, with the way back to the page."""

import re
from io import BytesIO

import numpy as np
import pypdf
import pypdfium2
import pytest
import zxingcpp

from jiphyeon.contexts.programmes.queries import rulebook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def civil_day(monkeypatch, office):
    from datetime import date

    for place in ("foundation.accounts.middleware", "foundation.clock.now"):
        monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda: date(2024, 3, 4))


def text_of(answer):
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    pages = pypdfium2.PdfDocument(answer.content)
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    return re.sub(r"\s+", " ", text)


def test_it_says_conditions_money_how_to_apply_whom_to_ask_and_of_which_day(client):
    ko = text_of(client.get("/programmes/youth-rent/sheet.pdf?lang=ko"))
    answer = client.get("/programmes/youth-rent/sheet.pdf?lang=en")
    en = text_of(answer)

    for words in (
        "청년 주거임대료 지원",
        "2024. 3. 4.(월)의 기준입니다.",
        "달마다, 최대 10번",
        "접수 기간: 2024. 3. 4.(월)부터 2024. 3. 15.(금)까지",
        "044-120",
        "http://testserver/programmes/youth-rent/",
    ):
        assert words in ko
    assert "진짜인지" not in ko
    assert "확인 번호" not in ko
    assert "Applications from Mon 4 March 2024 to Fri 15 March 2024" in en
    assert pypdf.PdfReader(BytesIO(answer.content)).trailer["/Root"]["/Lang"] == "en"


def test_the_code_on_it_leads_to_the_page(client):
    document = pypdfium2.PdfDocument(client.get("/programmes/youth-rent/sheet.pdf").content)

    shown = [page.render(scale=2, grayscale=True).to_numpy() for page in document]
    found = [
        one.text for page in shown for one in zxingcpp.read_barcodes(np.ascontiguousarray(page.squeeze()))
    ]

    assert found == ["http://testserver/programmes/youth-rent/"]


def test_it_is_true_of_the_day_asked_for(client):
    assert "2023. 3. 8.(수)의 기준입니다." in text_of(
        client.get("/programmes/youth-rent/sheet.pdf?lang=ko&on=2023-03-08")
    )
    page = client.get("/programmes/youth-rent/?on=2023-03-08").content.decode()
    assert "/programmes/youth-rent/sheet.pdf?lang=ko&amp;on=2023-03-08" in page


def test_every_programme_has_one_in_both_languages(client):
    for programme in rulebook.offered():
        for language in ("ko", "en"):
            assert len(text_of(client.get(f"/programmes/{programme}/sheet.pdf?lang={language}"))) > 300


@pytest.mark.parametrize(
    "address",
    [
        "nothing/sheet.pdf",
        "youth-rent/sheet.pdf?lang=fr",
        "youth-rent/sheet.pdf?on=x",
        "youth-rent/sheet.pdf?on=1990-01-01",
    ],
)
def test_there_is_none_of_what_there_is_not(client, address):
    assert client.get(f"/programmes/{address}").status_code == 404
