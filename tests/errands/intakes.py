"""Prices from a file, declared as every room declares what it takes."""

from dataclasses import dataclass
from datetime import date
from itertools import islice

from tests.errands.models import Errand, Price
from tests.errands.tables import KINDS

from jiphyeon.contexts.programmes.roles import CASE_OFFICER
from jiphyeon.foundation.imports.declaring import Column, Intake
from jiphyeon.kernel import Refused, Words
from jiphyeon.kernel.refusal import Place


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One price."""

    code: str
    kind: str
    amount: int
    since: date | None


def row(values):
    if values["kind"] == "paper" and values["amount"] > 10_000:
        raise Refused(
            "paper_too_dear",
            ko="서류는 10,000원까지입니다. 값이나 종류를 고쳐 주세요.",
            en="Paper costs 10,000 won at most. Change the price or the kind.",
            place=Place("", column="amount"),
        )
    return PriceRow(values["code"], values["kind"], values["amount"], values["since"])


def take(rows, taking):
    count = 0
    while some := list(islice(rows, 1_000)):
        Price.objects.bulk_create(
            Price(code=one.code, kind=one.kind, amount=one.amount, since=one.since, came_by=taking.key)
            for one in some
        )
        count += len(some)
    return count


def undo(taking):
    if Errand.objects.filter(number__in=Price.objects.filter(came_by=taking.key).values("code")).exists():
        raise Refused(
            "prices_used",
            ko="이 값으로 받은 심부름이 있어 되돌릴 수 없습니다.",
            en="Errands stand on these prices, so they cannot be taken back.",
        )
    Price.objects.filter(came_by=taking.key).delete()


PRICES = Intake(
    name="errands.prices",
    words=Words("소포 값", "Prices"),
    columns=(
        Column("code", Words("번호", "Code"), "identifier", aliases=("품목 번호",), example="A-001"),
        Column("kind", Words("종류", "Kind"), "choice", choices=KINDS),
        Column("amount", Words("값", "Price"), "won", example="3000"),
        Column("since", Words("언제부터", "Since"), "day", required=False),
    ),
    unique=("code",),
    row=row,
    take=take,
    undo=undo,
    may=lambda actor: actor.has(CASE_OFFICER),
    most_rows=1_000_000,
)
