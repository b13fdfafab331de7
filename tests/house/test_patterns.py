"""No text from outside can stand a process still: every regular expression takes time in proportion to what it reads.

Each pattern in the source is tried on 100,000 signs of the shapes that are worst for it: every part of it that repeats
is pumped, and what should follow does not.
"""

import ast
import importlib
import re
from pathlib import Path
from re import _constants as sre
from re import _parser as parser

import pytest
from tests.waiting import outgrows

SOURCE = Path(__file__).resolve().parents[2] / "src"
SIGNS = 100_000
METHODS = {"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
OTHER_DOORS = {"RegexValidator", "RegexField", "re_path", "constr"}
WORTH_READING = re.compile(
    rf"\bre\.(?:{'|'.join(METHODS)})\b|{'|'.join(OTHER_DOORS)}"
)  # most files have no pattern


def calls():
    """Every call of `re`: (where, module, the expression of the pattern, its flags, which methods look with it)."""
    sources = {file: file.read_text(encoding="utf-8") for file in sorted(SOURCE.rglob("*.py"))}
    everything = "\n".join(sources.values())
    for file, text in sources.items():
        if not WORTH_READING.search(text):
            continue
        tree = ast.parse(text)
        module = ".".join(file.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        names = {
            id(node.value): node.targets[0].id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if not isinstance(call.func, ast.Name | ast.Attribute):
                continue
            where = f"{file.relative_to(SOURCE)}:{call.lineno}"
            name = ast.unparse(call.func)
            assert name.rpartition(".")[2] not in OTHER_DOORS, (
                f"{where}: {name} is not looked at here; use re"
            )
            method = name.removeprefix("re.")
            if not name.startswith("re.") or method not in METHODS:
                continue
            flags = next((word.value for word in call.keywords if word.arg == "flags"), None)
            place = {"compile": 1, "match": 2, "search": 2, "fullmatch": 2}.get(method)
            if flags is None and place is not None:
                flags = next(iter(call.args[place:]), None)
            used = {method}
            if method == "compile":
                known = names.get(id(call), "nobody")
                used = set(re.findall(rf"\b{known}\.(\w+)\(", everything)) & METHODS or {"search", "sub"}
            yield where, module, call.args[0], flags, used


CALLS = list(calls())


def value_of(expression, module):
    """What an expression is in its module; a pattern made of a function's own names is not looked at, and refused."""
    code = compile(ast.Expression(expression), module, "eval")
    return eval(code, vars(importlib.import_module(module)))  # noqa: S307 -- our own source


def examples(items, pumped=None):
    """A text that fits a parsed pattern, with the repetition `pumped` gone through many times and no end to it."""
    text = ""
    for operation, argument in items:
        if operation in (sre.LITERAL, sre.NOT_LITERAL):
            text += chr(argument) if operation is sre.LITERAL else chr(argument ^ 1)
        elif operation is sre.IN:
            text += one_of(argument)
        elif operation is sre.ANY:
            text += "a"
        elif operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            least, _most, inner = argument
            unit = examples(inner, pumped)
            if argument is pumped:
                return text + unit * (SIGNS // max(1, len(unit)))
            text += unit * max(1, least)
        elif operation is sre.SUBPATTERN:
            text += examples(argument[-1], pumped)
        elif operation is sre.ATOMIC_GROUP:
            text += examples(argument, pumped)
        elif operation is sre.BRANCH:
            chosen = next((one for one in argument[1] if pumped in repetitions(one)), argument[1][0])
            text += examples(chosen, pumped)
        if len(text) >= SIGNS:
            return text
    return text


def one_of(choices):
    """A sign of a set; where the set is what must not come, a sign that is none of the usual ones."""
    kinds = {sre.CATEGORY_DIGIT: "7", sre.CATEGORY_SPACE: " ", sre.CATEGORY_WORD: "a"}
    operation, argument = choices[0]
    if operation is sre.NEGATE:
        return "a"
    if operation is sre.RANGE:
        return chr(argument[0])
    return kinds.get(argument, "-") if operation is sre.CATEGORY else chr(argument)


def repetitions(items):
    """Every part of a parsed pattern that repeats."""
    found = []
    for operation, argument in items:
        if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            found += [argument, *repetitions(argument[2])]
        elif operation is sre.SUBPATTERN:
            found += repetitions(argument[-1])
        elif operation is sre.ATOMIC_GROUP:
            found += repetitions(argument)
        elif operation is sre.BRANCH:
            found += [part for one in argument[1] for part in repetitions(one)]
        elif operation in (sre.ASSERT, sre.ASSERT_NOT):
            found += repetitions(argument[1])
    return found


def worst_shapes(pattern):
    """Texts of 100,000 signs that make a pattern look again and again, if anything does."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    shapes = {examples(tree, one) for one in repetitions(tree)}
    whole = examples(tree) or "a"
    signs = sorted(set(whole))[:12] or ["a"]
    shapes |= {sign * SIGNS for sign in (*signs, "a", "7", " ", "가", "\n", "-")}
    shapes |= {
        (first + second) * (SIGNS // 2) for first in signs[:5] for second in signs[:5] if first != second
    }
    shapes |= {whole * (SIGNS // len(whole)), whole[:-1] * (SIGNS // max(1, len(whole) - 1))}
    for shape in shapes:
        yield shape[: SIGNS - 1] + "\x00"


def outgrown(pattern, methods=("search",)):
    """Return a shape on which one of these methods takes longer than its length explains, or None."""
    looks = [getattr(pattern, method) for method in methods if method not in {"sub", "subn", "finditer"}]
    if {"sub", "subn"} & set(methods):
        looks.append(lambda text: pattern.sub("", text))
    if "finditer" in methods:
        looks.append(lambda text: list(pattern.finditer(text)))
    for shape in worst_shapes(pattern):
        for look in looks:
            # Quadratic shows itself at a fifth, in a twenty-fifth of the time.
            if outgrows(look, shape[: SIGNS // 50], shape[: SIGNS // 5], moment=0.05) or outgrows(
                look, shape[: SIGNS // 10], shape
            ):
                return shape
    return None


@pytest.mark.parametrize(
    ("where", "module", "expression", "flags", "methods"), CALLS, ids=[call[0] for call in CALLS]
)
def test_a_pattern_takes_time_in_proportion(where, module, expression, flags, methods):
    given = value_of(expression, module)
    if isinstance(given, re.Pattern):
        pytest.skip("compiled elsewhere, and tried there")

    pattern = re.compile(given, value_of(flags, module) if flags is not None else 0)
    assert outgrown(pattern, methods) is None, f"{where}: {pattern.pattern} with {methods}"


def test_patterns_are_found_and_bad_ones_would_be_told():
    assert len(CALLS) >= 20
    bad = [r"[\w.+-]+@[\w-]+\.[\w.]+", r"\s+\n", r"\d+y", r"<[^;]*;"]
    for pattern in bad:
        assert outgrown(re.compile(pattern)) is not None, pattern
    assert outgrown(re.compile(r"(?<![\w.+-])[\w.+-]++@")) is None
