"""How to draw a panel, followed as it stands with the files it names."""

import re
import shlex
import shutil
from pathlib import Path

from jiphyeon.commands.command_line import main

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "draw-a-panel.md"


def test_the_page_can_be_followed_with_its_own_files(tmp_path, monkeypatch, capsys):
    shutil.copytree(PAGE.parent / "panel", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    typed = re.findall(r"^\$ \./jip (draw (?:.*\\\n)*.*)$", text, re.MULTILINE)
    found, commitment = [], ""

    for command in typed:
        words = shlex.split(command.replace("\\\n", " "))
        if "--commitment" in words:  # a lottery's last digits, and so its hash, are the machine's
            words[-1] = commitment
        main(words)  # raises where it does not end well
        found.append(capsys.readouterr().out)
        commitment = next(iter(re.findall(r"^commitment (\w+)$", found[-1], re.MULTILINE)), commitment)

    assert [command.split()[1] for command in typed] == ["--people", "--people", "pick", "verify"]
    assert found[0].startswith("10 of 60 people by leximin: ")
    assert found[2].startswith("selected rows: ")
    assert found[3].startswith("True: 1,000 panels, every one lawful;")


def test_the_files_begin_as_the_page_shows():
    shown = re.findall(r"==> (.+) <==\n((?:.+\n){3})", PAGE.read_text(encoding="utf-8"))

    assert {
        name: (PAGE.parent / "panel" / name).read_text(encoding="utf-8")[: len(start)]
        for name, start in shown
    } == dict(shown)
    assert len(shown) == 2
