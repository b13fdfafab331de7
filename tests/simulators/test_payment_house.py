"""The simulated payment house: an order is paid once and for a while; a refund is one; a day's list; who is answered."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from jiphyeon.simulators.payment_house.house import ORDER_SECONDS, House, store
from jiphyeon.simulators.web import ProtocolError

NOON = datetime(2026, 3, 2, 3, 0, tzinfo=UTC).timestamp()  # in Seoul
DAY = date(2026, 3, 2)


@pytest.fixture
def house(tmp_path):
    return House(store(tmp_path), token="t", office="http://office.example")


def order(house, **more):
    given = {"id": str(uuid4()), "title": "과태료", "amount": 40_000, "back": "/my/", **more}
    assert house.order(given, at=NOON) == f"/pay/{given['id']}"
    return given["id"]


def test_an_order_is_taken_once_and_paid_once(house):
    key = order(house)
    order(house, id=key, amount=1)

    house.pay(key, at=NOON)
    house.pay(key, at=NOON)

    assert [(one["order"], one["amount"]) for one in house.settled(DAY)] == [(key, 40_000)]
    assert house.settled(date(2026, 3, 3)) == []


def test_an_order_is_over_after_a_while(house):
    key = order(house)

    with pytest.raises(ProtocolError) as no:
        house.pay(key, at=NOON + ORDER_SECONDS)

    assert no.value.status == 410


def test_a_refund_is_one_and_of_a_payment(house):
    key = order(house)
    house.pay(key, at=NOON)
    (paid,) = house.settled(DAY)
    refund = {"id": str(uuid4()), "payment": paid["id"]}

    assert house.refund(refund, at=NOON) == "refunded"
    assert house.refund(refund, at=NOON) == "again"
    with pytest.raises(ProtocolError):
        house.refund({"id": str(uuid4()), "payment": refund["id"]}, at=NOON)
    assert [one["kind"] for one in house.settled(DAY)] == ["paid", "refunded"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 0},
        {"amount": True},
        {"amount": "1"},
        {"amount": 10**12},
        {"back": "//elsewhere.example"},
        {"back": "https://x"},
        {"id": ""},
        {"title": ""},
    ],
)
def test_what_is_no_order_is_refused(house, wrong):
    with pytest.raises(ProtocolError):
        order(house, **wrong)


def test_only_an_office_it_knows_is_answered(payment_house):
    for method, path in (
        ("POST", "/v1/orders"),
        ("POST", "/v1/refunds"),
        ("GET", "/v1/settlements/2026-03-02"),
    ):
        assert payment_house.http.request(method, payment_house.url + path, json={}).status_code == 401
    known = {"Authorization": "Bearer demo-payments-token"}
    assert payment_house.http.get(f"{payment_house.url}/v1/settlements/x", headers=known).status_code == 400
    assert (
        payment_house.http.post(f"{payment_house.url}/v1/orders", json=[], headers=known).status_code == 400
    )
    assert payment_house.http.get(f"{payment_house.url}/pay/nothing").status_code == 404


@pytest.mark.parametrize(("language", "words"), [("ko", "결제 (모의)"), ("en", "Payment (simulated)")])
def test_its_page_speaks_both_languages(payment_house, language, words):
    assert words in payment_house.http.get(payment_house.url, params={"lang": language}).text
