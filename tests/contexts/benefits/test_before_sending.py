"""Before an application is sent everything can be changed; once it is sent it is not offered again."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.contexts.benefits.conftest import SAID, TODAY, brings_paper

from jiphyeon.contexts.benefits.actions import applying
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.foundation.accounts import unsent
from jiphyeon.foundation.casework.models import Attachment, Remark
from jiphyeon.foundation.clock.now import move_civil_day, now
from jiphyeon.foundation.files.models import KeptFile

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PROGRAMME = "/programmes/youth-rent/"
START = "/benefits/programmes/youth-rent/apply/"


@pytest.fixture(autouse=True)
def place(settings, tmp_path, office):
    settings.DATA_DIR, settings.DEMO = tmp_path, True  # a demo city has a day of its own
    move_civil_day(TODAY)


def draft(office):
    by = office.actor(office.hana)
    return applying.start(person=by.user, programme="youth-rent", token=uuid4(), by=by, on=TODAY, facts=SAID)


def brings(office, key):
    brings_paper(
        key=key,
        upload=SimpleUploadedFile("lease.pdf", PDF),
        title="임대차계약서",
        by=office.actor(office.hana),
        on=TODAY,
    )
    return Attachment.objects.get(case=key)


def test_a_paper_is_seen_and_removed_until_the_application_is_sent(office, client):
    client.force_login(office.hana)
    key = draft(office)
    paper = brings(office, key)
    remove = f"/benefits/mine/{key}/papers/{paper.key}/remove/"
    assert remove in client.get(f"/benefits/mine/{key}/apply/3/").content.decode()

    client.force_login(office.doyun)
    assert client.post(remove).status_code == 404
    client.force_login(office.hana)
    assert client.post(remove).status_code == 302

    assert not Attachment.objects.filter(case=key).exists()
    assert not KeptFile.objects.filter(key=paper.file).exists()
    assert client.post(remove).status_code == 404


def test_an_upload_leads_back_to_its_step_also_from_the_one_after(office, client):
    client.force_login(office.hana)
    key = draft(office)
    step = f"/benefits/mine/{key}/apply/3/"
    client.post(step)  # goes on to step 4 once, and comes back
    upload = {"title": "임대차계약서", "paper": SimpleUploadedFile("lease.pdf", PDF)}

    answer = client.post(f"/benefits/mine/{key}/papers/", upload, follow=True)

    assert answer.redirect_chain == [(f"{step}#papers", 302)]
    paper = Attachment.objects.get(case=key)
    remove = f"/benefits/mine/{key}/papers/{paper.key}/remove/"
    assert remove in answer.content.decode()
    assert client.post(remove)["Location"] == f"{step}#papers"


@pytest.mark.parametrize(
    ("sent", "faults"),
    [
        ({"title": "", "paper": None}, ["무슨 서류인지 적어 주세요.", "올릴 파일을 골라 주세요."]),
        ({"title": "우리 집 계약서", "paper": None}, ["올릴 파일을 골라 주세요."]),
        ({"title": "우리 집 계약서", "paper": b"GIF89a no paper"}, ["PDF"]),
    ],
)
def test_an_upload_that_cannot_be_taken_says_so_at_its_field_and_keeps_what_was_written(
    office, client, sent, faults
):
    client.force_login(office.hana)
    key = draft(office)
    where = f"/benefits/mine/{key}/papers/"
    paper = {"paper": SimpleUploadedFile("lease.gif", sent["paper"])} if sent["paper"] else {}

    answer = client.post(where, {"title": sent["title"], **paper})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('class="jip-error"') == len(faults)
    for fault in faults:
        assert page.count(fault) >= 2  # in the summary and at its field
    assert f'value="{sent["title"]}"' in page or not sent["title"]
    assert f'href="/benefits/mine/{key}/apply/3/#papers"' in page
    assert client.get(where).status_code == 200  # another language asks for the page again
    assert f'<a href="/benefits/mine/{key}/">작성 중</a>' in page
    assert not Attachment.objects.exists()


def test_a_message_that_cannot_be_sent_is_asked_for_again_as_it_was_written(office, client):
    client.force_login(office.hana)
    key = office.applies(office.hana)
    long = "가" * 2001

    answer = client.post(f"/benefits/mine/{key}/say/", {"body": long})

    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert not Remark.objects.exists()


def test_a_paper_that_was_sent_stays(office, client):
    client.force_login(office.hana)
    key = draft(office)
    paper = brings(office, key)
    applying.submit(key=key, declared=True, by=office.actor(office.hana), on=TODAY)

    answer = client.post(f"/benefits/mine/{key}/papers/{paper.key}/remove/", follow=True)

    assert "이미 제출한 서류는 지울 수 없습니다" in answer.content.decode()
    assert Attachment.objects.get(key=paper.key).file == paper.file


def test_the_last_step_leads_back_to_what_can_be_changed(office, client):
    client.force_login(office.hana)
    key = draft(office)

    page = client.get(f"/benefits/mine/{key}/apply/4/").content.decode()

    assert f'href="/benefits/mine/{key}/apply/1/"' in page
    assert (
        page.count("고치기") == 2
    )  # what she said, and her papers; the city's own record is not hers to change


def test_the_press_that_begins_opens_one_draft_however_often_it_is_sent(office, client):
    client.force_login(office.hana)
    token = str(uuid4())

    first, again = (client.post(START, {"token": token}) for _ in range(2))

    assert first.status_code == 302
    assert "/apply/1/" in first["Location"]
    assert again["Location"] == first["Location"]
    assert client.post(START, {"token": "nonsense"}).status_code == 404


def test_where_the_call_is_over_the_page_says_so_and_nothing_can_be_begun(office, client):
    client.force_login(office.hana)
    assert 'name="token"' in client.get(START).content.decode()
    move_civil_day(TODAY.replace(day=18))

    page, begin = (client.get(at).content.decode() for at in (PROGRAMME, START))

    assert "2024년 모집: 접수를 마쳤습니다" in page
    assert "2024. 3. 15." in page
    assert 'name="token"' not in begin
    assert f'href="{PROGRAMME}"' in begin


def test_what_was_sent_is_not_offered_again(office, client):
    client.force_login(office.hana)
    assert START in client.get(PROGRAMME).content.decode()
    key = draft(office)
    assert f"/benefits/mine/{key}/apply/" in client.get(PROGRAMME).content.decode()

    applying.submit(key=key, declared=True, by=office.actor(office.hana), on=TODAY)

    page = client.get(PROGRAMME).content.decode()
    assert START not in page
    assert f'href="/benefits/mine/{key}/"' in page
    assert START not in client.get("/programmes/find/?done=1").content.decode()
    assert client.get(START)["Location"] == f"/benefits/mine/{key}/"
    client.force_login(office.doyun)
    assert START in client.get(PROGRAMME).content.decode()


def test_what_was_written_when_the_session_ended_waits_for_its_writer_alone(office, client):
    client.force_login(office.hana)
    key = draft(office)
    applying.submit(key=key, declared=True, by=office.actor(office.hana), on=TODAY)
    talk = f"/benefits/mine/{key}/say/"
    client.get(f"/benefits/mine/{key}/")  # from now on the browser knows who was signed in last
    del client.cookies["sessionid"]

    led = client.post(talk, {"body": "계약서를 다시 올렸습니다."})

    assert "next=/accounts/unsent/" in led["Location"]
    form = client.session[unsent.KEPT]
    client.force_login(office.doyun)
    assert client.get("/accounts/unsent/").status_code == 302
    client.force_login(office.hana)
    kept = client.session
    kept[unsent.KEPT] = form
    kept.save()
    page = client.get("/accounts/unsent/").content.decode()
    assert "계약서를 다시 올렸습니다." in page
    assert f'action="{talk}"' in page
    client.post(talk, {"body": "계약서를 다시 올렸습니다."})
    assert Remark.objects.get(case=key).body == "계약서를 다시 올렸습니다."

    kept = client.session
    kept[unsent.KEPT] = {**form, "at": (now() - timedelta(hours=1)).isoformat()}
    kept.save()
    assert client.get("/accounts/unsent/").status_code == 302


def test_nothing_is_kept_of_a_stranger(client, office):
    key = office.applies(office.hana)

    led = client.post(f"/benefits/mine/{key}/say/", {"body": "누구의 말인지 모릅니다."})

    assert "unsent" not in led["Location"]
    assert unsent.KEPT not in client.session


def test_an_address_for_buttons_alone_says_so_to_whoever_opens_it(office, client):
    key = office.applies(office.hana)
    client.force_login(office.hana)

    answer = client.get(f"/benefits/mine/{key}/recheck/")

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "열어 볼 수 있는 주소가 아닙니다" in answer.content.decode()


def test_what_was_withdrawn_says_nothing_of_a_decision_to_come_and_leads_to_the_programme(office, client):
    key = office.applies(office.hana)
    client.force_login(office.hana)
    assert "아직 결정 전입니다" in client.get(f"/benefits/mine/{key}/").content.decode()

    applying.withdraw(key=key, by=office.actor(office.hana), on=TODAY)

    page = client.get(f"/benefits/mine/{key}/").content.decode()
    assert "아직 결정 전입니다" not in page
    assert 'href="/programmes/youth-rent/"' in page


def test_without_script_the_draft_carries_what_was_written_into_another_language(office, client):
    client.force_login(office.hana)
    by = office.actor(office.hana)
    key = applying.start(person=by.user, programme="youth-rent", token=uuid4(), by=by, on=TODAY)
    step = f"/benefits/mine/{key}/apply/1/"
    [shown] = re.findall(
        r"<noscript>.*?</noscript>",
        client.get(step, headers={"accept-language": "ko"}).content.decode(),
        re.DOTALL,
    )
    assert 'name="language" value="en"' in shown
    written = {"landlord_is_relative": "no", "language": "en", "next": step}

    answer = client.post(step, written, follow=True)

    assert client.cookies["django_language"].value == "en"
    assert answer.request["PATH_INFO"] == step
    assert Case.objects.get(key=key).facts_said == {"landlord_is_relative": False}
    page = answer.content.decode()
    assert re.search(r'value="no"[^>]* checked', page)
    assert "What we have to ask" in page


def test_where_no_call_is_open_nothing_is_begun_and_the_way_to_the_next_one_is_shown(office, client):
    move_civil_day(date(2024, 3, 20))
    client.force_login(office.hana)

    page = client.get(START).content.decode()

    assert "지금은 접수 기간이 아닙니다" in page
    assert "네 단계이고" not in page
    assert f'href="{PROGRAMME}"' in page
    assert 'name="token"' not in page
