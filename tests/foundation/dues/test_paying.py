"""Money is paid in at the payment house: only the whole, once, signed; and what a day's list says besides."""

import hmac
import json
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.utils import timezone

from jiphyeon.foundation.clock.now import civil_today, now
from jiphyeon.foundation.dues import api as dues
from jiphyeon.foundation.dues import queries
from jiphyeon.foundation.dues.enums import DueState, Outcome
from jiphyeon.foundation.dues.models import AmountChange, Movement, Order, Receivable
from jiphyeon.foundation.jobs import events
from jiphyeon.foundation.ledger.record import receipts_about
from jiphyeon.foundation.ledger.rows import compare
from jiphyeon.kernel import Citation, Refused, Won, Words

pytestmark = pytest.mark.django_db
TITLE = Words("주차 위반 과태료", "Parking fine")
SECRET = "demo-payments-secret"
DOOR = "/dues/callbacks/"


@pytest.fixture
def heard(monkeypatch):
    """What the owner of dues hears: the events, in their order."""
    from jiphyeon.foundation.dues.events import DuePaid, DueRefunded

    found = []

    def listens(event):
        found.append(event)

    listens.__qualname__ = "listens"
    for kind in (DuePaid, DueRefunded):
        monkeypatch.setitem(events._HEARERS, kind, [listens])
    return found


def owed(amount=40_000, *, days=10, **more):
    until = civil_today() + timedelta(days=days)
    return dues.open_due(
        owner="tests", owner_key="7", title=TITLE, amount=Won(amount), until=until, payer="김하나", **more
    )


def pays(house, key):
    """Open the payment page of a due and press its button."""
    address = dues.pay_address(key, back="/my/")
    assert house.http.post(address).status_code == 303
    return address


def settled(house, client, until):
    house.calls.hand_on(client, until=until)


def movements(key, **which):
    """Return what was recorded of a due; the house may still tell of what another test did."""
    return Movement.objects.filter(order__due__key=key, **which)


def state(key):
    return Receivable.objects.get(key=key).state


def call(client, *told, secret=SECRET, late=0):
    body = json.dumps({"events": told}).encode()
    stamp = str(int(now().timestamp()) + late)
    signed = hmac.new(secret.encode(), stamp.encode() + b"." + body, sha256).hexdigest()
    return client.post(
        DOOR,
        body,
        content_type="application/json",
        headers={"X-Timestamp": stamp, "X-Signature": f"sha256={signed}"},
    )


def movement(of, won, *, kind="paid", **more):
    return {
        "id": str(uuid4()), "movement": str(uuid4()), "order": str(of), "kind": kind, "amount": won,
        "at": now().isoformat(), **more,
    }  # fmt: skip


@pytest.fixture
def connected(settings):
    settings.PAYMENTS = "http://127.0.0.1:9"


def ordered(key):
    """Return the order of a due, the house being away."""
    with pytest.raises(Refused) as no:
        dues.pay_address(key, back="/my/")
    assert no.value.code == "house_away"
    return Order.objects.get(due__key=key)


def test_a_due_is_paid_at_the_house_and_its_owner_hears_it(payment_house, client, run_jobs, heard):
    key = owed()

    address = pays(payment_house, key)
    settled(payment_house, client, lambda: state(key) == DueState.PAID)
    run_jobs()

    page = payment_house.http.get(address).text
    assert "주차 위반 과태료" in page
    assert "40,000" in page
    assert f"{payment_house.calls.url}/my/" in page
    (paid,) = heard
    assert (paid.owner, paid.owner_key, paid.due, paid.amount, paid.is_late) == (
        "tests",
        "7",
        key,
        40_000,
        False,
    )
    assert [one.kind for one in receipts_about(f"due:{key}")] == ["dues.opened", "dues.paid"]
    with pytest.raises(Refused) as no:
        dues.pay_address(key, back="/my/")
    assert no.value.code == "due_paid"
    assert dues.of(key).paid == 40_000


@pytest.mark.parametrize(("days", "amount"), [(-1, 40_000), (0, 32_000), (9, 32_000), (11, 41_200)])
def test_a_due_comes_to_what_its_day_says(days, amount):
    key = owed()
    today = civil_today()
    dues.change_amount(
        key,
        Won(32_000),
        first=today,
        reason=Words("미리 내는 감경", "early payment"),
        cites=[Citation("가온시 조례", "5")],
    )
    late = Words("가산금", "late addition")
    dues.change_amount(key, Won(41_200), first=today + timedelta(days=11), reason=late)

    found = queries.dues([key], today + timedelta(days=days))[key]

    assert found.amount == amount
    assert found.is_late == (days > 10)


def test_whoever_goes_back_and_forth_has_one_order(payment_house):
    key = owed()

    assert dues.pay_address(key, back="/my/") == dues.pay_address(key, back="/my/")


def test_too_little_is_not_taken_and_goes_back(payment_house, client, run_jobs, heard):
    key = owed()
    payment_house.fails("short", times=1)

    pays(payment_house, key)
    settled(payment_house, client, movements(key).exists)
    run_jobs()
    settled(payment_house, client, movements(key, refunded_at__isnull=False).exists)

    assert state(key) == DueState.OPEN
    assert heard == []
    assert movements(key).get(kind="paid").outcome == Outcome.WRONG_AMOUNT


def test_an_amount_that_changed_after_it_was_asked_for_is_not_taken(client, connected, run_jobs, heard):
    key = owed()
    order = Order.objects.create(
        due=Receivable.objects.get(key=key), amount=40_000, on=civil_today(), asked_at=now()
    )
    dues.change_amount(key, Won(32_000), first=civil_today(), reason=Words("감경", "reduction"))

    call(client, movement(order.key, 40_000))

    assert state(key) == DueState.OPEN
    assert movements(key).get().outcome == Outcome.WRONG_AMOUNT


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+12:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_outside_of_all_years_is_400(client, connected, at):
    assert call(client, movement(uuid4(), 40_000, at=at)).status_code == 400


def test_what_is_paid_twice_is_taken_once_and_the_rest_goes_back(payment_house, client, run_jobs, heard):
    key = owed()
    payment_house.fails("twice", times=1)

    pays(payment_house, key)
    settled(payment_house, client, lambda: movements(key, kind="paid").count() == 2)
    run_jobs()
    settled(payment_house, client, movements(key, refunded_at__isnull=False).exists)
    run_jobs()

    assert state(key) == DueState.PAID
    assert [one.amount for one in heard] == [40_000]
    outcomes = movements(key, kind="paid").order_by("outcome").values_list("outcome", flat=True)
    assert list(outcomes) == [Outcome.PAID_ALREADY, Outcome.TAKEN]


def test_what_was_paid_is_given_back_once_decided(payment_house, client, run_jobs, heard):
    key = owed()
    with pytest.raises(Refused):
        dues.refund(key, reason=TITLE)
    pays(payment_house, key)
    settled(payment_house, client, lambda: state(key) == DueState.PAID)

    payment_house.fails("error", times=1)
    dues.refund(key, reason=Words("이의를 받아들임", "objection upheld"))
    assert state(key) == DueState.REFUNDING
    run_jobs()
    run_jobs(clock=lambda: now() + timedelta(minutes=5))
    settled(payment_house, client, lambda: state(key) == DueState.REFUNDED)
    run_jobs()

    assert [type(one).__name__ for one in heard] == ["DuePaid", "DueRefunded"]


def test_a_cancelled_due_takes_nothing(client, connected, run_jobs):
    key = owed()
    order = ordered(key)
    dues.cancel(key, reason=TITLE)

    assert call(client, movement(order.key, 40_000)).json()["events"] == [{"result": "not_owed"}]
    for deed in (dues.cancel, dues.refund):
        with pytest.raises(Refused):
            deed(key, reason=TITLE)
    with pytest.raises(Refused) as no:
        dues.pay_address(key, back="/my/")
    assert no.value.code == "due_cancelled"
    assert Movement.objects.get().refund


def test_late_is_told_by_the_day_it_was_asked_for(client, connected, run_jobs, heard):
    key = owed(days=-1)
    order = ordered(key)

    one = movement(order.key, 40_000)
    for _ in range(50):
        assert call(client, one).status_code == 200
    run_jobs()

    assert [event.is_late for event in heard] == [True]
    assert Movement.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "40000"},
        {"amount": 1.5},
        {"amount": True},
        {"amount": -1},
        {"amount": 0},
        {"at": "now"},
        {"order": "x"},
        {"kind": "lent"},
        {"movement": None},
    ],
)
def test_what_is_no_payment_is_400(client, connected, wrong):
    assert call(client, movement(uuid4(), 40_000, **wrong)).status_code == 400
    assert not Movement.objects.exists()


def test_an_order_that_is_none_of_ours_is_404_and_kept(client, connected):
    answer = call(client, movement(uuid4(), 40_000))

    assert answer.status_code == 404
    assert Movement.objects.get().outcome == Outcome.UNKNOWN


def test_a_wrong_signature_a_wrong_clock_and_no_house(client, connected, settings):
    one = movement(uuid4(), 40_000)
    assert call(client, one, secret="another").status_code == 401
    assert call(client, one, late=600).status_code == 400
    settings.PAYMENTS_SECRET = ""
    assert call(client, one, secret="").status_code == 401
    assert not Movement.objects.exists()


def test_one_key_twice_is_one_due_and_nothing_is_no_due():
    key = uuid4()
    assert owed(key=key) == owed(key=key) == key
    for amount in (0, -1):
        with pytest.raises(Refused):
            owed(amount)
    with pytest.raises(Refused):
        dues.change_amount(key, Won(0), first=civil_today(), reason=TITLE)
    with pytest.raises(Refused) as no:
        dues.of(uuid4())
    assert no.value.code == "due_unknown"


def test_rows_are_held_against_their_leaves():
    key = owed()
    dues.change_amount(key, Won(32_000), first=civil_today(), reason=TITLE)
    other = owed()
    dues.cancel(other, reason=TITLE)
    assert compare().problems == []
    Receivable.objects.filter(key=key).update(amount=1)
    Receivable.objects.filter(key=other).update(state=DueState.OPEN)
    AmountChange.objects.update(amount=2)
    assert len(compare().problems) == 3


def test_a_change_set_back_or_taken_away_is_missed():
    key = owed()
    for amount in (32_000, 50_000):
        dues.change_amount(key, Won(amount), first=civil_today(), reason=TITLE)
    assert compare().problems == []

    AmountChange.objects.update(amount=32_000)
    assert ["a change of its amount" in one.en for one in compare().problems] == [True]
    AmountChange.objects.all().delete()
    assert ["a change of its amount" in one.en for one in compare().problems] == [True]


@pytest.mark.parametrize(
    ("who", "status"), [(None, 302), ("hana", 403), ("seoyeon", 403), ("garam", 200), ("bom", 200)]
)
def test_only_whoever_sees_money_paid_in_and_auditors_read(as_person, who, status, settings):
    key = owed()
    person = as_person(who)
    for address in ("/dues/desk/", f"/dues/desk/{key}/", "/dues/settlement/"):
        assert person.get(address).status_code == status


@pytest.mark.parametrize("who", ["garam", "seoyeon", "hana"])
def test_nobody_else_takes_in(as_person, who):
    assert as_person(who).post("/dues/settlement/take-in/").status_code == 403


def test_a_payment_the_house_never_told_is_on_its_list_and_is_taken_in(
    as_person, payment_house, run_jobs, heard
):
    key = owed()
    payment_house.fails("held")
    pays(payment_house, key)
    officer = as_person("bom")
    day = timezone.localdate()

    page = officer.get("/dues/settlement/", {"day": day}).content.decode()
    assert "결제소에만 있음" in page
    page = officer.post("/dues/settlement/take-in/", {"day": day}, follow=True).content.decode()
    run_jobs()

    assert "건을 장부에 넣었습니다" in page  # and what other tests paid at the house
    assert state(key) == DueState.PAID
    assert len(heard) == 1
    assert "서로 다른 것이 없습니다" in page
    file = officer.get("/dues/settlement/", {"day": day, "format": "xlsx"})
    assert file.content[:2] == b"PK"
    payment_house.works()


def test_a_house_that_is_away_is_said_in_words(as_person, connected):
    officer = as_person("bom")
    assert "잠시 뒤에 다시" in officer.get("/dues/settlement/", {"day": "nonsense"}).content.decode()
    page = officer.post("/dues/settlement/take-in/", {"day": "2026-03-02"}, follow=True).content.decode()
    assert "잠시 뒤에 다시" in page
