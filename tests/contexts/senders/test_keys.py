"""Who may ask: tokens, keys that were revoked, services that were stopped, how often."""

import pytest
from tests.contexts.senders.conftest import GUEST, Program

from jiphyeon.contexts.senders.actions import registering
from jiphyeon.contexts.senders.enums import KeyKind
from jiphyeon.contexts.senders.models import ApiKey, Notification
from jiphyeon.contexts.senders.rules.buckets import Buckets
from jiphyeon.contexts.senders.views import answering
from jiphyeon.foundation.clock.now import now
from jiphyeon.kernel import Refused
from jiphyeon.methods.wording import Channel

NOBODY = "00000000-0000-4000-8000-000000000000"


def told(answer):
    return answer.status_code, answer.json()["errors"][0]["error"], answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("header", "status", "message"),
    [
        ({}, 401, "Unauthorized: authentication token must be provided"),
        ({"authorization": "Basic eA=="}, 401, "Unauthorized: authentication bearer scheme must be used"),
        ({"authorization": "Bearer"}, 401, "Unauthorized: authentication bearer scheme must be used"),
        ({"authorization": "Bearer x.y.z"}, 403, "Invalid token: signature, api token is not valid"),
        ({"authorization": f"Bearer {'x' * 3_000}"}, 403, "Invalid token: token is too long"),
    ],
)
def test_who_brings_no_token_is_told_so(db, client, header, status, message):
    answer = client.get("/v2/notifications", headers=header)

    assert told(answer) == (status, "AuthError", message)
    assert answer.json()["status_code"] == status


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"skew": 40}, "Error: Your system clock must be accurate to within 30 seconds"),
        ({"skew": -40}, "Error: Your system clock must be accurate to within 30 seconds"),
        ({"algorithm": "none"}, "Invalid token: algorithm used is not HS256"),
        ({"iss": ...}, "Invalid token: iss field not provided"),
        ({"iss": "me"}, "Invalid token: service id is not the right data type"),
        ({"iat": ...}, "Invalid token: iat field not provided"),
        ({"iat": "today"}, "Invalid token: iat field is not a number"),
        ({"iat": 10**400}, "Error: Your system clock must be accurate to within 30 seconds"),
        ({"iss": NOBODY}, "Invalid token: service not found, or it has no API key"),
    ],
)
def test_a_token_that_is_not_right_says_why(office, wrong, message):
    made = office.key(office.live())
    program = Program(f"x-{made.service}-{made.secret}", **wrong)

    assert told(program.get("/v2/notifications")) == (403, "AuthError", message)


def test_another_services_secret_is_no_key_of_this_one(office):
    one, other = office.key(office.live()), office.key(office.live())

    stranger = Program(f"x-{one.service}-{other.secret}")

    assert told(stranger.get("/v2/templates")) == (403, "AuthError", "Invalid token: API key not found")


def test_a_clock_within_half_a_minute_will_do(office):
    made = office.key(office.live())

    for skew in (-25, 25):
        assert Program(f"x-{made.service}-{made.secret}", skew=skew).get("/v2/templates").status_code == 200


def test_a_key_works_until_it_is_revoked_and_the_others_go_on(office):
    service = office.live()
    first, second = office.key(service), office.key(service, KeyKind.TEST)
    assert first.get("/v2/templates").status_code == 200

    key = ApiKey.objects.get(service=service, kind=KeyKind.LIVE)
    revoke = {"key": service.key, "revoked": key.key, "on": office.today, "at": now()}
    registering.revoke_key(by=office.actor("dongha"), **revoke)

    assert first.get("/v2/templates").status_code == 403
    assert second.get("/v2/templates").status_code == 200
    with pytest.raises(Refused, match="revoked before"):
        registering.revoke_key(by=office.actor("sarang"), **revoke)


def test_a_stopped_service_sends_nothing_and_begins_again_on_trial(office):
    service = office.live()
    program = office.key(service)
    office.do(service, "stop", comment="잘못 보냈습니다.")

    assert told(program.get("/v2/templates")) == (403, "AuthError", "Invalid token: service is archived")
    assert office.do(service, "resume").state == "trial"
    assert program.get("/v2/templates").status_code == 200


def test_whoever_registered_it_cannot_make_it_live(office):
    row = office.registered()

    with pytest.raises(Refused, match="Only somebody in charge"):
        office.do(row, "open", by="sarang")


def test_whoever_is_no_manager_makes_no_key(office):
    row = office.registered()

    with pytest.raises(Refused):
        registering.make_key(
            key=row.key, name="mine", kind=KeyKind.LIVE, by=office.actor("dongha"), on=office.today, at=now()
        )
    assert not ApiKey.objects.exists()


def test_on_trial_only_guests_are_reached(office):
    program, text = office.key(office.registered()), office.text(Channel.EMAIL)

    assert told(program.email(text)) == (
        400, "BadRequestError", "Can’t send to this recipient when service is in trial mode",
    )  # fmt: skip
    assert program.email(text, to=GUEST.upper()).status_code == 201
    assert told(program.letter(office.text(Channel.PAPER), ["김하나", "길 1", "30100"]))[0] == 403


def test_a_team_key_reaches_guests_and_a_test_key_nobody(office):
    service, text = office.live(), office.text()
    team, test = office.key(service, KeyKind.TEAM), office.key(service, KeyKind.TEST)

    assert (
        told(team.sms(text, to="010-9999-0000"))[2]
        == "Can’t send to this recipient using a team-only API key"
    )
    assert team.sms(text, to="+82 10 2345 6789").status_code == 201
    told_of = test.sms(text, to="010-9999-0000").json()

    read = test.get(f"/v2/notifications/{told_of['id']}").json()
    assert (read["status"], read["phone_number"], read["body"]) == (
        "delivered",
        "01099990000",
        "하나 님, 예약되었습니다.",
    )


def test_each_kind_of_key_lists_its_own(office):
    service, text = office.live(), office.text()
    live, test = office.key(service), office.key(service, KeyKind.TEST)
    live.sms(text)
    test.sms(text)

    assert [len(one.get("/v2/notifications").json()["notifications"]) for one in (live, test)] == [1, 1]


def test_addresses_for_trying_are_answered_and_nothing_is_kept(office):
    program = office.key(office.registered())
    text, mail = office.text(), office.text(Channel.EMAIL)

    for answer in (
        program.sms(text, to="07700900111"),
        program.sms(text, to="+44 7700 900222"),
        program.email(mail, to="simulate-delivered@notifications.service.gov.uk"),
    ):
        assert answer.status_code == 201, answer.content
    assert not Notification.objects.exists()


def test_who_asks_too_often_is_told_so(office, monkeypatch):
    monkeypatch.setattr(answering, "_buckets", Buckets())
    monkeypatch.setattr(Buckets, "take", lambda *_, **__: False)
    program = office.key(office.live())

    assert told(program.get("/v2/templates")) == (
        429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds",
    )  # fmt: skip


def test_a_bucket_fills_again_and_holds_a_third_of_a_minute():
    some = Buckets()

    taken = [some.take("key", a_minute=600, seconds=0.0) for _ in range(300)]

    assert sum(taken) == 201
    assert [some.take("key", a_minute=600, seconds=0.1), some.take("key", a_minute=600, seconds=0.1)] == [
        True,
        False,
    ]
    assert some.take("another", a_minute=600, seconds=0.1)
