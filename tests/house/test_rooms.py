"""A room is declared in its own `apps.py` and nowhere else: no other storey names a context."""

import ast
import re
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.conf import settings

from jiphyeon.foundation.accounts.roles import roles
from jiphyeon.foundation.rooms.declared import rooms
from jiphyeon.foundation.rooms.declaring import RoomConfig

SOURCE = Path(__file__).resolve().parents[2] / "src" / "jiphyeon"
ROOMS = rooms()
CONTEXTS = [room for room in ROOMS if ".contexts." in room.name]
NAMES = {room.label for room in CONTEXTS}
OTHER_STOREYS = [
    path
    for storey in ("config", "desk", "foundation", "commands")
    for path in (SOURCE / storey).rglob("*")
    if path.suffix in {".py", ".html"} and "migrations" not in path.parts
]
DECLARED = ("load_city", "load_demo", "home", "my_page", "my_work", "records")


def test_every_room_declares_itself_by_the_one_type():
    ours = [app for app in apps.get_app_configs() if app.name.startswith("jiphyeon.")]

    assert [app.name for app in ours if not isinstance(app, RoomConfig)] == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.label)
def test_what_a_room_declares_is_there(room):
    for where in (*(getattr(room, one) for one in DECLARED), *room.queues, *room.intakes):
        assert not where or room.find(where), f"{room.label}: {where}"


def named_in(text):
    """The contexts a source names: by an import, an address or a dotted name. A word alone may be anybody's."""
    of = "|".join(sorted(NAMES))
    return {
        match.group(1)
        for match in re.finditer(rf"""contexts[./]({of})\b|["'/]({of})[:/]|url '({of}):""", text)
        for match in [re.match(rf".*?({of})", match.group(0))]
    }


def test_every_role_of_the_demo_cast_is_declared_by_one_room():
    declared = [role for room in ROOMS for role in room.roles]
    people = yaml.safe_load((settings.CITY_PACK / "demo" / "people.yaml").read_text(encoding="utf-8"))

    assert len(declared) == len(set(declared)) == len(roles())
    assert {role for one in people["officers"] for role in one["roles"]} <= set(declared)


def test_no_other_storey_names_a_context():
    found = {
        path.relative_to(SOURCE).as_posix(): names
        for path in OTHER_STOREYS
        if (names := named_in(path.read_text(encoding="utf-8")))
    }

    assert found == {}


def test_the_search_finds_what_it_is_for():
    assert named_in("from jiphyeon.contexts.plans import api") == {"plans"}
    assert named_in('address("benefits:find")') == {"benefits"}
    assert named_in('link_url="/benefits/find/"') == {"benefits"}
    assert named_in("{% url 'plans:mine' %}") == {"plans"}
    assert named_in("plans of the committee, benefits") == set()


def called_by(room):
    """The other contexts whose front or events a room's code imports."""
    found = set()
    for path in Path(room.path).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("jiphyeon.contexts."):
                found.add(node.module.split(".")[2])
    return found - {room.label}


@pytest.mark.parametrize("room", CONTEXTS, ids=lambda room: room.label)
def test_a_room_comes_after_the_rooms_it_calls(room):
    assert set(room.after) == called_by(room)
