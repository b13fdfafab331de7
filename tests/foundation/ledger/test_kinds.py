"""What a fact is called is a matter of the room whose leaf it is in: two rooms may call different things by one name."""

import re
from pathlib import Path

import pytest

import jiphyeon
from jiphyeon.foundation.ledger import kinds
from jiphyeon.kernel import Words


@pytest.fixture
def named(monkeypatch):
    monkeypatch.setattr(kinds, "_FACTS", {})
    monkeypatch.setattr(kinds, "_VALUES", {})
    kinds.name_fact("pools", "by", "연 사람", "Opened by")
    kinds.name_fact("pools", "number", "레인", "Lane", values={"a": Words("가", "first")})
    kinds.name_fact("towers", "number", "층", "Floor")


def test_each_room_has_its_own_words_in_its_own_order(named):
    assert kinds.facts_called("pools.opened", {"number": "a", "by": "x", "else": 1}) == [
        (Words("연 사람", "Opened by"), "x"), (Words("레인", "Lane"), Words("가", "first")), ("else", 1),
    ]  # fmt: skip
    assert kinds.facts_called("towers.built", {"number": "a"}) == [(Words("층", "Floor"), "a")]


def test_a_room_that_named_nothing_shows_what_was_recorded(named):
    assert kinds.facts_called("parks.opened", {"number": "a"}) == [("number", "a")]


def test_people_read_words_days_and_sums_and_no_keys_hashes_or_codes(named):
    kinds.name_fact("pools", "day", "연 날", "Opened on")
    kinds.name_fact("pools", "fee", "요금(원)", "Fee (won)")
    kinds.name_fact("pools", "said", "말의 해시", "Hash of the words")
    kinds.name_fact("pools", "whose", "누구의", "Whose")
    kinds.name_fact("pools", "kind", "종류", "Kind")
    kinds.name_fact("pools", "open", "열림", "Open")
    kinds.name_fact(
        "pools", "of", "곳", "Place", values=lambda code: Words("보람", "Boram") if code == "b" else None
    )
    facts = {
        "by": "정민재", "number": "a", "day": "2024-03-02", "fee": 3000, "said": "ab" * 32, "kind": "sign_refusal",
        "whose": "902b7b96-0b30-465b-954a-28a2ac15cc38", "open": True, "of": "b", "else": "가",
    }  # fmt: skip

    assert kinds.read_by_people("pools.opened", facts) == [
        (Words("연 사람", "Opened by"), "정민재"), (Words("레인", "Lane"), Words("가", "first")),
        (Words("연 날", "Opened on"), Words("2024. 3. 2.(토)", "Sat 2 March 2024")), (Words("요금(원)", "Fee (won)"), 3000),
        (Words("곳", "Place"), Words("보람", "Boram")),
    ]  # fmt: skip
    assert kinds.read_by_people("pools.opened", {"of": "c", "fee": 0, "by": ""}) == []


def test_every_kind_that_is_put_on_the_log_has_a_name_in_both_languages():
    written = {
        kind
        for room in ("contexts", "foundation")
        for path in (Path(jiphyeon.__file__).parent / room).rglob("*.py")
        for kind in re.findall(r'append\(\s*kind="([a-z]+\.[a-z_]+)"', path.read_text(encoding="utf-8"))
    }

    assert {"notices.sent", "mydata.withdrawn", "plans.figure_added"} <= written
    assert written - dict(kinds.known_kinds()).keys() == set()
