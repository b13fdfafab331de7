"""A city is data: no name of a place, office or unit of any pack stands in code, nor a code of its plan or programmes."""

import json
import re
from pathlib import Path

import pytest
import yaml

from jiphyeon import cities
from jiphyeon.foundation.organisation.about import city_of

SOURCE = Path(cities.__file__).resolve().parents[1]
PACKS = sorted(
    file.parent
    for folder in (cities.HERE, Path(__file__).resolve().parents[1] / "cities")
    for file in folder.glob("*/city.yaml")
)
KINDS = {".py", ".html", ".js", ".css", ".svg", ".po", ".txt", ".yaml", ".json", ".xml", ".typ"}
CODE = sorted(
    file
    for file in SOURCE.rglob("*")
    if file.suffix in KINDS and file.is_file()
    and not {"cities", "vendor", "__pycache__"} & set(file.relative_to(SOURCE).parts)
)  # fmt: skip


def read(file):
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def names_of(pack):
    """Return what a city is called, and its towns, units and posts, in both languages."""
    about, organisation = city_of(pack), read(pack / "organisation.yaml")
    towns = json.loads((pack / "map" / "towns.json").read_text(encoding="utf-8"))
    named = [(town["name_ko"], town["name_en"]) for town in towns["later"]]
    named += [(one["properties"]["name_ko"], one["properties"]["name_en"]) for one in towns["features"]]
    named += [tuple(unit["name"].values()) for unit in organisation["units"]]
    stem = re.sub("(특별자치시|특별시|광역시|시|군|구)$", "", about.name.ko)
    return {pack.name, stem, about.name.en, *(word for pair in named for word in pair)}


def codes_of(pack):
    """Return the codes of initiatives, programmes, units, posts and facilities; a bare word could be anybody's."""
    organisation, office = read(pack / "organisation.yaml"), read(pack / "benefits.yaml")
    codes = {one["code"] for kind in ("units", "posts") for one in organisation[kind]}
    codes |= {*office["programmes"], *office.get("facilities", ())}
    for file in (pack / "plan").glob("*.yaml"):
        plan = read(file)
        headings = [*plan["directions"], *([plan["also"]] if "also" in plan else [])]
        codes |= {one["code"] for heading in headings for one in heading["initiatives"]}
    return {code for code in codes if "-" in code}


def test_there_is_more_than_one_city():
    assert {pack.name for pack in PACKS} == {"gaon", "sejong"}


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_no_name_and_no_code_of_a_city_stands_in_code(pack):
    names = "|".join(map(re.escape, sorted(names_of(pack), key=len, reverse=True)))
    codes = "|".join(map(re.escape, sorted(codes_of(pack), key=len, reverse=True)))
    wanted = re.compile(rf"{names}|(?<![\w-])(?:{codes})(?![\w-])", re.IGNORECASE)

    found = [
        f"{file.relative_to(SOURCE)}:{number}: {hit.group()}"
        for file in CODE
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        for hit in wanted.finditer(line)
    ]

    assert found == []
