"""What is not right is refused in the contract's shape, whatever it is."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from jiphyeon.contexts.senders.enums import KeyKind, Type
from jiphyeon.contexts.senders.models import SHARDS, DayCount, Notification
from jiphyeon.contexts.senders.rules import contract
from jiphyeon.contexts.senders.rules.answers import Rejected
from jiphyeon.contexts.senders.rules.callbacks import fault_of
from jiphyeon.foundation.messages.models import Message
from jiphyeon.methods.wording import Channel

NOBODY = "00000000-0000-4000-8000-000000000000"
RESIDENT = "900101-2123451"


def messages(answer):
    told = answer.json()
    assert told["status_code"] == answer.status_code
    return answer.status_code, [one["message"] for one in told["errors"]]


def test_every_fault_of_a_request_is_told_at_once(office):
    program = office.key(office.live())

    answer = program.post(
        "/v2/notifications/sms",
        {"template_id": "x", "reference": 7, "personalisation": [], "sms_sender_id": 3, "colour": "red"},
    )

    assert messages(answer) == (
        400,
        [
            "phone_number is a required property",
            "Additional properties are not allowed (colour was unexpected)",
            "reference 7 is not of type string",
            "personalisation [] is not of type object",
            "template_id is not a valid UUID",
            "sms_sender_id is not a valid UUID",
        ],
    )


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '"x"', '{"a":1,"a":2}', b"\xff\xfe", "[" * 50_000, "NaN"]
)
def test_what_is_no_object_is_refused(office, body):
    answer = office.key(office.live()).post("/v2/notifications/email", body)

    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_a_body_of_ten_megabytes_is_refused_in_words(office):
    answer = office.key(office.live()).post(
        "/v2/notifications/sms", json.dumps({"x": "y" * 10 * 1024 * 1024})
    )

    assert messages(answer) == (413, ["Request body is larger than 5 MB"])


def test_a_stranger_with_ten_megabytes_is_turned_away_before_they_are_read(office, client):
    answer = client.post("/v2/notifications/sms", "x" * 10_000_000, content_type="application/json")

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"template_id": NOBODY}, "Template not found"),
        ({"personalisation": {}}, "Missing personalisation: name"),
        ({"personalisation": {"name": None}}, "Missing personalisation: name"),
        ({"phone_number": "+44 7700 900999"}, "Cannot send to international mobile numbers"),
        ({"phone_number": "02-120"}, "phone_number is not a mobile number"),
        ({"phone_number": "010-1234-567８"}, "phone_number is not a mobile number"),
        (
            {"personalisation": {"name": "👍"}},
            "Message has characters that cannot be sent as a text message: 👍",
        ),
        (
            {"personalisation": {"name": "가" * 2_000}},
            "Content for template has 4020 bytes, and must be no more than 2000",
        ),
        ({"sms_sender_id": NOBODY}, f"sms_sender_id {NOBODY} does not exist in database for service id "),
        (
            {"personalisation": {"name": {"file": "eA=="}}},
            "personalisation name is a file, and files cannot be sent",
        ),
        ({"personalisation": {"name": "a\x00b"}}, "personalisation name holds a NUL character"),
    ],
)
def test_what_cannot_be_sent_says_why(office, change, message):
    text = office.text()
    document = {
        "phone_number": "010-1234-5678",
        "template_id": str(text),
        "personalisation": {"name": "하나"},
    }

    status, told = messages(office.key(office.live()).post("/v2/notifications/sms", document | change))

    assert status == 400
    assert told[0].startswith(message), told
    assert not Message.objects.exists()
    assert not Notification.objects.exists()


def test_values_nobody_asked_for_are_passed_over_and_not_kept(office):
    sent = office.key(office.live()).sms(office.text(), values={"name": "하나", "secret": "x"})

    assert sent.status_code == 201
    assert Message.objects.get().values == {"name": "하나"}


def test_a_resident_number_is_refused_in_the_contracts_shape(office):
    program, text = office.key(office.live()), office.text()

    status, told = messages(program.sms(text, values={"name": RESIDENT}))
    doubtful = program.sms(text, values={"name": "900101-2123456"})

    assert (status, "resident" in told[0].lower()) == (400, True)
    none = doubtful.json()["none"]
    assert doubtful.status_code == 400
    document = {
        "phone_number": "010-1234-5678",
        "template_id": str(text),
        "personalisation": {"name": "900101-2123456"},
    }
    assert (
        program.post("/v2/notifications/sms", document, **{none["header"]: none["value"]}).status_code == 201
    )


def test_another_units_wording_and_another_channels_are_not_found(office):
    program = office.key(office.live())
    elsewhere, mail, relay = (
        office.text(unit="digital-division"),
        office.text(Channel.EMAIL),
        office.text(Channel.RELAY),
    )

    assert messages(program.sms(elsewhere)) == (400, ["Template not found"])
    assert messages(program.sms(relay)) == (400, ["Template not found"])
    assert messages(program.sms(mail)) == (400, ["email template is not suitable for sms notification"])
    assert program.get(f"/v2/template/{elsewhere}").status_code == 404


def test_another_services_notification_is_not_there(office):
    text = office.text()
    mine = office.key(office.live()).sms(text).json()["id"]
    stranger = office.key(office.live())

    for where in (f"/v2/notifications/{mine}", f"/v2/notifications/{mine}/pdf"):
        assert messages(stranger.get(where)) == (404, ["No result found"])
    assert stranger.get("/v2/notifications", older_than=mine).json()["notifications"] == []


@pytest.mark.parametrize(
    "where",
    [
        "/v2/notifications/7", "/v2/template/x", "/v2/templates?type=fax", "/v2/notifications?status=lost",
        "/v2/notifications?template_type=fax", "/v2/notifications?older_than=x", "/v2/notifications?colour=red",
        f"/v2/template/{NOBODY}/version/0", f"/v2/template/{NOBODY}/version/99999999999999999999",
        "/v2/received-text-messages?older_than=x", "/v2/notifications?reference=%00",
    ],
)  # fmt: skip
def test_a_question_that_is_not_right_is_told_so(office, where):
    status, told = messages(office.key(office.live()).get(where))

    assert status == 400
    assert told


def test_another_method_is_told_which_one_there_is(office):
    program = office.key(office.live())

    assert messages(program.get("/v2/notifications/sms")) == (405, ["This address takes POST alone"])
    assert messages(program.post("/v2/templates", {})) == (405, ["This address takes GET alone"])


def test_a_days_limit_holds_and_nothing_is_counted_to_know_it(office):
    service, text = office.live(), office.text()
    program = office.key(service)
    program.sms(text)
    taken = set(
        DayCount.objects.values_list("shard", flat=True)
    )  # the first was counted in one of them, by chance
    for shard in [one for one in range(SHARDS) if one not in taken][:4]:
        DayCount.objects.create(
            service=service,
            day=office.today,
            type=Type.SMS,
            with_key=KeyKind.LIVE,
            shard=shard,
            count=62_499,
        )

    with CaptureQueriesContext(
        connection,
    ) as asked:
        last = [program.sms(text).status_code for _ in range(3)]
    refused = [messages(program.sms(text)) for _ in range(2)]

    assert last == [201, 201, 201]
    assert refused[-1] == (429, ["Exceeded sms daily limit of 250000 for today"])
    counting = [
        one["sql"]
        for one in asked
        if "COUNT(" in one["sql"].upper() and ("senders_notification" in one["sql"] or "outbox" in one["sql"])
    ]
    assert counting == []
    assert office.key(service, KeyKind.TEST).sms(text).status_code == 201  # which sends nothing


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
@settings(max_examples=200)
def test_whatever_is_asked_is_read_or_refused(document):
    refused = []
    for read in (
        lambda: contract.asked(Type.SMS, document),
        lambda: contract.asked(Type.LETTER, {"template_id": NOBODY, "personalisation": document}),
        lambda: contract.letter_file(document),
        lambda: contract.bulk({NOBODY: Type.EMAIL}, {"template_id": NOBODY, "rows": document}, most=10),
        lambda: contract.values_of({"personalisation": document}),
    ):
        try:
            read()
        except Rejected as no:
            refused.append((no.status, bool(no.errors)))
    assert set(refused) <= {(400, True)}


@pytest.mark.parametrize(
    "url",
    [
        "http://city.example/x", "https://", "https://a:b@city.example/", "https://city.example/#x", "ftp://city.example",
        "https://localhost/", "https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/", "https://[::ffff:127.0.0.1]/",
        "https://0.0.0.0/", "https://x.local/", "https://city.example:99999/", "https://집현.example/", "https://[x/",
        "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://[::127.0.0.1]/", "https://[fd00:ec2::254]/",
        "https://100.100.100.200/", "https://0.1.2.3/", "https://240.0.0.1/", "https://a..b/", f"https://{'a' * 64}.example/",
    ],
)  # fmt: skip
def test_nobody_is_told_at_an_address_like_this(url):
    assert fault_of(url, simulated=False) is not None


def test_a_machine_of_the_office_is_told():
    assert fault_of("https://reservations.city.example:8443/told?by=us", simulated=False) is None
    assert fault_of("https://10.1.2.3/told", simulated=False) is None
