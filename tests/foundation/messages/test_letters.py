"""A letter is what `email.message` would have made: read back, it says the same."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from html import escape
from uuid import UUID

from hypothesis import example, given
from hypothesis import strategies as st

from jiphyeon.foundation.messages.letters import letters_of

KEY = UUID(int=7)
BEGUN = '<!doctype html>\n<html lang="ko"><meta charset="utf-8"><body>\n'
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=400)
LINES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=200)


def from_of(raw):
    """Return name and address of the sender; the newer reader puts a blank between two encoded words of a name."""
    name, address = parseaddr(message_from_bytes(raw)["From"])
    return str(make_header(decode_header(name))), address


def made(to, subject, body, at):
    """Return the letter as the standard library makes it."""
    letter = EmailMessage(policy=SMTP)
    letter["Message-ID"] = f"<{KEY}@city.example>"
    letter["Date"] = format_datetime(at)
    letter["To"] = to
    letter["Subject"] = " ".join(subject.split(" ")).strip()
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(body, cte="base64")
    letter.add_alternative(f"{BEGUN}<p>{escape(body)}</p>\n</body></html>", subtype="html", cte="base64")
    letter["Content-Language"] = "ko"
    return letter


@given(sender=LINES, subject=LINES, body=WORDS)
@example("가온시", "[가온시] 새 알림이 있습니다", "안녕하세요.\n\n.\n..점\n")
@example('Gaon, City "Hall"', "Plain", "")
@example("", "a" * 300, "b" * 3_000)
@example("0 \xa00", "", "")  # blanks of a name are one blank: readers make one of them
@example("가온시", "가" * 200 + "😀" * 30, "끝에 줄바꿈 없음")
def test_a_letter_says_what_the_standard_librarys_says(sender, subject, body):
    at = datetime(2026, 3, 2, 1, 2, 3, 456_789, tzinfo=UTC)
    raw = letters_of(sender, "no-reply@city.example", "ko")(
        KEY, at, "a@b.example", subject, body, f"<p>{escape(body)}</p>"
    )

    ours = message_from_bytes(raw, policy=SMTP)
    theirs = message_from_bytes(
        made("a@b.example", subject, body, at.replace(microsecond=0)).as_bytes(), policy=SMTP
    )
    for name in (
        "Message-ID",
        "Date",
        "To",
        "Subject",
        "Auto-Submitted",
        "Content-Language",
    ):
        assert str(ours[name]) == str(theirs[name]), name
    assert from_of(raw) == (" ".join(sender.split()), "no-reply@city.example")
    assert ours.get_content_type() == theirs.get_content_type() == "multipart/alternative"
    for mine, its in zip(ours.iter_parts(), theirs.iter_parts(), strict=True):
        assert (mine.get_content_type(), mine.get_content()) == (its.get_content_type(), its.get_content())
    assert not ours.defects


def test_a_subject_that_looks_encoded_is_read_as_it_was_written():
    at = datetime(2026, 3, 2, tzinfo=UTC)
    raw = letters_of("Gaon", "no-reply@city.example", "en")(KEY, at, "a@b.example", "=?utf-8?b?x?=", "", "")

    assert str(message_from_bytes(raw, policy=SMTP)["Subject"]) == "=?utf-8?b?x?="


@given(sender=LINES, subject=WORDS, body=WORDS)
def test_no_line_of_a_letter_is_too_long_or_ends_by_halves(sender, subject, body):
    at = datetime(2026, 3, 2, tzinfo=UTC)
    raw = letters_of(sender, "no-reply@city.example", "ko")(KEY, at, "a@b.example", subject, body, body)

    assert raw.isascii()
    assert raw.endswith(b"\r\n")
    lines = raw.split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert max(map(len, lines)) <= 998
    assert not any(line.startswith(b".") for line in lines)
    head = raw.split(b"\r\n\r\n")[0]
    assert head.count(b"\r\nSubject: ") == 1


def test_a_letter_says_where_answers_go_and_how_to_have_no_more_of_them():
    at = datetime(2026, 3, 2, tzinfo=UTC)
    letter = letters_of("가온시", "no-reply@city.example", "ko", reply_to="ask@city.example")
    leave = "https://city.example/leave/" + "x" * 370

    plain = message_from_bytes(letter(KEY, at, "a@b.example", "안내", "", ""), policy=SMTP)
    other = letter(
        KEY, at, "a@b.example", "안내", "", "", {"reply_to": "fees@city.example", "unsubscribe": leave}
    )
    read = message_from_bytes(other, policy=SMTP)

    assert (plain["Reply-To"], plain["List-Unsubscribe"]) == ("ask@city.example", None)
    assert (read["Reply-To"], read["List-Unsubscribe"]) == ("fees@city.example", f"<{leave}>")
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"  # RFC 8058
    assert max(map(len, other.split(b"\r\n"))) <= 998
