"""What became of it: heard, told to the service, signed, told again, and once more on a press."""

import hmac
import json
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from tests.contexts.senders.conftest import CONTENT

from jiphyeon.contexts.senders import subscribers, tasks
from jiphyeon.contexts.senders.actions import events, telling
from jiphyeon.contexts.senders.actions.events import Answer
from jiphyeon.contexts.senders.enums import Told
from jiphyeon.contexts.senders.models import Notification, ReceivedText, ServiceEvent
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.models import Job, JobState
from jiphyeon.foundation.messages import events as messages
from jiphyeon.foundation.messages.models import Message
from jiphyeon.foundation.network import web
from jiphyeon.methods.wording import Channel

WHERE = "https://reservations.city.example/told"


@pytest.fixture
def told_service(office):
    """A live service that wants to be told."""
    service = office.live()
    office.change(service, callback_url=WHERE)
    service.callback_token = "let-me-in"
    service.save()
    return service


@pytest.fixture
def machine(monkeypatch):
    """The service's machine: what it answers, and what it was asked."""

    class Machine:
        status = 204
        asked = ()

        def ask(self, _http, _method, url, *, content, headers, **_more):
            self.asked = (*self.asked, (url, content, headers))
            return self.status, b""

    made = Machine()
    monkeypatch.setattr(web, "ask", made.ask)
    return made


def handed_over(*keys, owner="senders"):
    keys = tuple(Notification.objects.get(key=key).key for key in keys)
    subscribers.follow_handing_over(
        messages.HandedOver(owner=owner, keys=keys, owner_keys=("",) * len(keys), at=now())
    )


def work():
    """Do the jobs of telling that are due, as the worker would."""
    for job in Job.objects.filter(
        task__endswith="senders.tasks.tell", state=JobState.WAITING, run_after__lte=now()
    ):
        (event,) = job.arguments["args"]
        tasks.tell.func(event, prepared=telling.call(ServiceEvent.objects.get(key=event).key, at=now()))
        job.delete()


def test_an_event_is_told_signed_and_with_its_own_number(office, told_service, machine):
    key = office.key(told_service).sms(office.text(), reference="예약 7").json()["id"]
    handed_over(key)
    work()

    (url, content, headers), event = machine.asked[0], ServiceEvent.objects.get()
    body = json.loads(content)
    assert (url, headers["Authorization"], headers["X-Event-Id"]) == (
        WHERE,
        "Bearer let-me-in",
        str(event.key),
    )
    assert (body["id"], body["status"], body["reference"], body["to"]) == (
        key,
        "sending",
        "예약 7",
        "01023456789",
    )
    assert body["event_id"] == str(event.key)
    moment, signed = (part.partition("=")[2] for part in headers["X-Signature"].split(","))
    secret = told_service.callback_secret.encode()
    assert signed == hmac.new(secret, f"{moment}.".encode() + content, sha256).hexdigest()
    assert (event.state, event.answered, event.tries) == (Told.DONE, "http-204", 1)


def test_who_does_not_answer_is_told_five_times_more_and_then_given_up(office, told_service, machine):
    machine.status = 503
    handed_over(office.key(told_service).sms(office.text()).json()["id"])

    for again in range(1, 7):
        work()
        event = ServiceEvent.objects.get()
        waiting = Job.objects.filter(task__endswith="senders.tasks.tell")
        assert (event.tries, event.state) == (again, Told.WAITING if again < 6 else Told.GIVEN_UP)
        if again < 6:
            assert waiting.get().run_after > now() + timedelta(seconds=290)
            waiting.update(run_after=now())
    assert not waiting.exists()
    assert len({headers["X-Event-Id"] for _url, _body, headers in machine.asked}) == 1


@pytest.mark.parametrize(
    ("status", "again"), [(400, False), (404, False), (301, False), (429, True), (500, True)]
)
def test_what_will_never_be_taken_is_not_told_again(office, told_service, machine, status, again):
    machine.status = status
    handed_over(office.key(told_service).sms(office.text()).json()["id"])
    work()

    assert Job.objects.filter(task__endswith="senders.tasks.tell").exists() is again


def test_what_was_given_up_is_told_once_more_on_a_press(office, told_service, machine):
    machine.status = 400
    handed_over(office.key(told_service).sms(office.text()).json()["id"])
    work()
    page = f"/senders/{told_service.key}/events/"
    assert "그만둔 1건 다시 알리기" in office.browser("sarang").get(page).content.decode()

    machine.status = 200
    answer = office.browser("sarang").post(page, {"all": "1"}, follow=True)
    work()

    event = ServiceEvent.objects.get()
    assert "1건을 다시 알립니다." in answer.content.decode()
    assert (event.state, event.answered) == (Told.DONE, "http-200")
    assert machine.asked[0][2]["X-Event-Id"] == machine.asked[1][2]["X-Event-Id"]
    office.browser("sarang").post(page, {"events": [str(event.key)]})
    assert ServiceEvent.objects.get().state is Told.WAITING


def test_a_press_by_whoever_only_reads_tells_nobody(office, told_service, machine):
    handed_over(office.key(told_service).sms(office.text()).json()["id"])
    work()

    page = office.browser("dongha").post(
        f"/senders/{told_service.key}/events/", {"events": [str(ServiceEvent.objects.get().key)]}, follow=True
    )

    assert "맡은 사람만" in page.content.decode()
    assert ServiceEvent.objects.get().state is Told.DONE


def test_an_older_word_never_stands_over_a_newer(office, told_service):
    key = office.key(told_service).sms(office.text()).json()["id"]
    row = Notification.objects.get(key=key)
    at = now()
    arrived = messages.Delivered(owner="senders", keys=(row.key,), owner_keys=("",), at=at)
    subscribers.follow_delivery(arrived)
    for _again in range(50):
        subscribers.follow_delivery(arrived)
        handed_over(key)

    row.refresh_from_db()
    assert (row.state, row.completed_at, row.sent_at) == ("delivered", at, at)
    assert ServiceEvent.objects.count() == 1


def test_a_failure_says_which(office, told_service):
    program = office.key(told_service)
    key = program.sms(office.text()).json()["id"]
    row = Notification.objects.get(key=key)

    subscribers.follow_failure(
        messages.Failed(
            owner="senders",
            keys=(row.key,),
            owner_keys=("",),
            states=("permanent_failure",),
            reasons=("text-404",),
            at=now(),
        )
    )

    assert program.get(f"/v2/notifications/{key}").json()["status"] == "permanent-failure"


def test_what_other_rooms_sent_is_passed_over(office, told_service):
    key = office.key(told_service).sms(office.text()).json()["id"]
    handed_over(key, owner="e_notices")
    subscribers.follow_delivery(
        messages.Delivered(owner="senders", keys=(uuid4(),), owner_keys=("",), at=now())
    )

    assert Notification.objects.get().state == "created"


def test_a_service_without_an_address_is_told_nothing(office):
    service = office.live()
    handed_over(office.key(service).sms(office.text()).json()["id"])

    assert not ServiceEvent.objects.exists()


def test_a_reference_counts_once_where_the_service_chose_so(office):
    service, text, mail = office.live(), office.text(), office.text(Channel.EMAIL)
    office.change(service, once=True)
    program = office.key(service)

    one = program.sms(text, reference="7").json()
    again = program.sms(text, reference="7")
    another = program.sms(text, reference="7", values={"name": "둘"})

    assert (again.status_code, again.json()["id"], again.json()["content"]) == (
        201,
        one["id"],
        one["content"],
    )
    assert another.json()["errors"][0]["message"] == "reference has been used for another notification"
    assert program.email(mail, reference="7").status_code == 400
    assert program.sms(text, reference="8").json()["id"] != one["id"]
    assert program.sms(text).status_code == program.sms(text).status_code == 201
    assert Message.objects.count() == 4


def test_a_reference_may_stand_on_many_where_it_did_not(office):
    program, text = office.key(office.live()), office.text()

    assert program.sms(text, reference="7").json()["id"] != program.sms(text, reference="7").json()["id"]


def test_many_at_once_each_row_says_what_came_of_it(office):
    program, text = office.key(office.live()), office.text()
    rows = [
        {"phone_number": "010-1111-2222", "personalisation": {"name": "하나"}, "reference": "1"},
        {"phone_number": "02-120", "personalisation": {"name": "둘"}},
        {"phone_number": "010-3333-4444", "personalisation": {}},
        {"email_address": "x@mail.example", "personalisation": {"name": "넷"}},
        "다섯",
        {"phone_number": "010-5555-6666", "personalisation": {"name": "여섯"}},
    ]

    answer = program.post(
        "/v2/notifications/bulk", {"template_id": str(text), "rows": rows, "reference": "3월"}
    )

    told = answer.json()
    assert (answer.status_code, told["accepted"], told["rejected"], told["reference"]) == (201, 2, 4, "3월")
    assert [sorted(row) for row in told["rows"]] == [
        ["id", "reference", "row"], *[["errors", "row"]] * 4, ["id", "reference", "row"],
    ]  # fmt: skip
    assert told["rows"][2]["errors"][0]["message"] == "Missing personalisation: name"
    assert {message.address for message in Message.objects.all()} == {"01011112222", "01055556666"}
    listed = program.get("/v2/notifications", bulk=told["id"]).json()["notifications"]
    assert [one["body"] for one in listed] == ["여섯 님, 예약되었습니다.", "하나 님, 예약되었습니다."]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rows": []}, "rows should be non-empty"),
        ({"rows": {}}, "rows {} is not of type array"),
        ({"rows": [{}] * 5_001}, "Exceeded the limit of 5000 rows in one request"),
        ({"template_id": str(uuid4())}, "Template not found"),
    ],
)
def test_many_at_once_that_are_not_right_as_a_whole(office, change, message):
    document = {"template_id": str(office.text()), "rows": [{"phone_number": "010-1111-2222"}]} | change

    answer = office.key(office.live()).post("/v2/notifications/bulk", document)

    assert (answer.status_code, answer.json()["errors"][0]["message"]) == (400, message)


def test_none_of_many_is_sent_beyond_the_days_limit(office):
    program, text = office.key(office.registered()), office.text(Channel.EMAIL)
    rows = [{"email_address": "guest@mail.example", "personalisation": {"name": "하나"}}] * 51

    answer = program.post("/v2/notifications/bulk", {"template_id": str(text), "rows": rows})

    assert (answer.status_code, Message.objects.count()) == (429, 0)


def test_a_text_from_the_gateway_is_kept_once_and_told(office, told_service, client, settings):
    settings.TEXTS_TOKEN = "between-us"
    office.change(told_service, number_for_answers="0440001234")
    text = {"id": "g-1", "from": "010-2345-6789", "to": "044-000-1234", "text": "네, 가겠습니다"}

    def post(document, said="between-us"):
        return client.post(
            "/senders/received/", json.dumps(document), content_type="application/json",
            headers={"authorization": f"Bearer {said}"},
        ).status_code  # fmt: skip

    assert [post(text), post(text)] == [201, 201]
    assert (post(text, said="x"), post(text | {"to": "044-1"}), post(text | {"text": ""}), post([])) == (
        401,
        404,
        422,
        422,
    )
    assert (ReceivedText.objects.get().number, ServiceEvent.objects.get().kind) == ("01023456789", "received")


def test_nobody_is_the_gateway_where_no_token_is_set(db, client):
    assert client.post("/senders/received/", "{}", content_type="application/json").status_code == 401


def test_what_names_somebody_goes_when_its_time_is_over(office, told_service):
    key = office.key(told_service).sms(office.text()).json()["id"]
    handed_over(key)
    ServiceEvent.objects.update(made_at=now() - timedelta(days=91))

    tasks.forget.func()

    assert ServiceEvent.objects.get().body is None
    assert not events.replay(
        service=told_service.key, keys=[ServiceEvent.objects.get().key], by=office.actor("sarang")
    )


def test_an_event_that_is_over_is_settled_no_more(office, told_service):
    handed_over(office.key(told_service).sms(office.text()).json()["id"])
    event = ServiceEvent.objects.get()
    settle = {"key": event.key, "most_tries": 6, "at": now()}

    assert not events.settle(answer=Answer(taken=True, code="http-200"), **settle)
    assert not events.settle(answer=Answer(taken=False, code="http-500"), **settle)
    assert ServiceEvent.objects.get().state is Told.DONE


def test_a_number_for_answers_is_one_services(office):
    first, second = office.live(), office.registered()
    office.change(first, number_for_answers="0440001234")
    page = office.browser("sarang").post(
        f"/senders/{second.key}/edit/",
        {
            "name": CONTENT.name,
            "unit": CONTENT.unit,
            "number_for_answers": "0440001234",
            "version": second.version,
        },
    )

    assert page.status_code == 422
    assert "다른 보내는 곳이 받습니다" in page.content.decode()
