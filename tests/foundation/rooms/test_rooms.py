"""What a room declares in its `apps.py`, and the order in which rooms are loaded."""

import pytest

from jiphyeon.foundation import clock
from jiphyeon.foundation.rooms.declared import in_order, rooms
from jiphyeon.foundation.rooms.declaring import RoomConfig
from jiphyeon.foundation.ui import errands
from jiphyeon.kernel import Refused


def room(label_, after_=()):
    class Made(RoomConfig):
        name = "jiphyeon.foundation.clock"
        label = label_
        after = after_

    return Made(Made.name, clock)


def labels(given):
    return [one.label for one in given]


def test_a_room_stands_after_those_it_leans_on():
    given = [room("a", ["c"]), room("b"), room("c", ["d"]), room("d")]

    assert labels(in_order(given)) == ["d", "c", "a", "b"]


def test_rooms_that_wait_for_one_another_are_named():
    with pytest.raises(Refused, match="a → c → b → a"):
        in_order([room("a", ["c"]), room("b", ["a"]), room("c", ["b"])])


def test_a_room_after_one_that_is_not_there_is_named():
    with pytest.raises(Refused, match="a comes after 'z', which is no room"):
        in_order([room("a", ["z"])])


def test_what_no_room_has_cannot_be_declared():
    with pytest.raises(TypeError, match="Wrong declares what no room has: lode_city"):
        type("Wrong", (RoomConfig,), {"name": "jiphyeon.foundation.clock", "lode_city": "api.load_city"})


def test_the_citys_rooms_are_loaded_foundation_first_and_as_they_call_one_another():
    order = labels(rooms())

    assert (
        order.index("organisation")
        < order.index("accounts")
        < order.index("mydata")
        < order.index("benefits")
    )
    assert order.index("plans") < order.index("benefits")


def test_an_announced_errand_gives_way_to_the_room_that_opens_it(tmp_path, settings):
    settings.CITY_PACK = tmp_path
    (tmp_path / "city.yaml").write_text(
        "errands: [{order: 10, ko: 옛 문, en: Old door}, {order: 15, ko: 새 문, en: New door}]",
        encoding="utf-8",
    )

    shown = [(one.words.en, one.url) for one in errands.errands()]

    assert shown == [
        ("Find what I can get", "/programmes/find/"),
        ("New door", ""),
        ("My notices", "/notices/"),
        ("Check that a notice is real", "/e-notices/check/"),
    ]
