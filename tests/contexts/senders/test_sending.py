"""What programs send, in the contract's words."""

from jiphyeon.foundation.messages.models import Message


def test_a_text_message_is_put_and_told_of(office):
    service = office.live()
    program, text = office.key(service), office.text()

    answer = program.sms(text, reference="예약 7")

    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert told["content"]["body"] == "하나 님, 예약되었습니다."
    assert told["template"]["version"] == 1
    message = Message.objects.get(key=told["id"])
    assert (message.address, message.owner, message.state) == ("01023456789", "senders", "created")
    read = program.get(f"/v2/notifications/{told['id']}").json()
    assert (read["status"], read["phone_number"], read["body"], read["reference"]) == (
        "created", "01023456789", "하나 님, 예약되었습니다.", "예약 7",
    )  # fmt: skip
