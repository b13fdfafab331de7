"""Where a change of terms stands, and the day from which it may hold."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from jiphyeon.kernel import Refused, WordsEnum, day_words


class ReformState(WordsEnum):
    """Where a change stands: written, put aside by its writer, laid before a second officer, in the rules, or not."""

    DRAFT = "draft", "작성 중", "Draft"
    DROPPED = "dropped", "버림", "Put aside"
    PROPOSED = "proposed", "승인을 기다림", "Waiting for approval"
    APPROVED = "approved", "승인됨", "Approved"
    REFUSED = "refused", "승인하지 않음", "Not approved"


MOST_OF_A_NAME = 80


def distinct_name(name: str, taken: Collection[str]) -> str:
    """Return the name, or the name with the first number that nobody has: two of one name could not be told apart.

    >>> distinct_name("상한 34세", {"상한 34세", "상한 34세 (2)"})
    '상한 34세 (3)'
    """
    found, number = name, 1
    while found in taken:
        number += 1
        end = f" ({number})"
        found = f"{name[: MOST_OF_A_NAME - len(end)]}{end}"
    return found


def require_future(first: date, on: date) -> None:
    """Refuse a change that would reach back: new terms hold only for what comes after (행정기본법 제14조 제1항)."""
    if first <= on:
        raise Refused(
            "not_in_the_future",
            ko="시행일({first})은 승인하는 날({on})보다 뒤여야 합니다. 이미 지난 신청에는 새 기준을 쓸 수 없습니다.",
            en="The first day ({first}) must be later than the day of approval ({on}); new terms do not reach back.",
            first=day_words(first),
            on=day_words(on),
        )
