"""The documents keep their word: links lead somewhere, and the tutorial's files do what it says they do."""

import json
import re
import shutil
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings

from jiphyeon.commands.rules.command import rules
from jiphyeon.contexts.programmes.rules import policy_file

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TUTORIAL = ROOT / "docs" / "tutorial" / "add-a-programme.md"


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_link_within_the_house_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8"))

    astray = [link for link in links if "://" not in link and not (page.parent / link).exists()]

    assert astray == []


def test_the_index_names_every_decision_as_it_is_called():
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(
        r"^- (\d+)\. \[(.+)\]\((.+)\)$", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    titled = [
        (number, title, file.name)
        for file in sorted(folder.glob("[0-9]*.md"))
        for number, title in re.findall(r"\A# (\d+)\. (.+)\n", file.read_text(encoding="utf-8"))
    ]

    assert len(titled) == len(list(folder.glob("[0-9]*.md")))
    assert [f"{int(number):04d}" for number, _title, name in titled] == [name[:4] for _n, _t, name in titled]
    assert listed == titled
    assert all(
        not line or line.startswith(("- ", "#", "Choices"))
        for line in (folder / "README.md").read_text(encoding="utf-8").splitlines()
    )


def test_pictures_are_small_enough_to_be_read_on_the_road():
    sizes = {file.name: file.stat().st_size for file in (ROOT / "docs" / "images").iterdir()}

    assert {name: size for name, size in sizes.items() if size > 200_000} == {}


@pytest.fixture
def followed(tmp_path):
    """Sejong's pack after somebody did what the tutorial says."""
    citation, named, programme, cases, finder, office = re.findall(
        r"```yaml\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL
    )
    pack = tmp_path / "sejong"
    shutil.copytree(settings.CITY_PACK, pack)
    with (pack / "citations.yaml").open("a", encoding="utf-8") as file:
        file.write("\n" + citation)
    with (pack / "instruments.yaml").open("a", encoding="utf-8") as file:
        file.write(named)
    (pack / "programmes" / "moving-cost.yaml").write_text(programme, encoding="utf-8")
    (pack / "programmes" / "tests" / "moving-cost.yaml").write_text(cases, encoding="utf-8")
    text = (pack / "benefits.yaml").read_text(encoding="utf-8")
    text = re.sub(r"^finder: .*\n", finder, text, flags=re.MULTILINE)
    text = text.replace("programmes:\n", "programmes:\n" + office, 1)
    (pack / "benefits.yaml").write_text(text, encoding="utf-8")
    return pack


def test_the_tutorials_programme_is_read_and_its_cases_hold(followed):
    checked = CliRunner().invoke(rules, ["check", str(followed)])
    tested = CliRunner().invoke(rules, ["test", str(followed / "programmes" / "tests" / "moving-cost.yaml")])

    assert checked.exit_code == 0
    assert "5 programmes, 95 clauses in their versions, 32 facts: nothing wrong." in checked.output
    assert "3 cases written, 7 from thresholds: none differ." in tested.output


def test_the_tutorials_office_fits_the_citys_policy(followed):
    policy = policy_file.read(followed / "benefits.yaml")

    assert policy.programmes["moving-cost"].unit == "youth-policy-division"


def test_the_age_limit_changes_as_the_page_says(tmp_path):
    page = (ROOT / "docs" / "how-to" / "change-an-age-limit.md").read_text(encoding="utf-8")
    old, new = re.search(r"```yaml\n(.*\n)(.*\n)```", page).groups()
    facts = re.search(r"```json\n(.*?)```", page, re.DOTALL).group(1)
    pack = tmp_path / "sejong"
    shutil.copytree(settings.CITY_PACK, pack)
    parameters = pack / "parameters.yaml"
    text = parameters.read_text(encoding="utf-8")
    assert old in text
    parameters.write_text(text.replace(old, old + new), encoding="utf-8")
    (tmp_path / "me.json").write_text(facts, encoding="utf-8")

    def says(day):
        asked = [
            "explain",
            "youth-rent",
            "--pack",
            str(pack),
            "--facts",
            str(tmp_path / "me.json"),
            "--as-of",
            day,
        ]
        return CliRunner().invoke(rules, asked).output

    assert "Youth rent support (2024, 2024-06-30): due · 200,000 won" in says("2024-06-30")
    assert "✕ You are 37. The support is for people from 19 to 34." in says("2024-07-01")


def measured_with(benches, results, folder, monkeypatch):
    """The page docs/measured.py would write of a folder with these benches and results."""
    spec = spec_from_file_location("measured", ROOT / "docs" / "measured.py")
    measured = module_from_spec(spec)
    spec.loader.exec_module(measured)
    (folder / "bench" / "results").mkdir(parents=True)
    for name in benches:
        (folder / "bench" / f"{name}.py").touch()
    result = json.loads((ROOT / "bench" / "results" / "web.json").read_text(encoding="utf-8"))
    for name in results:
        (folder / "bench" / "results" / f"{name}.json").write_text(
            json.dumps({**result, "bench": name}), encoding="utf-8"
        )
    monkeypatch.setattr(measured, "ROOT", folder)
    return measured.page()


def test_a_bench_whose_results_are_kept_under_its_spoken_name_is_not_called_missing(tmp_path, monkeypatch):
    page = measured_with(
        ["equal_shares", "roster", "run", "measure"], ["equal-shares", "roster"], tmp_path, monkeypatch
    )

    assert "not kept yet" not in page
    assert "## equal-shares" in page


def test_a_bench_without_results_is_called_missing(tmp_path, monkeypatch):
    page = measured_with(["equal_shares", "roster", "run", "measure"], ["roster"], tmp_path, monkeypatch)

    assert "Benches whose results are not kept yet: `equal_shares`." in page
