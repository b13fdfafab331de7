"""A room that does not exist, publishing one table: the example of the README, which the tests use."""

from datetime import date

import pytest
from django.core.cache import cache

from jiphyeon.foundation.open_data import datasets
from jiphyeon.foundation.open_data.datasets import Asked, Dataset, Field, Parameter, Room
from jiphyeon.kernel import Words

KINDS = {"park": Words("공원", "park"), "hall": Words("회관", "hall")}
PLACES = [
    {"code": "P1", "name": Words("중앙공원", "Central Park"), "kind": "park", "area": 1200, "opened": date(2020, 5, 5), "free": True, "tags": ("산책", "물")},
    {"code": "=2+3", "name": Words("@회관", "-Hall"), "kind": "hall", "area": None, "opened": date(2024, 2, 1), "free": False, "tags": ()},
    {"code": "P3", "name": Words('한솔, "공원"', 'Hansol, "park"'), "kind": "park", "area": -7, "opened": date(2024, 3, 1), "free": None, "tags": ("=1",)},
]  # fmt: skip


def rows(asked: Asked):
    for place in PLACES:
        if place["opened"] <= asked.as_of and asked.choice.get("kind", place["kind"]) == place["kind"]:
            yield place


EXAMPLE = Dataset(
    "places",
    Words("시설", "Places"),
    Words("누구나 쓰는 시설입니다.", "Places anybody may use."),
    Words("문을 연 날부터 셉니다.", "Counted from the day they open."),
    (
        Field("code", Words("번호", "Code")),
        Field("name", Words("이름", "Name"), "words"),
        Field("kind", Words("종류", "Kind"), choices=KINDS),
        Field("area", Words("넓이", "Area"), "whole", Words("제곱미터", "square metres")),
        Field("opened", Words("문을 연 날", "Opened on"), "day"),
        Field("free", Words("무료", "Free of charge"), "yes_no"),
        Field("tags", Words("꼬리표", "Tags"), "list"),
    ),
    rows,
    "daily",
    as_of="any day",
    key=("code",),
    parameters=(
        Parameter("kind", Words("종류", "Kind"), "choice", choices=lambda: KINDS),
        Parameter("least", Words("적어도", "At least"), least=1, most=99),
    ),
)
NOW = Dataset(
    "now", Words("지금", "Now"), Words("지금.", "Now."), Words("셉니다.", "Counted."),
    (Field("n", Words("수", "Number"), "whole"),), lambda _asked: ({"n": n} for n in range(12_000)), "continuous",
)  # fmt: skip


@pytest.fixture
def example(monkeypatch, db):
    """The house with this one room more; limits begin anew."""
    cache.clear()
    there = {
        **datasets.rooms(),
        "example": Room("example", Words("보기", "Example"), {"places": EXAMPLE, "now": NOW}),
    }
    for where in ("datasets", "views"):
        monkeypatch.setattr(f"jiphyeon.foundation.open_data.{where}.rooms", lambda: there)
    return EXAMPLE
