"""What pages are drawn with: of the kit's style, which is cut to what they use, nothing that they use is missing."""

import re
import sys
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "jiphyeon"
KIT = SOURCE / "foundation" / "ui" / "static" / "vendor" / "krds" / "css" / "component" / "output.css"
AGAIN = "write it, or run python frontend/collect.py kit and ./jip run"
# Of their families, the ones that look as all else does: no rule, and the others have one.
PLAIN = {"jip-neutral", "jip-page"}
_STATED = re.compile(r"""class(?:Name)?(?:\s*=|"\s*:|'\s*:)\s*f?(["'])(.*?)\1""")
_TAG, _FILLED = re.compile(r"\{%.*?%\}"), re.compile(r"\{\{.*?\}\}|\{[^{}:]*\}")
_CLASS = re.compile(r"-?[A-Za-z_][\w-]*")


@cache
def kit_style():
    """Return `frontend/style.py`, which stands in no package."""
    spec = spec_from_file_location("kit_style", ROOT / "frontend" / "style.py")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def sources(*ends):
    return [path for end in ends for path in SOURCE.rglob(f"*.{end}") if "vendor" not in path.parts]


def classes_in(text):
    """Return the classes that are written out where classes stand, in whole or as a beginning and its ends; not what is filled in."""
    found = set()
    for _, stated in _STATED.findall(_FILLED.sub("{}", _TAG.sub("|", text))):
        for beginning, *ends in (word.split("|") for word in stated.split()):
            found |= {f"{beginning}{end}" for end in ends} if beginning.endswith("-") else {beginning, *ends}
    return {name for name in found if _CLASS.fullmatch(name) and not name.endswith("-")}


def test_every_class_that_is_written_has_its_rule():
    style = "\n".join([KIT.read_text("utf-8"), *(path.read_text("utf-8") for path in sources("css"))])
    ruled = kit_style().classes(style) | PLAIN
    lacking = {
        f"{name} ({path.relative_to(ROOT)})"
        for path in sources("html", "py", "js", "html.txt", "py.txt")
        if "simulators" not in path.parts
        for name in classes_in(path.read_text("utf-8")) - ruled
    }

    assert not lacking, f"no rule draws {', '.join(sorted(lacking))}: {AGAIN}"


def test_the_search_finds_what_it_is_for():
    text = """<b class="one {% if x == "y" %}two{% endif %} three-{{ kind }} a-{% if x %}b{% else %}c{% endif %}">
        {"class": f"{four} five", "aria-label": "six"} el.className = 'seven'"""

    assert classes_in(text) == {"one", "two", "a-b", "a-c", "five", "seven"}


def test_every_token_that_our_styles_name_is_there():
    ours = "\n".join(path.read_text("utf-8") for path in sources("css", "html", "js"))
    given = set(re.findall(r"(--[\w-]+)\s*:", f"{KIT.read_text('utf-8')}\n{ours}"))

    assert set(re.findall(r"var\((--[\w-]+)\)", ours)) <= given, AGAIN


@pytest.mark.parametrize(
    ("style", "left"),
    [
        (".a{x:1}.b{x:2}", ".a{x:1}"),
        (".a .b,.a:hover{x:1}", ".a:hover{x:1}"),
        (".a:not(.b){x:1}", ".a:not(.b){x:1}"),
        (":is(.b,.a) p{x:1}", ":is(.b,.a) p{x:1}"),
        ("@media print{.b{x:1}p{x:2}}@media print{.b{x:1}}", "@media print{p{x:2}}"),
        ('[data-b=".b"]{content:"}.b{"}', '[data-b=".b"]{content:"}.b{"}'),
        ("p{background:url(a.b;c)}/* .b{ */", "p{background:url(a.b;c)}"),
        ('@charset "UTF-8";.b{x:1}', '@charset "UTF-8";'),
        (":root{--p:var(--q);--q:1;--r:2}.a{x:var(--p)}", ":root{--p:var(--q);--q:1;}.a{x:var(--p)}"),
        (":root{--o:2}.b{x:var(--o)}", ""),
        (":root{--n:var(--m)}:root{--m:1}", ":root{--n:var(--m)}\n:root{--m:1}"),
        (
            "[d]{--p:1}[e]{--p:var(--q)}[e]{--q:3}.a{x:var(--p)}",
            "[d]{--p:1}[e]{--p:var(--q)}[e]{--q:3}.a{x:var(--p)}",
        ),
    ],
)
def test_what_no_page_can_show_is_left_out_and_nothing_else(style, left):
    shown = kit_style().shown(style, known={"a"}, named={"--n"})

    assert shown.replace("\n", "") == left.replace("\n", "")
