"""What a citizen is told while applying holds: facts until the decision, the day of an answer, the amount, two windows, one count."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.contexts.benefits.conftest import DUE, TODAY

from jiphyeon.contexts.benefits.actions import applying, handling, objecting, preparing, signing
from jiphyeon.contexts.benefits.enums import CaseState, Verdict
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.mydata.models import Consent
from jiphyeon.contexts.programmes.queries import catalogue
from jiphyeon.foundation.clock.now import move_civil_day
from jiphyeon.kernel import Refused

pytestmark = pytest.mark.django_db

LAPSED = TODAY + timedelta(days=31)


@pytest.fixture(autouse=True)
def demo(settings, tmp_path, office):
    settings.DATA_DIR, settings.DEMO = tmp_path, True  # a demo city has a day of its own
    move_civil_day(TODAY)


@pytest.fixture
def draft(office, client):
    """What Hana writes, everything about her known to the holders; and her browser, which reads English."""
    client.force_login(office.hana)
    client.cookies["django_language"] = "en"
    office.holders.known[office.hana.key] = dict(DUE)
    by = office.actor(office.hana)
    return applying.start(person=by.user, programme="youth-rent", token=uuid4(), by=by, on=TODAY)


def page_of(client, key, rest=""):
    return " ".join(client.get(f"/benefits/mine/{key}/{rest}").content.decode().split())


def test_what_held_when_an_application_was_sent_counts_until_it_is_decided(office, run_jobs):
    office.holders.valid_days = 30
    key = office.applies(office.hana)
    run_jobs()
    assert Case.objects.get(key=key).proposal == Verdict.APPROVE

    preparing.prepare(key=key, on=LAPSED)

    case = Case.objects.get(key=key)
    assert (case.at, case.proposal) == (CaseState.PREPARED, Verdict.APPROVE)
    assert case.due_on > LAPSED


def test_what_lapsed_before_an_application_is_sent_is_asked_for_again(office, client, draft):
    office.holders.valid_days = 30
    move_civil_day(TODAY + timedelta(days=10))
    assert "Out of date" not in page_of(client, draft, "apply/2/")
    move_civil_day(LAPSED)

    assert page_of(client, draft, "apply/2/").count("Out of date") > 1


def test_a_consent_lasts_as_long_as_the_answer_takes(office, client, draft):
    office.holders.known.clear()

    client.post(f"/benefits/mine/{draft}/apply/2/", {"ask": "1"})

    assert Consent.objects.get().last_day == date(2024, 4, 15)
    assert "Mon 15 April 2024" in page_of(client, draft, "apply/4/")


def test_an_upheld_objection_sets_the_decision_aside_and_begins_the_clock_anew(office, client, run_jobs):
    key = office.applies(office.hana, known={"monthly_rent": 650_000})
    run_jobs()
    decided, heard = date(2024, 3, 18), date(2024, 5, 2)
    handling.propose(
        key=key, verdict=Verdict.REFUSE, reason="", by=office.actor(office.seoyeon, decided), on=decided
    )
    signing.sign(key=key, by=office.actor(office.minjae, decided), on=decided)
    client.force_login(office.hana)
    assert "jip-notice jip-bad" in page_of(client, key)
    objecting.file(key=key, body="월세가 다릅니다.", by=office.actor(office.hana, decided), on=decided)

    objecting.answer(
        key=key, accepted=True, reason="다시 봅니다.", by=office.actor(office.sora, heard), on=heard
    )

    case = Case.objects.get(key=key)
    assert case.due_on > heard
    move_civil_day(heard)
    for rest in ("", "why/"):
        page = page_of(client, key, rest)
        assert "jip-notice jip-bad" not in page
        assert "효력을 잃은 앞의 결정 보기" in page
    assert "다시 심사하고 있습니다" in page_of(client, key)


@pytest.mark.parametrize("step", [3, 4])
def test_the_amount_to_expect_is_said_with_its_condition_before_sending(office, client, draft, step):
    by = office.actor(office.hana)
    page = page_of(client, draft, f"apply/{step}/")
    assert "What you receive if everything still open is confirmed" in page
    assert "The rent you pay, up to 200,000 won a month" in page

    applying.save_step(key=draft, facts={"landlord_is_relative": False}, step=2, by=by, on=TODAY)
    page = page_of(client, draft, f"apply/{step}/")
    assert "What you can expect" in page
    assert "200,000 won × 10 times" in page

    office.holders.known[office.hana.key]["monthly_rent"] = 700_000
    assert "200,000 won ×" not in page_of(client, draft, f"apply/{step}/")


def test_conditions_are_counted_alike_on_every_page(office, client, draft):
    applying.save_step(
        key=draft, facts={"landlord_is_relative": False}, step=2, by=office.actor(office.hana), on=TODAY
    )

    [counted] = re.findall(r"(\d+) conditions met", page_of(client, draft, "apply/3/"))

    assert int(counted) == len(catalogue.sheet("youth-rent", TODAY).conditions)


def test_a_consent_that_was_not_given_is_not_shown_as_done(client, draft):
    page = page_of(client, draft, "apply/3/")

    assert "2. not done: </span>Consent" in page
    assert "1. done: </span>" in page


def test_of_two_windows_the_later_gets_its_text_back_with_what_was_changed(office, client, draft):
    step = f"/benefits/mine/{draft}/apply/1/"
    [seen] = re.findall(r'name="seen" value="(\d+)"', client.get(step).content.decode())
    assert client.post(step, {"landlord_is_relative": "yes", "seen": seen}).status_code == 302

    late = client.post(step, {"landlord_is_relative": "no", "seen": seen})

    page = late.content.decode()
    assert Case.objects.get(key=draft).facts_said == {"landlord_is_relative": True}
    assert "Renting from a relative: Yes" in page
    assert re.search(r'value="no"[^>]* checked', page)
    [now] = re.findall(r'name="seen" value="(\d+)"', page)
    assert client.post(step, {"landlord_is_relative": "no", "seen": now}).status_code == 302
    assert Case.objects.get(key=draft).facts_said == {"landlord_is_relative": False}


def test_what_another_window_changed_is_not_sent_unread(office, draft):
    by = office.actor(office.hana)
    seen = Case.objects.get(key=draft).version
    applying.save_step(key=draft, facts={"landlord_is_relative": False}, step=2, by=by, on=TODAY, seen=seen)

    with pytest.raises(Refused) as no:
        applying.submit(key=draft, declared=True, by=by, on=TODAY, seen=seen)

    assert no.value.code == "draft_changed"


@pytest.mark.parametrize(("day", "named"), [(date(2024, 3, 20), False), (date(2025, 4, 1), True)])
def test_a_call_beyond_a_year_is_not_called_the_next(client, day, named):
    move_civil_day(day)

    page = client.get("/programmes/youth-rent/", headers={"accept-language": "ko"}).content.decode()

    assert ("2026. 3. 3." in page) is named
    assert ("다음 접수 날은 아직 정해지지 않았습니다." in page) is not named
