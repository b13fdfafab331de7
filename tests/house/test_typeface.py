"""The part of the typeface that every page loads draws whatever the house itself writes."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SYLLABLES = ROOT / "frontend" / "syllables.txt"


def test_every_syllable_of_the_sources_and_packs_is_in_the_first_part_of_the_typeface():
    first = set(SYLLABLES.read_text("utf-8"))
    source = ROOT / "src" / "jiphyeon"
    lacking = {
        f"{sign} ({path.relative_to(ROOT)})"
        for end in ("html", "py", "yaml", "html.txt", "py.txt", "yaml.txt")  # and what a new room is made of
        for path in source.rglob(f"*.{end}")
        for sign in path.read_text("utf-8")
        if "가" <= sign <= "힣" and sign not in first
    }
    assert not lacking, f"run python frontend/collect.py syllables: {', '.join(sorted(lacking))}"
