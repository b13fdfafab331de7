"""The demo desk is alive, through the real actions, and making it twice adds nothing."""

from collections import Counter
from datetime import date

import pytest
from tests.database import laid

from jiphyeon.contexts.benefits import api
from jiphyeon.contexts.benefits.actions import paying
from jiphyeon.contexts.benefits.enums import CaseState
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import replay
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.queries import clauses
from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.casework.models import Objection

from .conftest import silence_mail

TODAY = date(2024, 3, 4)


@pytest.fixture
def demo(db, settings, monkeypatch):
    from jiphyeon.foundation.accounts import pack as accounts
    from jiphyeon.foundation.notices import api as notices
    from jiphyeon.foundation.organisation import pack as organisation

    settings.DEMO = True
    silence_mail(monkeypatch)
    pack = settings.CITY_PACK
    rooms = [(room.load_city, pack) for room in (notices, programmes)]
    desk = (api.load_demo, pack, TODAY)
    laid((organisation.load_city, pack), (accounts.load_demo, pack, TODAY), *rooms, desk)
    return pack


def test_the_demo_desk_holds_cases_in_many_states(demo):
    states = Counter(Case.objects.values_list("state", flat=True))

    assert sum(states.values()) >= 60
    assert {"prepared", "proposed", "supplement", "refused", "completed"} <= set(states)


def test_making_the_demo_desk_twice_adds_nothing(demo):
    before = Case.objects.count()

    api.load_demo(demo, TODAY)

    assert Case.objects.count() == before


def test_every_outcome_of_the_demo_desk_is_reached_again(demo):
    outcomes = [a for case in Case.objects.all() for a in case.assessments.select_related("case")]

    assert len(outcomes) > 100
    assert [a.case.number for a in outcomes if not replay.replay(a).same] == []


def test_an_objection_waits_whom_eunchae_answers_and_minjae_cannot(demo, client, monkeypatch):
    for place in ("foundation.accounts.middleware", "foundation.clock.now"):
        monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda: TODAY)
    objection = Objection.objects.get()
    assert (objection.state, Case.objects.get(key=objection.case).decisions.get().signed_name) == (
        "open",
        "정민재",
    )
    desk = f"/benefits/desk/{objection.case}/"

    def answer(username):
        client.force_login(User.objects.get(username=username))
        version = Case.objects.get(key=objection.case).version
        reason = {"comment": "바뀐 계약서를 보았습니다.", "version": version}
        done = client.post(f"{desk}deeds/reopen/", reason, headers={"accept-language": "ko"}, follow=True)
        objection.refresh_from_db()
        return done.content.decode(), objection.state

    page, state = answer("minjae")
    refused = "앞서 이 일에 손을 댄 사람(‘지원하지 않는 결정에 서명했습니다’)은 할 수 없습니다. 다른 담당자가 해야 합니다."
    assert (refused in page, state) == (True, "open")
    page, state = answer("eunchae")
    assert ("이의를 받아들여 다시 심사합니다." in page, state, objection.answered_name) == (
        True,
        "accepted",
        "오은채",
    )


def test_a_payment_an_officer_holds_waits_whom_suhyeon_releases(demo):
    case = Case.objects.get(state=CaseState.APPROVED, held_since__isnull=False)
    assert case.held_by == User.objects.get(username="seoyeon").key
    by = actor_of(User.objects.get(username="suhyeon"), on=TODAY)

    paying.release(key=case.key, reason="확인서의 날짜가 맞습니다.", by=by, on=TODAY)

    assert paying.due_payments(TODAY) == [(str(case.key), 1)]
    assert paying.pay(key=case.key, number=1, on=TODAY) is True


@pytest.mark.django_db
@pytest.mark.parametrize("kept", ["3.5%", "0.035", 0.035])
def test_a_percentage_reads_the_same_however_it_was_kept(kept):
    assert clauses.fact_words("loan_rate", kept).ko == "3.5%"
