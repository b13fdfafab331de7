"""A city is a folder of data: one that comes with the house, by its name, or any other, by its path."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jiphyeon import cities
from jiphyeon.foundation.organisation.about import demo_begins
from jiphyeon.kernel import Refused


def run(*arguments, cwd=None, **environment):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(cities.__file__).parents[2]), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_name_is_a_pack_of_the_house_and_a_path_is_a_pack_anywhere(tmp_path):
    (tmp_path / "minari").mkdir()
    (tmp_path / "minari" / "city.yaml").write_text("name_ko: 미나리시\nname_en: Minari\n", encoding="utf-8")

    assert cities.pack("sejong") == cities.HERE / "sejong"
    assert cities.pack(str(tmp_path / "minari")) == tmp_path / "minari"
    assert cities.mydata_client(tmp_path / "minari") == "jiphyeon-minari"


@pytest.mark.parametrize("city", ["atlantis", "/nowhere/atlantis"])
def test_a_city_that_is_not_there_is_refused_with_those_that_are(city):
    with pytest.raises(Refused, match=f"no city pack {city}.*: sejong") as no:
        cities.pack(city)

    assert no.value.code == "no_such_city"


def test_commands_read_the_city_of_the_setting(tmp_path):
    shutil.copytree(cities.pack("sejong"), tmp_path / "minari")
    (tmp_path / "minari" / "programmes" / "job-interview-support.yaml").unlink()

    here = run("-m", "jiphyeon", "rules", "check", cwd=tmp_path, JIPHYEON_CITY="./minari")
    there = run("-m", "jiphyeon", "rules", "check")
    lost = run("-m", "jiphyeon", "rules", "check", JIPHYEON_CITY="atlantis")

    assert here.stdout.startswith("3 programmes, ")
    assert there.stdout.startswith("4 programmes, ")
    assert (lost.returncode, lost.stdout) == (2, "")
    assert lost.stderr == (
        "jiphyeon: There is no city pack atlantis: its folder must hold city.yaml. "
        "Those that come with the house: sejong.\n"
    )


def test_a_pack_that_does_not_say_when_its_demo_opens_is_refused_once_that_is_asked(tmp_path):
    (tmp_path / "city.yaml").write_text("name_ko: 미나리시\nname_en: Minari\n", encoding="utf-8")

    with pytest.raises(Refused, match="It does not say on which day the demo city opens"):
        demo_begins(tmp_path)


def test_the_invented_city_is_right_in_all_its_rules():
    gaon = str(Path(__file__).resolve().parents[1] / "cities" / "gaon")

    checked = run("-m", "jiphyeon", "rules", "check", JIPHYEON_CITY=gaon)
    tried = run("-m", "jiphyeon", "rules", "test", JIPHYEON_CITY=gaon)

    assert (
        checked.stdout.splitlines()[0]
        == "4 programmes, 24 clauses in their versions, 15 facts: nothing wrong."
    )
    assert tried.stdout == "14 cases written, 23 from thresholds: none differ.\n"
