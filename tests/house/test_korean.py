"""Korean reads as people write it: particles fit the word before them, days are not written for machines."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from jiphyeon.kernel import particles

SOURCE = Path(__file__).resolve().parents[2] / "src" / "jiphyeon"
HANGUL = re.compile("[가-힣]")
# A particle right behind a slot: what comes into the slot decides it, so both must be written.
BARE = re.compile(r"(?<![)%])\}['’\"”」]*(은|는|을|를|이|가|과|와|로|으로)(?=[\s.,?!:'\"<]|$)")
PAIR = re.compile("|".join(re.escape(pair) for pair in particles.PAIRS))
ISO_IN_TEMPLATE = re.compile(r"\|date:[\"'](Y-m-d|c[\"'])")
# Words the office does not use of itself.
UNSAID = (
    "이하으로",
    "주십시오",
    "취하하실",
    "시계 멈춤",
    "시계는 멈",
    "서명된 머리",
    "할 일 줄",
    "들어가기",
)


def files(*suffixes: str) -> list[Path]:
    found = [path for suffix in suffixes for path in SOURCE.rglob(f"*{suffix}")]
    return sorted(path for path in found if not {"migrations", "vendor", "node_modules"} & set(path.parts))


def place(file: Path, line: int) -> str:
    return f"{file.relative_to(SOURCE)}:{line}"


def sentences(tree: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Yield each written text with Hangul, the slots of an f-string as {…}."""
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.JoinedStr):
            text = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
            text = node.value
        if HANGUL.search(text):
            yield node, text


@cache
def python() -> list[tuple[Path, ast.Module]]:
    """Return every file of Python, parsed once, and not before a test asks."""
    return [(file, ast.parse(file.read_text(encoding="utf-8"))) for file in files(".py")]


def test_a_particle_behind_a_slot_is_written_for_both_endings():
    problems = [
        f"{place(file, node.lineno)}: {found[0]}"
        for file, tree in python()
        for node, text in sentences(tree)
        for found in BARE.finditer(text)
    ]
    problems += [
        f"{place(file, number)}: {found[0]}"
        for file in files(".html", ".txt")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        for found in BARE.finditer(line)
    ]

    assert problems == []


def test_what_is_written_for_both_endings_is_narrowed_before_it_is_read():
    """Words, Refused and `filled` narrow; a template and a plain `.format` do not."""
    problems = [
        place(file, number)
        for file in files(".html")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if PAIR.search(line)
    ]
    problems += [
        place(file, node.lineno)
        for file, tree in python()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"
        if any(PAIR.search(text) for _node, text in sentences(node.func.value))
    ]

    assert problems == []


# What is called so is a day; put into a sentence as it is, it is written as machines write it.
A_DAY = re.compile(r"(day|on|as_of|today|birth|birth_date|(?!one_)\w+_on)\Z")


def test_no_sentence_holds_a_day_as_machines_write_it():
    problems = [
        place(file, number)
        for file in files(".html", ".txt")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        for found in ISO_IN_TEMPLATE.finditer(line)
        if line.rfind("<", 0, found.start()) <= line.rfind(">", 0, found.start())  # else it stands in a tag
    ]
    problems += [
        place(file, node.lineno)
        for file, tree in python()
        for node in ast.walk(tree)
        if _puts_iso_day_into_sentence(node)
    ]

    assert problems == []


def _puts_iso_day_into_sentence(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr) and HANGUL.search(ast.unparse(node)):
        return any(
            "%Y-%m-%d" in ast.unparse(part) or ".isoformat()" in ast.unparse(part) or _is_a_day(part)
            for part in node.values
            if isinstance(part, ast.FormattedValue)
        )
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Words":
        slots = (part for text in node.args if isinstance(text, ast.JoinedStr) for part in text.values)
        if any(_is_a_day(part) for part in slots if isinstance(part, ast.FormattedValue)):
            return True
    if isinstance(node, ast.Call) and _fills(node.func):
        return any(_is_iso(word.value) for word in node.keywords)
    return False


def _is_a_day(part: ast.FormattedValue) -> bool:
    value = part.value
    name = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")
    is_part = isinstance(value, ast.Attribute) and name == "day"  # of a day: its number in the month
    return bool(A_DAY.match(name)) and not is_part


def _fills(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in {"filled", "Refused", "format"}


def _is_iso(value: ast.expr) -> bool:
    written = ast.unparse(value)
    return written.endswith(".isoformat()") or "%Y-%m-%d" in written


@pytest.mark.parametrize("word", UNSAID)
def test_a_word_that_was_put_right_does_not_come_back(word):
    found = [
        place(file, number)
        for file in files(".py", ".html", ".yaml")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if word in line
    ]

    assert found == []


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("김하나", "김하나는 김하나가 김하나를 김하나와 김하나로"),
        ("박준", "박준은 박준이 박준을 박준과 박준으로"),
        ("서울", "서울은 서울이 서울을 서울과 서울로"),
        ("1,200원", "1,200원은 1,200원이 1,200원을 1,200원과 1,200원으로"),
        ("17", "17은 17이 17을 17과 17로"),
        ("45%", "45%는 45%가 45%를 45%와 45%로"),
        ("‘도담동(새롬)’", "‘도담동(새롬)’은 ‘도담동(새롬)’이 ‘도담동(새롬)’을 ‘도담동(새롬)’과 ‘도담동(새롬)’으로"),
        ("2024. 3. 2.(토)", "2024. 3. 2.(토)은 2024. 3. 2.(토)이 2024. 3. 2.(토)을 2024. 3. 2.(토)과 2024. 3. 2.(토)로"),
        ("rent.csv", "rent.csv은(는) rent.csv이(가) rent.csv을(를) rent.csv과(와) rent.csv(으)로"),
        ("", "은(는) 이(가) 을(를) 과(와) (으)로"),
    ],
)  # fmt: skip
def test_a_particle_follows_the_sound_of_the_word(word, message):
    sentence = "{x}은(는) {x}이(가) {x}을(를) {x}과(와) {x}(으)로"

    assert particles.filled(sentence, {"x": word}) == message
