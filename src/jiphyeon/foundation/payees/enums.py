"""Where an account stands, what can be done to it, and what its bank said."""

from __future__ import annotations

from enum import StrEnum

from jiphyeon.kernel import WordsEnum


class AccountState(StrEnum):
    """Where an account stands."""

    CHECKING = "checking"
    DIFFERS = "differs"
    NOT_FOUND = "not_found"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    ENDED = "ended"
    PURGED = "purged"


CURRENT = (AccountState.CHECKING, AccountState.DIFFERS, AccountState.NOT_FOUND, AccountState.CONFIRMED)
"""Where the account stands that its owner means; each owner has one at most."""


class Deed(StrEnum):
    """What is done to an account."""

    GIVE = "give"
    CONFIRM = "confirm"
    DOUBT = "doubt"
    MISS = "miss"
    ASK_AGAIN = "ask_again"
    ACCEPT = "accept"
    REFUSE = "refuse"
    REPLACE = "replace"
    REMOVE = "remove"
    PURGE = "purge"


class Finding(WordsEnum):
    """What was found when the bank was asked whose account it is."""

    NOT_YET = "not_yet", "아직 은행에 확인하지 못했습니다", "Not asked at the bank yet"
    SAME = "same", "예금주 이름이 같습니다", "The holder's name is the owner's"
    DIFFERENT = "different", "예금주 이름이 다릅니다", "The holder's name is another"
    UNVOUCHED = (
        "unvouched",
        "이 사람의 이름을 확인해 준 곳이 없어 견줄 수 없습니다",
        "Nobody has vouched for this person's name, so there is nothing to compare",
    )
    NONE = "none", "은행에 그런 계좌가 없습니다", "The bank knows no such account"
