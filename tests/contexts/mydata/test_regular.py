"""A regular consent fetches by itself each month, warns before it ends, and stops when it is taken back."""

from datetime import date, timedelta

import pytest
from django.conf import settings as city
from tests.database import laid
from tests.simulated import walks

from jiphyeon.contexts.mydata import api, tasks
from jiphyeon.contexts.mydata.models import Consent, StoredAnswer
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.pack import load_demo
from jiphyeon.foundation.notices import api as notices
from jiphyeon.foundation.organisation.pack import load_city as load_organisation
from jiphyeon.kernel import Words

TODAY = date(2024, 8, 5)
ABOUT = "benefits:2024-000007"
pytestmark = pytest.mark.django_db


@pytest.fixture
def hana(client, provider):
    from jiphyeon.foundation.clock.now import move_civil_day

    move_civil_day(TODAY)
    pack = city.CITY_PACK
    laid((load_organisation, pack), (load_demo, pack, TODAY), (notices.load_city, pack))
    user = User.objects.get(username="hana")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    key = api.ask_consent(
        person=user.key,
        purpose="benefit-recheck",
        about=ABOUT,
        items=[api.ItemRequest("home_ownership", Words("달마다 확인하려고", "to check each month"))],
        return_to="/back/",
        on=TODAY,
        regular_until=date(2025, 1, 31),
    )
    walks(client, provider, api.consent_url(key), "hana", agreed=["home_ownership"])
    return user.key


def owns_home(person, on):
    (answer,) = api.answers(person=person, about=ABOUT, on=on)
    return answer.state, answer.value


def live_through(day, run_jobs):
    tasks.keep_the_day.enqueue(day=day.isoformat())
    run_jobs()


def test_nothing_is_fetched_again_before_a_month_is_over(hana, run_jobs):
    live_through(date(2024, 9, 4), run_jobs)

    assert StoredAnswer.objects.count() == 1


def test_a_month_later_the_new_answer_replaces_the_old(hana, run_jobs):
    live_through(date(2024, 9, 5), run_jobs)

    assert owns_home(hana, date(2024, 9, 5)) == ("answered", True)
    assert StoredAnswer.objects.count() == 2


def test_a_room_that_cannot_wait_has_it_fetched_at_once(hana, run_jobs):
    assert api.refresh(person=hana, about=ABOUT, on=date(2024, 9, 2)) == 1

    run_jobs()

    assert owns_home(hana, date(2024, 9, 2)) == ("answered", True)


def test_a_holder_that_fails_takes_nothing_from_what_it_said_before(hana, run_jobs, provider):
    provider.fails("unsigned")
    api.refresh(person=hana, about=ABOUT, on=date(2024, 8, 20))

    run_jobs()

    assert owns_home(hana, date(2024, 8, 20)) == ("answered", False)
    assert owns_home(hana, date(2024, 9, 20)) == ("holder_error", None)


def test_a_provider_that_is_away_leaves_the_fetch_to_be_tried_again(hana, run_jobs, settings):
    url, settings.MYDATA_PROVIDER = settings.MYDATA_PROVIDER, "http://127.0.0.1:9"
    api.refresh(person=hana, about=ABOUT, on=date(2024, 9, 2))
    run_jobs(failing=True)
    before = StoredAnswer.objects.count()

    settings.MYDATA_PROVIDER = url
    make_due()
    run_jobs()

    assert before == 1
    assert owns_home(hana, date(2024, 9, 2)) == ("answered", True)


def make_due():
    from jiphyeon.foundation.clock.now import now
    from jiphyeon.foundation.jobs.models import Job

    Job.objects.update(run_after=now())


def test_a_week_before_the_end_the_person_is_told_once(hana, run_jobs, mailbox):
    live_through(date(2025, 1, 24), run_jobs)
    live_through(date(2025, 1, 24), run_jobs)

    assert [card.title.en for card in notices.inbox(hana)] == ["Your consent to share data is about to end"]


def test_after_its_last_day_nothing_is_fetched(hana, run_jobs):
    assert api.refresh(person=hana, about=ABOUT, on=date(2025, 2, 1)) == 0

    live_through(date(2025, 2, 1), run_jobs)

    assert StoredAnswer.objects.count() == 1


def test_withdrawing_tells_the_provider_and_erases(hana, run_jobs, provider):
    refresh = Consent.objects.get().refresh

    assert api.withdraw(person=hana, about=ABOUT, on=TODAY) == 1
    run_jobs()

    renewed = provider.http.post(
        f"{provider.url}/token",
        data={"grant_type": "refresh_token", "refresh_token": refresh},
        auth=("jiphyeon-sejong", "demo-client-secret"),
    )
    assert renewed.json() == {"error": "invalid_grant"}
    assert Consent.objects.get().refresh is None
    assert not StoredAnswer.objects.filter(value__isnull=False).exists()


def test_a_fetch_under_way_when_the_consent_is_withdrawn_keeps_nothing(hana, run_jobs):
    api.refresh(person=hana, about=ABOUT, on=date(2024, 9, 2))
    api.withdraw(person=hana, about=ABOUT, on=date(2024, 9, 2))

    run_jobs()

    assert not StoredAnswer.objects.filter(value__isnull=False).exists()


def test_values_are_erased_when_the_purpose_is_served_and_its_days_are_over(hana, run_jobs):
    api.close(person=hana, about=ABOUT, on=TODAY)
    kept_days = Consent.objects.get().keep_days

    live_through(TODAY + timedelta(days=kept_days), run_jobs)
    still_there = StoredAnswer.objects.filter(value__isnull=False).count()
    live_through(TODAY + timedelta(days=kept_days + 1), run_jobs)

    stored = StoredAnswer.objects.get()
    assert still_there == 1
    assert stored.value is None
    assert len(stored.evidence) == 64


def test_an_answer_is_taken_in_once_whatever_comes_twice(hana):
    from jiphyeon.contexts.mydata.actions import fetching
    from jiphyeon.contexts.mydata.rules.proof import Attested
    from jiphyeon.foundation.clock.now import now

    attested = Attested(
        subject="demo-linking-value-hana", jti="the-same", expires_at=now(), outcome="answered",
        facts={"owns_home": True}, rule="r", valid_until=date(2024, 12, 1), evidence="e" * 64,
    )  # fmt: skip
    brought = fetching.Brought(["home_ownership"], [fetching.Fetched("home_ownership", attested)], None)
    key = Consent.objects.get().key

    for _ in range(2):
        fetching.keep(key=key, brought=brought, on=TODAY, at=now())

    assert [(row.state, row.problem) for row in StoredAnswer.objects.order_by("id")][1:] == [
        ("answered", ""),
        ("holder_error", "replayed"),
    ]
