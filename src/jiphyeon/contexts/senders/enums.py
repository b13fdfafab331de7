"""The words of senders. What a program reads is GOV.UK Notify's word; what an officer reads stands beside it."""

from __future__ import annotations

from enum import StrEnum

from jiphyeon.kernel import Words


class Stage(StrEnum):
    """Where a service stands. On trial it reaches its own guests alone."""

    TRIAL = "trial"
    LIVE = "live"
    STOPPED = "stopped"
    CLOSED = "closed"


class KeyKind(StrEnum):
    """What is sent with a key: to everybody, to the service's guests, or to nobody."""

    LIVE = "live"
    TEAM = "team"
    TEST = "test"

    @property
    def words(self) -> Words:
        return _KEYS[self]


_KEYS = {
    KeyKind.LIVE: Words("실제 발송", "live"),
    KeyKind.TEAM: Words("시험 받는 사람에게만", "guest list only"),
    KeyKind.TEST: Words("보내지 않고 시험", "test, nothing is sent"),
}


class Type(StrEnum):
    """By which way a notification goes, in the words of the contract."""

    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"

    @property
    def words(self) -> Words:
        return _TYPES[self]


_TYPES = {
    Type.SMS: Words("문자", "text message"),
    Type.EMAIL: Words("이메일", "e-mail"),
    Type.LETTER: Words("우편", "letter"),
}


class Told(StrEnum):
    """How far telling a service of one event has come."""

    WAITING = "waiting"
    DONE = "done"
    GIVEN_UP = "given_up"

    @property
    def words(self) -> Words:
        return _TOLD[self]


_TOLD = {
    Told.WAITING: Words("기다림", "waiting"),
    Told.DONE: Words("알림", "told"),
    Told.GIVEN_UP: Words("그만둠", "given up"),
}
