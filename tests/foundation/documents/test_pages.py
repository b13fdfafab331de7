"""The example letter on a page, for the eye and for paper."""


def test_the_page_says_what_the_pdf_says(client, db):
    page = client.get("/documents/example/").content.decode()

    for sentence in (
        "지원 결정 통지서",
        "신청하신 지원을 드리기로 했습니다.",
        "2024. 3. 2.(토)",
        "90일 안에",
        "시연용",
    ):
        assert sentence in page
    assert 'href="/documents/example-ko.pdf"' in page


def test_the_pdf_is_shown_in_a_box_where_nothing_acts_and_kept_by_nobody(client, db):
    answer = client.get("/documents/example-en.pdf")

    assert answer.content.startswith(b"%PDF-1.7")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="example-en.pdf"'
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/documents/example-fr.pdf").status_code == 404
