"""A paper beside its case: opened by whom it concerns, destroyed when its time to be kept is over, and not before."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiphyeon.contexts.benefits.actions import applying, handling, objecting, purging, signing
from jiphyeon.contexts.benefits.enums import CaseState, Verdict
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import retention
from jiphyeon.contexts.benefits.tasks import purge_what_is_over
from jiphyeon.foundation.casework import attachments
from jiphyeon.foundation.casework.models import Attachment, HistoryLine
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.files import store
from jiphyeon.foundation.files.models import KeptFile
from jiphyeon.foundation.ledger import trail
from jiphyeon.foundation.ledger.models import Entry as Leaf
from jiphyeon.kernel import Refused

from .conftest import TODAY, brings_paper

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
LATER = date(2024, 3, 18)


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def brings(office, key, title="임대차계약서"):
    brings_paper(
        key=key,
        upload=SimpleUploadedFile("lease.pdf", PDF),
        title=title,
        by=office.actor(office.hana),
        on=TODAY,
    )
    return Attachment.objects.last()


def draft(office, on=TODAY):
    by = office.actor(office.hana)
    return applying.start(person=by.user, programme="youth-rent", token=uuid4(), by=by, on=on)


def refused_case(office, run_jobs):
    key = office.applies(office.hana, known={"monthly_rent": 650_000})
    paper = brings(office, key)
    run_jobs()
    handling.propose(key=key, verdict=Verdict.REFUSE, reason="", by=office.actor(office.seoyeon), on=LATER)
    signing.sign(key=key, by=office.actor(office.minjae), on=LATER)
    return key, paper


def bytes_of(paper):
    return store.path_of(paper.file)


# -- opening ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "side", "status"), [
    ("hana", "mine", 200), ("seoyeon", "desk", 200), ("minjae", "desk", 200), ("garam", "desk", 200),
    ("doyun", "mine", 404), ("doyun", "desk", 403), ("seoyeon", "mine", 403),
])  # fmt: skip
def test_a_paper_opens_for_its_owner_and_the_desk_and_for_nobody_else(office, client, who, side, status):
    key = office.applies(office.hana)
    paper = brings(office, key)
    client.force_login(getattr(office, who))

    answer = client.get(f"/benefits/{side}/{key}/papers/{paper.key}/")

    assert answer.status_code == status
    if status == 200:
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    looked = [look.by for look in trail.looks_at(office.hana.key) if look.verb == "files.opened"]
    assert looked == ([str(getattr(office, who))] if (side, status) == ("desk", 200) else [])


@pytest.mark.parametrize(("who", "side"), [("hana", "mine"), ("seoyeon", "desk")])
def test_a_paper_handed_in_is_listed_where_the_case_is_read(office, client, who, side):
    key = office.applies(office.hana)
    paper = brings(office, key)
    client.force_login(getattr(office, who))

    page = client.get(f"/benefits/{side}/{key}/").content.decode()

    assert f'href="/benefits/{side}/{key}/papers/{paper.key}/" target="_blank"' in page
    assert paper.title in page


def test_a_paper_of_another_case_or_of_a_draft_is_no_paper_here(office, client):
    key, other = office.applies(office.hana), office.applies(office.doyun)
    paper = brings(office, key)
    unsent = applying.start(
        person=office.hana.key,
        programme="job-interview-support",
        token=uuid4(),
        by=office.actor(office.hana),
        on=TODAY,
    )
    hidden = brings(office, unsent, "쓰는 중")
    client.force_login(office.seoyeon)

    assert client.get(f"/benefits/desk/{other}/papers/{paper.key}/").status_code == 404
    assert client.get(f"/benefits/desk/{unsent}/papers/{hidden.key}/").status_code == 404


def test_the_link_on_the_case_leads_to_the_paper(office, client):
    key = office.applies(office.hana)
    paper = brings(office, key)
    client.force_login(office.seoyeon)

    assert (
        f"/benefits/desk/{key}/papers/{paper.key}/" in client.get(f"/benefits/desk/{key}/").content.decode()
    )


def test_a_paper_whose_bytes_are_gone_says_so(office, client):
    key = office.applies(office.hana)
    bytes_of(brings(office, key)).unlink()
    client.force_login(office.seoyeon)

    answer = client.get(f"/benefits/desk/{key}/papers/{Attachment.objects.get().key}/")

    assert answer.status_code == 422
    assert "찾을 수 없습니다" in answer.content.decode()


# -- destroying -------------------------------------------------------------------------------------------


def test_a_refused_cases_papers_are_kept_for_a_year_and_destroyed_on_the_day_after(office, run_jobs):
    key, paper = refused_case(office, run_jobs)
    last = date(2025, 3, 18)  # 2024-03-18 and twelve months (민법 160)

    assert retention.kept_until(Case.objects.get(key=key)) == last
    assert retention.over(last) == []
    assert purging.purge(key=key, on=last) == 0
    assert bytes_of(paper).exists()

    assert retention.over(last + timedelta(days=1)) == [key]
    assert purging.purge(key=key, on=last + timedelta(days=1)) == 1
    paper.refresh_from_db()
    assert (paper.file, paper.purged_on) == (None, date(2025, 3, 19))
    assert not KeptFile.objects.exists()
    line = HistoryLine.objects.last()
    assert (line.deed, line.comment, line.by_name) == ("purge", "1", "집현")
    assert Leaf.objects.get(kind="benefits.papers_purged").leaf_hash == line.leaf
    assert retention.over(last + timedelta(days=2)) == []
    assert purging.purge(key=key, on=last + timedelta(days=2)) == 0


def test_the_bytes_go_with_the_row(office, run_jobs, django_capture_on_commit_callbacks):
    key, paper = refused_case(office, run_jobs)
    place = bytes_of(paper)

    with django_capture_on_commit_callbacks(execute=True):
        purging.purge(key=key, on=date(2025, 3, 19))

    assert not place.exists()


def test_while_an_objection_waits_nothing_is_destroyed_and_its_answer_begins_the_time_anew(office, run_jobs):
    key, _paper = refused_case(office, run_jobs)
    objecting.file(key=key, body="다시", by=office.actor(office.hana), on=LATER)
    assert retention.over(date(2030, 1, 1)) == []

    objecting.answer(
        key=key, accepted=False, reason="그대로", by=office.actor(office.sora), on=date(2024, 4, 1)
    )

    assert retention.kept_until(Case.objects.get(key=key)) == date(2025, 4, 1)


def test_a_draft_put_aside_takes_its_papers_along_at_once(office):
    key = draft(office)
    brings(office, key)

    applying.withdraw(key=key, by=office.actor(office.hana), on=TODAY)

    assert not KeptFile.objects.exists()
    assert Attachment.objects.get().purged_on == TODAY


@pytest.mark.parametrize(
    ("day", "state"), [(date(2024, 6, 4), CaseState.DRAFT), (date(2024, 6, 5), CaseState.WITHDRAWN)]
)
def test_a_draft_nobody_went_on_with_goes_after_three_months(office, run_jobs, day, state):
    key = draft(office)
    brings(office, key)

    purge_what_is_over.func(day.isoformat())
    run_jobs()

    case = Case.objects.get(key=key)
    assert (case.at, KeptFile.objects.exists()) == (state, state is CaseState.DRAFT)


def test_a_withdrawn_applications_papers_go_the_next_day(office, run_jobs):
    key = office.applies(office.hana)
    brings(office, key)
    applying.withdraw(key=key, by=office.actor(office.hana), on=TODAY)

    assert retention.over(TODAY) == []
    assert retention.over(TODAY + timedelta(days=1)) == [key]


def test_a_running_benefits_papers_stay(office, run_jobs):
    key = office.applies(office.hana)
    brings(office, key)
    run_jobs()

    assert retention.over(date(2040, 1, 1)) == []
    assert purging.purge(key=key, on=date(2040, 1, 1)) == 0


def test_files_that_no_case_knows_of_are_destroyed_a_day_later(office):
    key = office.applies(office.hana)
    paper = brings(office, key)
    store.keep(
        SimpleUploadedFile("b.pdf", PDF), kinds={"pdf"}, owner=office.hana.key, purpose="benefits.paper"
    )
    other = store.keep(
        SimpleUploadedFile("c.pdf", PDF), kinds={"pdf"}, owner=office.hana.key, purpose="another"
    )

    assert attachments.purge_orphans("benefits", kept_before=now() - timedelta(days=1)) == 0
    assert attachments.purge_orphans("benefits", kept_before=now() + timedelta(seconds=1)) == 1
    assert set(KeptFile.objects.values_list("key", flat=True)) == {paper.file, other.key}


def test_the_time_to_keep_papers_rests_on_a_citation(settings, tmp_path):
    from jiphyeon.contexts.programmes.rules import policy_file

    text = (settings.CITY_PACK / "benefits.yaml").read_text(encoding="utf-8")
    assert all(rule.cites for rule in policy_file.read(settings.CITY_PACK / "benefits.yaml").retention)

    head, _cites, tail = text.partition(
        "    verified: false\n    cites:\n      - {instrument: 개인정보 보호법"
    )
    file = tmp_path / "benefits.yaml"
    file.write_text(
        head + "    verified: false\n    cites: []\n\nfinder:" + tail.partition("\nfinder:")[2],
        encoding="utf-8",
    )
    with pytest.raises(Refused) as no:
        policy_file.read(file)
    assert "Name the law" in no.value.text("en")
