"""The words of senders. What a program reads is GOV.UK Notify's word; what an officer reads stands beside it."""

from __future__ import annotations

from enum import StrEnum

from jiphyeon.kernel import WordsEnum


class Stage(StrEnum):
    """Where a service stands. On trial it reaches its own guests alone."""

    TRIAL = "trial"
    LIVE = "live"
    STOPPED = "stopped"
    CLOSED = "closed"


class KeyKind(WordsEnum):
    """What is sent with a key: to everybody, to the service's guests, or to nobody."""

    LIVE = "live", "실제 발송", "live"
    TEAM = "team", "시험 받는 사람에게만", "guest list only"
    TEST = "test", "보내지 않고 시험", "test, nothing is sent"


class Type(WordsEnum):
    """By which way a notification goes, in the words of the contract."""

    SMS = "sms", "문자", "text message"
    EMAIL = "email", "이메일", "e-mail"
    LETTER = "letter", "우편", "letter"


class Told(WordsEnum):
    """How far telling a service of one event has come."""

    WAITING = "waiting", "기다림", "waiting"
    DONE = "done", "알림", "told"
    GIVEN_UP = "given_up", "그만둠", "given up"
