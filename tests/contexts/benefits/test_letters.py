"""The letters of a case as PDF: found on its pages, for its owner and the desk alone, saying what was decided and how to object."""

import re
from io import BytesIO

import pypdf
import pypdfium2
import pytest
from tests.contexts.benefits.test_pages import as_, decided_case  # noqa: F401 -- a fixture and a story

from jiphyeon.foundation.ledger.trail import looks_at


def text_of(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(answer.content)
    return "\n".join(page.get_textpage().get_text_range() for page in pages).replace("\r\n", "\n")


def flat(text):
    return re.sub(r"\s+", " ", text)


@pytest.fixture
def case(office, run_jobs):
    return decided_case(office, run_jobs)


def test_a_decision_says_who_decided_what_why_and_how_to_object(office, case, as_):  # noqa: F811
    letter = flat(text_of(as_(office.hana).get(f"/benefits/mine/{case.key}/letters/decision.pdf")))
    decision = case.decisions.get()

    assert "결정 통지서" in letter
    assert f"{case.number}-1" in letter
    assert "김하나 님" in letter
    assert "신청하신 지원을 드리기로 했습니다." in letter
    assert "청년 주거임대료 지원" in letter
    assert "한 달에 200,000원" in letter
    assert "결정한 사람 주무관 정민재" in letter
    assert "30일 안에 이의를 신청하실 수 있습니다(행정기본법 제36조제1항" in letter.replace(
        "제36조 제1항", "제36조제1항"
    )
    assert "-".join(decision.leaf[at : at + 4] for at in (0, 4, 8)) in letter
    assert f"/ledger/?q={decision.leaf[:12]}" in letter
    assert "시연용" not in letter


def test_the_number_on_the_letter_is_found_by_whoever_checks_it(office, case, as_):  # noqa: F811
    letter = text_of(as_(office.hana).get(f"/benefits/mine/{case.key}/letters/decision.pdf"))
    address = re.search(r"http://testserver(/ledger/\?q=[0-9a-f]{12})", letter).group(1)

    page = as_(None).get(address, headers={"accept-language": "en"}).content.decode()

    assert "Decision" in page


def test_every_letter_is_written_in_english_too(office, case, as_):  # noqa: F811
    found = {}
    for what in ("decision", "payments", "receipt"):
        answer = as_(office.hana).get(f"/benefits/mine/{case.key}/letters/{what}.pdf?lang=en")
        found[what] = flat(text_of(answer))
        assert pypdf.PdfReader(BytesIO(answer.content)).trailer["/Root"]["/Lang"] == "en"

    assert "We grant the support you applied for." in found["decision"]
    assert "200,000 won a month" in found["decision"]
    assert ", Officer" in found["decision"]
    assert "You may object within 30 days" in found["decision"]
    assert "Plan of payments" in found["payments"]
    assert "We have received your application." in found["receipt"]


def test_a_letter_is_for_its_owner_and_the_desk_alone_and_the_owner_sees_who_took_it(office, case, as_):  # noqa: F811
    mine, desk = (f"/benefits/{side}/{case.key}/letters/decision.pdf" for side in ("mine", "desk"))

    opened = {
        who: [as_(getattr(office, who, None)).get(address).status_code for address in (mine, desk)]
        for who in ("nobody", "hana", "doyun", "seoyeon", "minjae", "garam")
    }

    assert opened == {
        "nobody": [302, 302],
        "hana": [200, 403],
        "doyun": [404, 403],
        "seoyeon": [403, 200],
        "minjae": [403, 200],
        "garam": [403, 200],
    }
    assert sum(look.verb == "benefits.letter_taken" for look in looks_at(office.hana.key)) == 3


def test_the_letters_are_reached_from_the_pages_without_knowing_an_address(office, case, as_):  # noqa: F811
    mine, desk = f"/benefits/mine/{case.key}/", f"/benefits/desk/{case.key}/"

    for what in ("decision", "payments", "receipt"):
        assert f'href="{mine}letters/{what}.pdf?lang=ko"' in as_(office.hana).get(mine).content.decode()
        assert f'href="{desk}letters/{what}.pdf?lang=en"' in as_(office.seoyeon).get(desk).content.decode()
    page = as_(office.hana).get("/my/").content.decode()
    assert f"{mine}letters/decision.pdf" in page
    assert f"{mine}letters/receipt.pdf" in page


def test_what_there_is_not_is_not_found(office, run_jobs, as_):  # noqa: F811
    key = office.applies(office.hana)
    client = as_(office.hana)

    assert client.get(f"/benefits/mine/{key}/letters/receipt.pdf").status_code == 200
    for what in ("decision.pdf", "payments.pdf", "anything.pdf", "receipt.pdf?lang=fr"):
        assert client.get(f"/benefits/mine/{key}/letters/{what}").status_code == 404


def test_the_same_decision_is_the_same_file(office, case, as_):  # noqa: F811
    address = f"/benefits/mine/{case.key}/letters/decision.pdf"

    assert (
        as_(office.hana).get(address).content
        == as_(office.minjae).get(address.replace("mine", "desk")).content
    )


def test_what_was_sent_stays_readable_with_its_source_and_day_and_can_be_printed(office, case, as_):  # noqa: F811
    hana = as_(office.hana)
    office.holders.known[office.hana.key]["monthly_rent"] = 990_000  # what a holder says later was not sent

    page = hana.get(f"/benefits/mine/{case.key}/").content.decode()
    sent = re.sub(r"<[^>]+>", " ", page[page.index("보낸 내용") : page.index("서류</h2>")])
    letter = flat(text_of(hana.get(f"/benefits/mine/{case.key}/letters/sent.pdf")))
    english = flat(text_of(hana.get(f"/benefits/mine/{case.key}/letters/sent.pdf?lang=en")))

    for given in (flat(sent), letter):
        assert "450,000원" in given
        assert "보유 기관" in given
        assert "990,000" not in given
        assert "2024. 3. 4.(월)" in given
    assert "What you sent" in english
    assert "450,000 won" in english


def test_before_a_decision_the_page_of_an_application_says_how_each_condition_stands(office, run_jobs, as_):  # noqa: F811
    key = office.applies(office.hana)
    run_jobs()

    page = as_(office.hana).get(f"/benefits/mine/{key}/").content.decode()

    assert "아직 결정 전입니다. 지금 아는 것으로 본 모습입니다." in page
    assert page.count("jip-clause-sentence") > 5
