"""The contract, as schemas: what each answer holds, and what it may hold besides."""

import base64
from datetime import timedelta
from uuid import uuid4

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from tests.contexts.senders.conftest import CONTENT, GUEST

from jiphyeon.contexts.senders.actions import events
from jiphyeon.contexts.senders.enums import KeyKind
from jiphyeon.contexts.senders.models import Notification
from jiphyeon.contexts.wordings import actions as wordings
from jiphyeon.contexts.wordings.models import Edition
from jiphyeon.foundation.casework.moving import move
from jiphyeon.foundation.clock.now import now
from jiphyeon.methods.wording import Channel

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
KEY = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
TEXT, MAYBE = {"type": "string"}, {"type": ["string", "null"]}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"}
MAYBE_MOMENT = {"anyOf": [MOMENT, {"type": "null"}]}


def an_object(**fields):
    """Return the schema of an object that holds exactly these fields."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


TEMPLATE = an_object(
    id=KEY, version={"type": "integer", "minimum": 1}, uri={"type": "string", "pattern": "^http"}
)
SENT = {"id": KEY, "reference": MAYBE, "uri": TEXT, "template": TEMPLATE, "scheduled_for": {"type": "null"}}
SENT_TEXT = an_object(**SENT, content=an_object(body=TEXT, from_number=TEXT))
SENT_EMAIL = an_object(
    **SENT,
    content=an_object(body=TEXT, subject=TEXT, from_email=TEXT, one_click_unsubscribe_url=MAYBE),
    sanitised_content={"type": "object", "additionalProperties": an_object(before=TEXT, after=TEXT)},
)
SENT_LETTER = an_object(**SENT, content=an_object(body=TEXT, subject=TEXT))
SENT_FILE = an_object(id=KEY, reference=TEXT, postage={"enum": ["first", "second", "economy"]})
NOTIFICATION = an_object(
    id=KEY, reference=MAYBE, email_address=MAYBE, phone_number=MAYBE,
    **{f"line_{n}": MAYBE for n in range(1, 7)}, postcode=MAYBE,
    postage={"enum": ["first", "second", "economy", None]}, type={"enum": ["sms", "email", "letter"]}, status=TEXT,
    template=TEMPLATE, body=TEXT, subject=MAYBE, created_at=MOMENT, created_by_name=MAYBE, sent_at=MAYBE_MOMENT,
    completed_at=MAYBE_MOMENT, opened_at=MAYBE_MOMENT, scheduled_for={"type": "null"}, one_click_unsubscribe_url=MAYBE,
    cost_in_pounds={"type": "null"}, is_cost_data_ready={"const": False}, cost_details={"type": "object"},
)  # fmt: skip
LINKS = {
    "type": "object", "properties": {"current": TEXT, "next": TEXT}, "required": ["current"], "additionalProperties": False,
}  # fmt: skip
SHOWN = an_object(
    id=KEY, type={"enum": ["sms", "email", "letter"]}, name=TEXT, created_at=MOMENT, updated_at=MAYBE_MOMENT, created_by=TEXT,
    version={"type": "integer"}, body=TEXT, subject=MAYBE, letter_contact_block=MAYBE, postage=MAYBE,
    personalisation={"type": "object", "additionalProperties": an_object(required={"type": "boolean"})},
)  # fmt: skip
PREVIEW = an_object(
    id=KEY, type=TEXT, version={"type": "integer"}, body=TEXT, subject=MAYBE, html=MAYBE, postage=MAYBE
)
RECEIVED = an_object(
    id=KEY, user_number=TEXT, notify_number=TEXT, service_id=KEY, content=TEXT, created_at=MOMENT
)


def holds(answer, schema, status=200):
    """Return an answer's body, held against a schema."""
    assert answer.status_code == status, answer.content
    told = answer.json()
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(told)
    return told


def test_what_is_sent_is_answered_as_described(office):
    program = office.key(office.live())
    mail, letter = office.text(Channel.EMAIL), office.text(Channel.PAPER)

    holds(program.sms(office.text()), SENT_TEXT, 201)
    told = holds(
        program.email(mail, values={"name": "하-나"}, sanitise_content_for=["NAME"], one_click_unsubscribe_url="https://a.example/u"),
        SENT_EMAIL, 201,
    )  # fmt: skip
    assert told["content"]["body"] == "하\\-나 님, 예약되었습니다."
    assert told["sanitised_content"] == {"name": {"before": "하-나", "after": "하\\-나"}}
    assert told["content"]["one_click_unsubscribe_url"] == "https://a.example/u"
    holds(program.letter(letter, ["김하나", "한누리대로 1", "30100"]), SENT_LETTER, 201)


def test_what_became_of_each_is_answered_as_described(office):
    program = office.key(office.live(), KeyKind.TEST)
    made = [
        program.sms(office.text()).json()["id"],
        program.email(office.text(Channel.EMAIL)).json()["id"],
        program.letter(office.text(Channel.PAPER), ["김하나", "한누리대로 1", "30100"]).json()["id"],
        holds(
            program.post("/v2/notifications/letter", {"reference": "x", "content": base64.b64encode(PDF).decode()}),
            SENT_FILE, 201,
        )["id"],
    ]  # fmt: skip

    found = [holds(program.get(f"/v2/notifications/{key}"), NOTIFICATION) for key in made]

    assert [one["type"] for one in found] == ["sms", "email", "letter", "letter"]
    assert found[2]["line_1"] == "김하나"
    assert found[2]["postcode"] == "30100"
    assert [one["status"] for one in found] == ["delivered", "delivered", "received", "received"]
    for key in made[2:]:
        letter = program.get(f"/v2/notifications/{key}/pdf")
        assert (letter.status_code, letter["Content-Type"], letter.content[:5]) == (
            200,
            "application/pdf",
            b"%PDF-",
        )
    assert (
        program.get(f"/v2/notifications/{made[0]}/pdf").json()["errors"][0]["message"]
        == "Notification is not a letter"
    )


def test_lists_go_on_where_their_links_lead(office, monkeypatch):
    from jiphyeon.contexts.senders import queries

    monkeypatch.setattr(queries, "PAGE", 2)
    program, text = office.key(office.live(), KeyKind.TEST), office.text()
    reference = str(uuid4())  # a key of its own in the link: clients look for the first one
    made = [program.sms(text, reference=reference).json()["id"] for _ in range(3)]
    program.sms(text, reference="another")

    schema = an_object(notifications={"type": "array", "items": NOTIFICATION}, links=LINKS)
    first = holds(
        program.get("/v2/notifications", reference=reference, status="delivered", include_jobs="True"), schema
    )
    second = holds(
        program.http.get(first["links"]["next"], headers={"authorization": f"Bearer {program.token()}"}),
        schema,
    )
    third = holds(
        program.http.get(second["links"]["next"], headers={"authorization": f"Bearer {program.token()}"}),
        schema,
    )

    assert [one["id"] for one in first["notifications"] + second["notifications"]] == made[::-1]
    assert first["links"]["next"].partition("?")[2].startswith(f"older_than={made[1]}")
    assert (third["notifications"], "next" in third["links"]) == ([], False)


def test_a_list_is_narrowed_by_words_of_the_contract(office):
    service = office.live()
    program, text, mail = office.key(service), office.text(), office.text(Channel.EMAIL)
    one, other = program.sms(text).json()["id"], program.email(mail).json()["id"]
    Notification.objects.filter(key=other).update(state="handed_over", sent_at=now())

    def listed(**query):
        return [found["id"] for found in program.get("/v2/notifications", **query).json()["notifications"]]

    assert listed(status="created") == [one]
    assert listed(status=["created", "sent"]) == [other, one]
    assert listed(status="failed") == []
    assert listed(template_type="email") == [other]
    assert listed(status="sending", template_type="email") == []


def test_templates_are_answered_as_described(office):
    program = office.key(office.live())
    texts = [office.text(channel) for channel in (Channel.TEXT, Channel.EMAIL, Channel.PAPER)]
    office.text(Channel.RELAY)

    listed = holds(program.get("/v2/templates"), an_object(templates={"type": "array", "items": SHOWN}))
    letter = holds(program.get(f"/v2/template/{texts[2]}"), SHOWN)
    preview = holds(
        program.post(f"/v2/template/{texts[1]}/preview", {"personalisation": {"NAME": "하나"}}), PREVIEW
    )

    assert {one["id"] for one in listed["templates"]} == {str(text) for text in texts}
    assert [one["type"] for one in program.get("/v2/templates", type="sms").json()["templates"]] == ["sms"]
    assert letter["letter_contact_block"] == CONTENT.contact_block
    assert letter["personalisation"] == {"name": {"required": True}}
    assert (preview["subject"], "하나 님" in preview["html"]) == ("예약 안내", True)
    assert program.post(f"/v2/template/{texts[1]}/preview", {"personalisation": {}}).status_code == 400


def test_a_version_is_an_edition_and_a_draft_is_none(office):
    program, text = office.key(office.live()), office.text()
    first = Edition.objects.get(text=text)
    second = wordings.begin_next(key=first.key, by=office.actor("narae"), on=office.today)

    assert program.get(f"/v2/template/{text}/version/2").status_code == 404
    row = Edition.objects.get(key=second)
    move(row, "propose", by=office.actor("narae"), on=office.today)
    wordings.approve(key=second, seen=row.version, by=office.actor("taegyeong"), on=office.today)

    assert holds(program.get(f"/v2/template/{text}"), SHOWN)["version"] == 2
    assert holds(program.get(f"/v2/template/{text}/version/1"), SHOWN)["version"] == 1
    versions = program.get(f"/service/{program.service}/template/{text}/versions").json()["data"]
    assert [one["version"] for one in versions] == [2, 1]
    assert program.sms(text).json()["template"]["version"] == 2


def test_what_was_written_to_the_service_is_listed(office):
    service = office.live()
    office.change(service, number_for_answers="0440001234")
    for n in range(2):
        events.receive(
            given=str(n),
            number="01023456789",
            to="0440001234",
            content=f"네 {n}",
            at=now() + timedelta(seconds=n),
        )

    schema = an_object(received_text_messages={"type": "array", "items": RECEIVED}, links=LINKS)
    told = holds(office.key(service, KeyKind.TEST).get("/v2/received-text-messages"), schema)

    assert [one["content"] for one in told["received_text_messages"]] == ["네 1", "네 0"]


@pytest.mark.parametrize(
    ("change", "status", "message"),
    [
        ({"content": base64.b64encode(b"GIF89a").decode()}, 400, "Letter content is not a valid PDF"),
        ({"content": "***"}, 400, "Cannot decode letter content (invalid base64 encoding)"),
        ({"content": 7}, 400, "content 7 is not of type string"),
        ({"postage": "by hand"}, 400, "postage invalid. It must be one of first, second, economy."),
        ({"template_id": "x"}, 400, "Additional properties are not allowed (template_id was unexpected)"),
        (
            {"content": base64.b64encode(PDF + b"x" * 2_200_000).decode()},
            400,
            "Letter content must be no larger than 2 MB",
        ),
    ],
)
def test_a_letter_as_a_file_is_looked_at(office, change, status, message):
    document = {"reference": "x", "content": base64.b64encode(PDF).decode()}

    answer = office.key(office.live()).post("/v2/notifications/letter", document | change)

    assert (answer.status_code, answer.json()["errors"][0]["message"]) == (status, message)


def test_abroad_is_for_services_that_may(office):
    letter, text = office.text(Channel.PAPER), office.text()
    home, abroad = office.live(), office.live()
    office.change(abroad, abroad=True)
    lines = ["Ada", "1 Road", "SW1 1AA"]

    refused = office.key(home).letter(letter, lines)
    assert (refused.status_code, refused.json()["errors"][0]["message"]) == (
        400,
        "Cannot send letters to other countries",
    )
    program = office.key(abroad)
    assert program.letter(letter, lines).status_code == 201
    assert program.sms(text, to="+447700900999").status_code == 201


def test_a_service_names_its_own_senders(office):
    service = office.live()
    office.change(service, reply_to="answers@mail.example")
    program, text, mail = office.key(service), office.text(), office.text(Channel.EMAIL)

    assert program.sms(text, sms_sender_id=str(service.sms_sender_id)).status_code == 201
    assert program.email(mail, to=GUEST, email_reply_to_id=str(service.reply_to_id)).status_code == 201
    assert program.email(mail, email_reply_to_id=str(service.sms_sender_id)).status_code == 400
