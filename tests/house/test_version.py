"""One version, said in four places."""

import re
import tomllib
from pathlib import Path

import yaml
from click.testing import CliRunner

from jiphyeon.commands.command_line import jiphyeon

ROOT = Path(__file__).resolve().parents[2]


def test_every_place_says_the_same_version():
    packaged = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    published = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    newest = re.search(
        r"^## (\S+) · (\d\S+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert newest is not None

    assert (published["softwareVersion"], published["releaseDate"]) == (packaged, newest[2])
    assert newest[1] == packaged
    assert CliRunner().invoke(jiphyeon, ["--version"]).output.split()[-1] == packaged
