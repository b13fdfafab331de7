"""A document goes by the relay: whom it knows, what the person does in the app, what comes back, and what each side hears."""

import pytest
from tests.foundation.relays.conftest import state

from jiphyeon.foundation.accounts.registering import linking_hash
from jiphyeon.foundation.messages.enums import State
from jiphyeon.foundation.messages.models import ChannelStatus
from jiphyeon.foundation.relays import api as relays
from jiphyeon.foundation.relays.models import Document, Identity, RedeemedToken
from jiphyeon.kernel import Refused

pytestmark = pytest.mark.django_db


def told(key):
    """Return which moments the relay has told of a document."""
    kept = Document.objects.get(key=key)
    names = ("delivered_at", "consented_at", "opened_at", "refused_at", "closed_at")
    return {name.removesuffix("_at") for name in names if getattr(kept, name)}


def test_a_document_is_delivered_consented_to_and_opened_once(post, message_relay, client, run_jobs):
    key = post.put("hana", owner_key="7")
    assert post.sends() == 1
    assert state(key)[0] == State.HANDED_OVER

    app = message_relay.app_of("hana")
    assert "주차 위반 안내" in app.inbox()
    app.does(key, "identify", "consent")
    assert "사전통지 열어 보기" in app.page(key).text
    token = app.token(app.does(key, "open"))
    opening = relays.redeem(token)
    with pytest.raises(Refused) as again:
        relays.redeem(token)
    message_relay.calls.hand_on(client, until=lambda: told(key) == {"delivered", "consented", "opened"})
    run_jobs()

    assert (opening.message, opening.owner, opening.owner_key) == (key, "tests", "7")
    assert opening.ci_hash == linking_hash("demo-linking-value-hana")
    assert opening.identified_at <= opening.consented_at <= opening.opened_at
    assert again.value.code == "token_used"
    assert state(key) == (State.DELIVERED, "")
    assert [kind for _key, kind in post.heard] == ["matched", "delivered", "consented", "opened"]


def test_whom_the_relay_does_not_know_is_never_put_to_it(post, message_relay, run_jobs):
    stranger = post.put("somebody", owner_key="1")
    elder = post.put("sunja", owner_key="2")
    firm = post.put("", address=relays.corporation("110111-1"), owner_key="3")
    unwilling = post.put(refusing(message_relay), owner_key="4")

    assert post.sends() == 4
    run_jobs()

    assert state(stranger) == state(elder) == (State.PERMANENT_FAILURE, "relay-not_member")
    assert state(firm) == (State.PERMANENT_FAILURE, "relay-corporation")
    assert state(unwilling) == (State.PERMANENT_FAILURE, "relay-refused")
    assert sorted(post.heard) == [
        ("1", "not_member"),
        ("2", "not_member"),
        ("3", "not_member"),
        ("4", "refused"),
    ]


def refusing(message_relay):
    """Return an invented person who takes no such documents."""
    from django.conf import settings

    from jiphyeon.simulators.message_relay.people import REFUSED, People, read_terms

    demo = settings.CITY_PACK / "demo"
    people = People(demo / "people.yaml", read_terms(demo / "relay.yaml"), "secret")
    return next(one.identity for one in people.by_identity.values() if one.standing == REFUSED)


def test_a_person_declines_in_the_app_and_the_office_hears_it(post, message_relay, client, run_jobs):
    key = post.put("doyun")
    post.sends()
    app = message_relay.app_of("doyun")
    app.does(key, "identify", "refuse")
    message_relay.calls.hand_on(client, until=lambda: "refused" in told(key))
    run_jobs()

    assert post.heard[-1] == ("1", "refused")
    assert "종이로 보내 드립니다" in app.page(key).text
    assert app.http.post(f"/documents/{key}", data={"act": "open"}).status_code == 409


def test_nobody_consents_before_showing_who_they_are(post, message_relay):
    key = post.put("hana")
    post.sends()
    app = message_relay.app_of("hana")

    app.does(key, "consent")

    assert app.http.post(f"/documents/{key}", data={"act": "open"}).status_code == 409
    assert message_relay.app_of("doyun").page(key).status_code == 404


def test_what_is_unread_is_taken_back_and_what_was_opened_is_not(post, message_relay, client, run_jobs):
    unread, opened = post.put("hana", owner_key="1"), post.put("maria", owner_key="2")
    post.sends()
    relays.redeem(message_relay.app_of("maria").opens(opened))
    run_jobs()

    relays.close([unread, opened])
    run_jobs()
    message_relay.calls.hand_on(client, until=lambda: "closed" in told(unread) and "opened" in told(opened))
    run_jobs()

    assert ("1", "closed_unread") in post.heard
    assert ("2", "closed_unread") not in post.heard
    assert "기한이 지남" in message_relay.app_of("hana").inbox()


def test_while_the_relay_is_away_everything_waits_and_nothing_is_told_twice(post, message_relay, run_jobs):
    key = post.put("hana")
    message_relay.fails("error")

    assert post.sends() == 0
    assert post.sends() == 0
    assert state(key)[0] == State.CREATED
    assert ChannelStatus.objects.get().reason == "relay-500"

    message_relay.works()
    post.clock.passes(minutes=10)
    assert post.sends() == 1
    run_jobs()
    assert state(key)[0] == State.HANDED_OVER
    assert post.heard == [("1", "matched")]


@pytest.mark.parametrize("fault", ["garbled", "error"])
def test_documents_that_were_taken_before_the_answer_was_lost_are_one(post, message_relay, fault):
    key = post.put("hana")
    post.put("doyun")
    message_relay.fails(fault, times=1)
    post.sends()
    post.clock.passes(minutes=10)
    message_relay.fails(fault, times=1)
    post.sends()
    post.clock.passes(minutes=20)

    assert post.sends() == 2
    assert message_relay.app_of("hana").inbox().count(f"/documents/{key}") == 1


def test_what_the_relay_said_too_early_is_settled_when_the_message_is_written_down(
    post, message_relay, client, run_jobs
):
    from jiphyeon.foundation.messages.models import Message

    key = post.put("hana")
    post.sends()
    Message.objects.filter(key=key).update(state=State.CREATED, handed_over_at=None)  # as after a death
    message_relay.calls.hand_on(client, until=lambda: "delivered" in told(key))
    assert state(key)[0] == State.CREATED

    assert post.sends() == 1
    run_jobs()

    assert state(key)[0] == State.DELIVERED
    assert [kind for _key, kind in post.heard] == ["matched", "delivered"]


def test_identities_and_linking_values_are_not_kept_in_the_clear(post, message_relay):
    from django.db import connection

    post.put("hana")
    post.sends()
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark, ci FROM relays_identity")
        rows = cursor.fetchall()

    assert len(rows) == 1
    assert "hana" not in str(rows)
    assert Identity.objects.get().ci == "demo-linking-value-hana"
    assert not RedeemedToken.objects.exists()


def test_a_resident_number_is_no_identity():
    with pytest.raises(Refused) as no:
        relays.person("900101-1234568")
    assert no.value.code == "resident_number"
    with pytest.raises(Refused):
        relays.person("김하나")


@pytest.mark.parametrize("token", ["", "x" * 300, "nothing"])
def test_a_token_nobody_gave_opens_nothing(db, message_relay, token):
    with pytest.raises(Refused) as no:
        relays.redeem(token)
    assert no.value.code == "token_unknown"


def test_without_a_relay_nothing_opens_and_messages_wait(db, settings):
    settings.RELAY = ""
    with pytest.raises(Refused) as no:
        relays.redeem("token")
    assert no.value.code == "relay_away"
    settings.RELAY = "http://127.0.0.1:9"
    with pytest.raises(Refused) as no:
        relays.redeem("token")
    assert no.value.code == "relay_away"
