"""The facts a rule may ask of a person, a household or a dwelling, and what somebody has told of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, NoReturn, cast

from jiphyeon.kernel import Citation, Refused, Words, day_of, source
from jiphyeon.kernel.periods import IsOpen
from jiphyeon.kernel.spelling import did_you_mean, perhaps
from jiphyeon.kernel.text import clean, identifier
from jiphyeon.methods.rules.model.tree import Type, Value
from jiphyeon.methods.rules.model.values import is_percent

MEMBERS = "members"
CLAIMANTS = "claimants"
PERSON_ID = "person_id"
AS_OF = "as_of"
# Longer than any length or share that anybody writes.
MOST_DIGITS = 40
# No sum of money or count of anything is larger; every reader, 64 bits and all, holds it.
LARGEST = 10**18


class Entity(StrEnum):
    """Whose fact it is."""

    PERSON = "person"
    HOUSEHOLD = "household"
    DWELLING = "dwelling"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that can be known, with how to ask it and what asking costs.

    `source` is a MyData item ("mydata:lease"), "form", or a register; `cost` is a positive whole number (1: a press of
    a button); a fact without `question` is only worked out. `bounds` are what the value can be at all; a bound
    of "as_of" moves with the day.
    """

    name: str
    type: Type
    entity: Entity
    label: Words
    question: Words | None = None
    why: Words | None = None
    unit: Words | None = None
    source: str = "form"
    cost: int = 1
    sensitivity: Literal["open", "personal", "sensitive"] = "personal"
    minimum: Value | None = None
    maximum: Value | None = None
    options: Mapping[str, Words] = field(default_factory=dict)
    can_change: bool = True
    citation: Citation | None = None
    worked_out: str = ""
    counts_household: bool = False

    @property
    def askable(self) -> bool:
        return self.question is not None


@dataclass(frozen=True, slots=True)
class Given:
    """A fact's value with where it came from, for callers who know; a plain value counts as told by the applicant."""

    value: object
    source: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one applicant on one day, checked.

    `own` holds the day under "as_of" and, where somebody listed them, the household's other members under "members",
    those who could claim the same thing under "claimants", and the person's id under "person_id".
    """

    own: dict[str, object]
    sources: Mapping[str, str]

    @property
    def as_of(self) -> date:
        return cast("date", self.own[AS_OF])

    @property
    def everybody(self) -> tuple[dict[str, object], ...]:
        """Return what is known of the applicant, and of each member of the household that somebody listed."""
        return (self.own, *cast("tuple[dict[str, object], ...]", self.own.get(MEMBERS, ())))


class Vocabulary(dict[str, Fact]):
    """Facts by name; checks what somebody tells against them."""

    def from_ratios(self, kept: Mapping[str, object]) -> dict[str, object]:
        """Return facts whose percentages were kept as shares of one ("0.041"), as holders send them and records keep them.

        Such a share is exact and means one thing; whoever tells a percentage by hand writes its sign.
        """
        return {name: self._from_ratio(name, value) for name, value in kept.items()}

    def _from_ratio(self, name: str, value: object) -> object:
        fact = self.get(name)
        if fact is None or fact.type is not Type.FRACTION or not is_percent(fact.unit):
            return value
        share = isinstance(value, int | float | Decimal | str) and not isinstance(value, bool)
        return _decimal(fact, value) if share and not str(value).endswith("%") else value

    def know(self, given: Mapping[str, object], as_of: date) -> Facts:
        """Return the facts told, each of its type and possible on `as_of`. None stands for not known.

        Raises Refused for a name nobody knows, a value of the wrong type, a float for money, an impossible value,
        and a household whose size does not answer to its members.
        """
        if type(as_of) is not date:
            raise Refused(
                "as_of_not_a_day",
                ko="기준일은 날짜여야 합니다: {day!r}",
                en="The day must be a date, not {day!r}.",
                day=as_of,
            )
        own: dict[str, Any] = {AS_OF: as_of}
        sources: dict[str, str] = {}
        others = None
        quick = self._quick
        for written, value in given.items():
            name = written if written.isascii() else clean(written)
            if name in own and name != AS_OF:
                raise Refused(
                    "fact_twice",
                    ko="'{name}'이(가) 두 번 적혀 있습니다.",
                    en="{name!r} stands here twice.",
                    name=name,
                )
            kind = quick.get(name)
            if kind is not None and value.__class__ is kind[0]:
                # Already of its type: only the bounds are left to ask.
                low, high = kind[1], kind[2]
                if (low is None or value >= low) and (high is None or value <= high):
                    own[name] = value
                    continue
            if name == MEMBERS:
                others = self._members(value, as_of)
            elif name == CLAIMANTS:
                own[CLAIMANTS] = self._claimants(value, as_of)
            elif name == PERSON_ID:
                own[PERSON_ID] = _identity(value)
            else:
                self._take(name, value, own, sources)
        if others is not None:
            self._household(own, others)
        return Facts(own, sources)

    def _take(self, name: str, value: object, into: dict[str, Any], sources: dict[str, str]) -> None:
        if isinstance(value, Given):
            sources[name] = value.source
            value = value.value
        fact = self.get(name)
        if fact is None:
            raise Refused(
                "unknown_fact",
                ko="{name!r}이라는 사실 항목은 없습니다.{perhaps}",
                en="There is no fact called {name!r}{hint}",
                name=name[:MOST_DIGITS],
                hint=did_you_mean(name, self),
                perhaps=perhaps(name, self),
            )
        if value is not None:
            into[name] = checked(fact, value, into[AS_OF])

    def _members(self, given: object, as_of: date) -> tuple[dict[str, Any], ...] | None:
        if given is None:
            return None
        if not isinstance(given, Sequence) or isinstance(given, str):
            raise Refused(
                "members_not_a_list",
                ko="members에는 다른 가구원의 목록이 와야 합니다.",
                en="“members” must be a list of the household's other members.",
            )
        return tuple(self._member(number, one, as_of) for number, one in enumerate(given, 1))

    def _member(self, number: int, given: object, as_of: date) -> dict[str, Any]:
        if not isinstance(given, Mapping):
            raise Refused(
                "member_not_facts",
                ko="{number}번째 가구원이 사실 항목의 모음이 아닙니다.",
                en="Member {number} is not an object of facts.",
                number=number,
            )
        facts: dict[str, Any] = {AS_OF: as_of}
        for name, value in given.items():
            if name == PERSON_ID:
                facts[PERSON_ID] = _identity(value)
                continue
            fact = self.get(name)
            if fact is not None and fact.entity is not Entity.PERSON:
                raise Refused(
                    "not_a_members_fact",
                    ko="'{name}'은(는) 가구원 한 사람의 사실이 아닙니다({number}번째 가구원).",
                    en="{name!r} is not a fact of one member (member {number}).",
                    name=name,
                    number=number,
                )
            self._take(name, value, facts, {})
        return facts

    def _claimants(self, given: object, as_of: date) -> tuple[dict[str, Any], ...]:
        if (
            not isinstance(given, Sequence)
            or isinstance(given, str)
            or not all(isinstance(one, Mapping) for one in given)
        ):
            raise Refused(
                "claimants_not_a_list",
                ko="claimants에는 같은 것을 신청할 수 있는 다른 사람들의 목록이 와야 합니다.",
                en="“claimants” must be a list of the others who could claim the same thing, each an object of facts.",
            )
        return tuple({**self.know(one, as_of).own} for one in given)

    @cached_property
    def is_open(self) -> IsOpen:
        """Return which days are open, for periods that move off holidays: every day, unless the pack's loader says."""
        return lambda _day: True

    @cached_property
    def shared(self) -> dict[str, Any]:
        """Return what was made once for every programme over these facts."""
        return {}

    @cached_property
    def _quick(self) -> dict[str, tuple[type, Any, Any]]:
        kinds = {Type.WON: int, Type.INTEGER: int, Type.BOOLEAN: bool}
        return {
            one.name: (kinds[one.type], *((None, None) if one.type is Type.BOOLEAN else _within_reach(one)))
            for one in self.values()
            if one.type in kinds
        }

    @cached_property
    def costs(self) -> dict[str, int]:
        """Return what asking each fact costs; listing the household's members is as dear as it gets."""
        every = {one.name: one.cost for one in self.values()}
        return {**every, MEMBERS: max(every.values(), default=1)}

    @cached_property
    def size_fact(self) -> str:
        """Return the name of the fact that counts the household, or nothing."""
        return next((fact.name for fact in self.values() if fact.counts_household), "")

    def _household(self, own: dict[str, Any], others: tuple[dict[str, Any], ...]) -> None:
        own[MEMBERS] = others
        if not self.size_fact:
            return
        size = own.get(self.size_fact)
        if size is not None and size != len(others) + 1:
            raise Refused(
                "household_size_differs",
                ko="가구원 수({told}명)와 적힌 가구원({listed}명, 본인 포함)이 다릅니다.",
                en="The household is said to have {told} members, but {listed} are listed (with the applicant).",
                told=size,
                listed=len(others) + 1,
            )
        own[self.size_fact] = len(others) + 1


def _within_reach(fact: Fact) -> tuple[Any, Any]:
    """Return the least and the greatest whole number that can be told."""
    return (
        1 - LARGEST if fact.minimum is None else fact.minimum,
        LARGEST - 1 if fact.maximum is None else fact.maximum,
    )


def _identity(value: object) -> str:
    """Return a person's id as text; a whole number is its digits."""
    if isinstance(value, int | str) and not isinstance(value, bool):
        found = identifier(str(value))
        if found:
            return found
    raise Refused(
        "not_an_id",
        ko="person_id에는 사람을 가리키는 번호가 글자나 정수로 와야 합니다.",
        en="“person_id” must be what names the person: a word or a whole number.",
    )


def checked(fact: Fact, value: object, as_of: date) -> Any:
    """Return the value if it is of the fact's type and possible on the day."""
    exact: Any = _READ[fact.type](fact, value)
    if fact.type is Type.BOOLEAN:
        return exact
    low = as_of if fact.minimum == AS_OF else fact.minimum
    high = as_of if fact.maximum == AS_OF else fact.maximum
    if low is not None and exact < low:
        raise _impossible(fact, exact, low, "fact_too_low")
    if high is not None and exact > high:
        raise _impossible(fact, exact, high, "fact_too_high")
    return exact


def _impossible(fact: Fact, value: Value, bound: Value, code: str) -> Refused:
    low, is_day = code == "fact_too_low", isinstance(bound, date)
    ko, en = {
        (True, False): (" 이상으로", "below"),
        (False, False): (" 이하로", "above"),
        (True, True): ("이나 그 뒤의 날로", "before"),
        (False, True): ("까지의 날로", "after"),
    }[low, is_day]
    return Refused(
        code,
        ko="{label}: {value}은(는) 있을 수 없는 값입니다. {bound}" + ko + " 적어 주세요.",
        en="{name}: {value} is impossible; it cannot be " + en + " {bound}.",
        name=fact.name,
        label=fact.label.ko,
        value=value,
        bound=bound,
    )


def _refuse(fact: Fact, value: object, code: str, ko: str, en: str) -> NoReturn:
    raise Refused(
        code,
        ko="{label}: " + ko + " ({written})",
        en="{name}: " + en + ", not {written}.",
        written=str(value) if isinstance(value, Decimal) else repr(value)[: 2 * MOST_DIGITS],
        name=fact.name,
        label=fact.label.ko,
        value=value,
    )


def _whole(fact: Fact, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) >= LARGEST:
            raise Refused(
                "fact_too_large",
                ko="{label}: 너무 큰 수입니다. 18자리까지 적을 수 있습니다.",
                en="{name}: the number is too large; at most 18 digits can be written.",
                name=fact.name,
                label=fact.label.ko,
            )
        return int(value)
    if fact.type is Type.WON:
        _refuse(
            fact,
            value,
            "fact_won_not_whole",
            "금액은 원 단위 정수로 적어 주세요",
            "money must be a whole number of won",
        )
    _refuse(fact, value, "fact_not_whole", "정수로 적어 주세요", "a whole number is needed")


def _fraction(fact: Fact, value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if is_percent(fact.unit):
        return _percentage(fact, value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(_whole(fact, value))
    return _decimal(fact, value)


def _decimal(fact: Fact, value: object) -> Fraction:
    # A length or an area as somebody wrote it: 84.98 means exactly that.
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(_whole(fact, value))
    if isinstance(value, str) and source.QUOTIENT.match(value):
        return Fraction(value)
    text = repr(value) if isinstance(value, float) else str(value) if isinstance(value, str | Decimal) else ""
    try:
        exact = Decimal(text if text.isascii() and "_" not in text else "")
    except InvalidOperation:
        exact = Decimal("NaN")
    # 1e999999999 is a few letters and a number too large to hold.
    if exact.is_finite() and len(text) <= MOST_DIGITS and abs(exact.adjusted()) <= MOST_DIGITS:
        return Fraction(*exact.as_integer_ratio())
    _refuse(fact, value, "fact_not_a_number", "숫자로 적어 주세요", "a number is needed")


def _percentage(fact: Fact, value: object) -> Fraction:
    """Return a percentage somebody told: with its sign, because a bare 0.9 might be 0.9 % or 90 %. Nought is nought."""
    text = (
        clean(value) if isinstance(value, str) else "0%" if value == 0 and not isinstance(value, bool) else ""
    )
    if source.EXACT.match(text) and (text.endswith("%") or not text.strip("0.")):
        return source.exact(text.replace("_", ""))
    _refuse(
        fact,
        value,
        "fact_percent_without_sign",
        '백분율은 기호와 함께 적어 주세요. 예: "4.1%"',
        'a percentage is written with its sign, such as "4.1%"',
    )


def _day(fact: Fact, value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        try:
            return day_of(value)
        except ValueError:
            pass
    _refuse(
        fact,
        value,
        "fact_not_a_day",
        "있는 날짜를 2024-03-04처럼 적어 주세요",
        "a day that exists, written 2024-03-04, is needed",
    )


def _truth(fact: Fact, value: object) -> bool:
    if isinstance(value, bool):
        return value
    _refuse(
        fact, value, "fact_not_a_truth", "예(true) 또는 아니요(false)여야 합니다", "true or false is needed"
    )


def _word(fact: Fact, value: object) -> str:
    if isinstance(value, str):
        value = identifier(value)
    if isinstance(value, str) and (value in fact.options or (fact.type is Type.CODE and value)):
        return value
    known = ", ".join(fact.options) or "…"
    _refuse(
        fact, value, "fact_not_a_choice", f"다음 가운데 하나여야 합니다: {known}", f"one of {known} is needed"
    )


_READ: dict[Type, Callable[[Fact, object], Any]] = {
    Type.WON: _whole,
    Type.INTEGER: _whole,
    Type.FRACTION: _fraction,
    Type.DATE: _day,
    Type.BOOLEAN: _truth,
    Type.CHOICE: _word,
    Type.CODE: _word,
}
