"""How far the e-mail that tells of a notice has come; what notices are about, how soon they are told, and what one may choose."""

from __future__ import annotations

from enum import StrEnum

from jiphyeon.kernel import Words


class MailState(StrEnum):
    """The notice itself is in the inbox from the start; these say only what became of its e-mail."""

    WAITING = "waiting"
    HELD = "held"  # for the one e-mail of a day
    HANDED_OVER = "handed_over"  # the mail server took it; whether anybody read it is another matter
    NO_ADDRESS = "no_address"
    REJECTED = "rejected"  # it was given up: the mail server said no for good, or was not reached for days
    NOT_WANTED = "not_wanted"  # the reader chose the inbox alone
    OPENED = "opened"  # the notice was read before the e-mail of the day


class Topic(StrEnum):
    """What a notice is about: a reader chooses by it how they are told."""

    CASES = "cases"
    MONEY = "money"
    OFFERS = "offers"
    DATA = "data"

    @property
    def words(self) -> Words:
        return _TOPICS[self]


_TOPICS = {
    Topic.CASES: Words("신청과 결정", "Applications and decisions"),
    Topic.MONEY: Words("지급과 받는 계좌", "Payments and accounts"),
    Topic.OFFERS: Words("받을 수 있는 지원", "Support you may get"),
    Topic.DATA: Words("내 자료와 동의", "My data and consents"),
}


class Urgency(StrEnum):
    """How soon a kind of notice wants to be told: at once whatever the reader chose, at once, or with the day's others."""

    URGENT = "urgent"
    ORDINARY = "ordinary"
    DAILY = "daily"


class Way(StrEnum):
    """How a reader wants to be told of notices about a topic. The inbox has them all."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    INBOX = "inbox"

    @property
    def words(self) -> Words:
        return _WAYS[self]


_WAYS = {
    Way.AT_ONCE: Words("올 때마다 전자우편으로", "By e-mail each time"),
    Way.DAILY: Words("하루에 한 번 모아 전자우편으로", "By one e-mail a day"),
    Way.INBOX: Words("내 알림에서만", "In my notices alone"),
}
