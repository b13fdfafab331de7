"""A text is as long as its channel counts it, and says which signs the channel cannot carry."""

import pytest

from jiphyeon.methods.wording import NOTIFY_TEXT, Channel, Measured, measured


def of(channel, body, **rest) -> Measured:
    return measured(body, channel.limit, **rest)


@pytest.mark.parametrize(
    ("body", "length", "is_short", "over"),
    [("가" * 45, 90, True, 0), ("가" * 45 + "a", 91, False, 0), ("가" * 1000, 2000, False, 0), ("가" * 1001, 2002, False, 2), ("a\n", 2, True, 0)],
)  # fmt: skip
def test_a_text_message_is_counted_in_bytes(body, length, is_short, over):
    found = of(Channel.TEXT, body)

    assert (found.length, found.is_short, found.over, found.fits) == (length, is_short, over, not over)


@pytest.mark.parametrize(
    ("body", "unreadable"),
    [
        ("확인👍 됨👍✅", ("👍", "✅")),
        ("똠방각하", ("똠",)),
        ("㎡·①…ℓ", ()),
        ("José", ("é",)),
        ("日本", ()),
        ("\u200b", ("\u200b",)),
    ],
)
def test_signs_a_phone_cannot_show_are_named(body, unreadable):
    found = of(Channel.TEXT, body)

    assert found.unreadable == unreadable
    assert found.fits is not bool(unreadable)
    assert found.length == sum(1 if sign.isascii() else 2 for sign in body)


def test_each_channel_counts_in_its_own_way():
    assert of(Channel.RELAY, "가" * 1001, buttons=6).over == 1
    assert of(Channel.RELAY, "가👍" * 500, buttons=5).fits
    assert of(Channel.RELAY, "", buttons=6).buttons_over == 1
    assert of(Channel.EMAIL, "가" * 666_667, subject="").over == 1
    assert of(Channel.EMAIL, "", subject="가").length == 3
    assert of(Channel.PAPER, "가" * 100_000).fits
    assert measured("a" * 919, NOTIFY_TEXT).over == 1
