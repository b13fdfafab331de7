"""What a city's `payees.yaml` says: which banks there are on a day, how long their numbers are, and how long a number is kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from jiphyeon.kernel import Citation, Refused, Words, source
from jiphyeon.kernel.source import Block

MOST_DIGITS = 16  # what the inquiry takes
ENDING = 4  # digits of a number that pages show


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank under its three-digit code, as it was called from `first` to `last` (None: still), with its numbers' lengths."""

    code: str
    words: Words
    first: date
    last: date | None
    least: int
    most: int

    def known_on(self, day: date) -> bool:
        """Return whether the bank went by this name on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how many months a number is kept, from a day on: unused (`idle`), no longer meant and never paid to (`unpaid`), or paid to."""

    first: date
    idle: int
    unpaid: int
    paid: int
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """How often a day, from a day on, one may give a person's accounts and have the bank asked about them."""

    first: date
    most: int


@dataclass(frozen=True, slots=True)
class Terms:
    """A city's accounts: its banks, the law that money goes to an account, how long numbers are kept, how often they are given."""

    banks: tuple[Bank, ...]
    paying: Citation
    keeping: tuple[Keeping, ...]
    asking: tuple[Limit, ...]

    def banks_on(self, day: date) -> list[Bank]:
        """Return the banks of a day, in the order of the pack."""
        return [bank for bank in self.banks if bank.known_on(day)]

    def bank(self, code: str, day: date) -> Bank | None:
        """Return a bank as it is called on a day; of one that is no more what it was called last."""
        named = [bank for bank in self.banks if bank.code == code and bank.first <= day]
        return named[-1] if named else None

    def keeping_on(self, day: date) -> Keeping:
        """Return how long numbers are kept by the rule of a day. Refused before the first rule."""
        found = [one for one in self.keeping if one.first <= day]
        if not found:
            raise Refused(
                "no_keeping_rule",
                ko="{day}에 쓸 계좌번호 보관 기준이 없습니다. payees.yaml에 적어 주세요.",
                en="payees.yaml has no rule on how long account numbers are kept on {day}.",
                day=day,
            )
        return found[-1]

    def most_a_day(self, day: date) -> int:
        """Return how often accounts may be given and asked about on a day. Refused before the first rule."""
        found = [one.most for one in self.asking if one.first <= day]
        if not found:
            raise Refused(
                "no_asking_rule",
                ko="{day}에 계좌를 하루 몇 번 알릴 수 있는지 기준이 없습니다. payees.yaml에 적어 주세요.",
                en="payees.yaml has no rule on how often accounts may be given on {day}.",
                day=day,
            )
        return found[-1]


@cache
def terms_of(pack: Path) -> Terms:
    """Return what a pack's `payees.yaml` says. Refused, with the line, where it cannot be read."""
    file = pack / "payees.yaml"
    block = source.read(file, file.name).only({"banks", "paying", "keeping", "asking"}, "the accounts")
    banks = tuple(_bank(one) for one in block.listed("banks", "the accounts"))
    return Terms(
        banks,
        block.citation("paying", "the accounts"),
        tuple(_keeping(one) for one in block.listed("keeping", "the accounts")),
        tuple(_limit(one) for one in block.listed("asking", "the accounts")),
    )


def _bank(one: Block) -> Bank:
    what = "a bank"
    one.only({"code", "name", "from", "until", "digits", "verified"}, what)
    lengths = [source.whole_of(value, least=1) for value in one.values("digits", what)]
    if len(lengths) != 2 or not lengths[0] <= lengths[1] <= MOST_DIGITS:
        one.stop(
            "digits_backwards",
            "{key!r} wants the least and the most digits, at most {most}.",
            "‘{key}’에는 가장 적은 자리 수와 가장 많은 자리 수를 {most}까지 적어 주세요.",
            key="digits",
            most=MOST_DIGITS,
        )
    one.truth("verified", what)
    return Bank(
        one.text("code", what),
        one.words("name", what),
        one.day("from", what),
        one.day("until", what) if "until" in one else None,
        lengths[0],
        lengths[1],
    )


def _keeping(one: Block) -> Keeping:
    what = "how long numbers are kept"
    one.only({"from", "months", "cites"}, what)
    months = one.block("months", what).only({"idle", "unpaid", "paid"}, what)
    return Keeping(
        one.day("from", what),
        months.whole("idle", what, least=1),
        months.whole("unpaid", what, least=0),
        months.whole("paid", what, least=0),
        tuple(cite.cited(what) for cite in one.listed("cites", what)),
    )


def _limit(one: Block) -> Limit:
    what = "how often accounts are given"
    one.only({"from", "a_day"}, what)
    return Limit(one.day("from", what), one.whole("a_day", what, least=1))


def digits_of(written: str, bank: Bank) -> str:
    """Return the digits of a number as people write it: full-width, with blanks or dashes. Refused where they cannot be the bank's.

    >>> from datetime import date
    >>> digits_of("123-４５ 678901-2", Bank("004", Words("은행", "Bank"), date(2000, 1, 1), None, 11, 14))
    '123456789012'
    """
    plain = unicodedata.normalize("NFKC", written)
    digits = "".join(sign for sign in plain if sign not in " -\u2010\u2011\u2012\u2013\u2014.\u00b7")
    if not (digits.isascii() and digits.isdecimal()):
        raise Refused(
            "account_not_digits",
            ko="계좌번호는 숫자와 줄표(-)로만 적어 주세요.",
            en="Write the number in digits and dashes only.",
        )
    if not bank.least <= len(digits) <= bank.most:
        raise Refused(
            "account_length",
            ko="{bank_ko} 계좌번호는 숫자 {least}자리에서 {most}자리까지입니다. 적으신 것은 {count}자리입니다.",
            en="A number at {bank_en} has {least} to {most} digits; you wrote {count}.",
            bank_ko=bank.words.ko,
            bank_en=bank.words.en,
            least=bank.least,
            most=bank.most,
            count=len(digits),
        )
    return digits


def masked(bank: Bank | None, number: str) -> Words:
    """Return how pages name an account: the bank and the last digits of the number, which alone nobody can pay to."""
    if not number:
        return Words("파기한 계좌번호", "a number that was destroyed")
    called = bank.words if bank is not None else Words("은행", "Bank")
    ending = number[-ENDING:]
    return Words(f"{called.ko} 끝자리 {ending}", f"{called.en}, ending {ending}")


def names_of_banks(banks: Sequence[Bank], language: str) -> list[tuple[str, str]]:
    """Return the banks to choose from: code, name."""
    return [(bank.code, bank.words.text(language)) for bank in banks]
