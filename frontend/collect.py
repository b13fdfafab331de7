# ruff: noqa: INP001 -- a script of its own, run by ./jip
"""Copy what the pages need out of node_modules: the kit's style, tokens, icons and fonts, and htmx.

The kit's script is left out: our own small files do what it did, and its modal locks up inside #wrap.
axe stays in node_modules: tests read it there, nobody ships it.

`collect.py syllables` writes anew which syllables the house itself uses: they are in the part of the face every page loads.
`collect.py kit` writes anew which classes and tokens of the kit it uses: of the kit's style only what they show is shipped.
"""

import re
import shutil
import sys
from pathlib import Path

import style as kit_style
from fontTools import subset

HERE = Path(__file__).resolve().parent
SYLLABLES, TAKEN = HERE / "syllables.txt", HERE / "kit.txt"
FAMILY = "Jiphyeon Sans"
WEIGHTS = {"Regular": 400, "Medium": 500, "Bold": 700}
LATIN = [
    *range(0x20, 0x250),
    *range(0x2000, 0x2190),
    *range(0x2190, 0x2300),
    *range(0x2460, 0x2470),
    *range(0x25A0, 0x25D0),
    *range(0x3000, 0x3020),
    0x33A1,
]
HANGUL = range(0xAC00, 0xD7A4)
FEATURES = ["calt", "ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum"]
KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]


def sources(*ends: str) -> str:
    """Return what stands in the sources and packs, and in the pattern that rooms are made after, in files with these ends."""
    folder = HERE.parent / "src" / "jiphyeon"
    files = [path for end in ends for path in folder.rglob(f"*.{end}") if "vendor" not in path.parts]
    return "\n".join(file.read_text("utf-8") for file in files)


def used_syllables() -> str:
    """Return every syllable that the house itself writes, in order."""
    written = sources("html", "py", "yaml", "html.txt", "py.txt", "yaml.txt")
    return "".join(sorted({sign for sign in written if "가" <= sign <= "힣"}))


def kit(modules: Path) -> str:
    """Return the kit's style with its tokens in it: a browser that has to follow an import asks twice, one after the other."""
    css = modules / "krds-uiux" / "resources" / "css"
    tokens = (css / "token" / "krds_tokens.css").read_text("utf-8").replace('@charset "utf-8";', "")
    style = (css / "component" / "output.css").read_text("utf-8")
    return style.replace('@import "../../css/token/krds_tokens.css";', tokens)


def taken(style: str) -> str:
    """Return what the house takes from the kit, a name a line: classes as `.name` and tokens as `--name`."""
    written = sources("html", "py", "js", "html.txt", "py.txt")
    classes = kit_style.classes(style) & kit_style.words(written)
    tokens = kit_style.tokens(style) & kit_style.tokens(written + sources("css"))
    return "\n".join(sorted({f".{name}" for name in classes} | tokens))


def take(source: Path, name: str) -> None:
    """Copy one file to its place under vendor."""
    target = VENDOR / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def part(source: Path, name: str, signs: list[int]) -> None:
    """Write the part of a face that draws these signs. What is changed is called by another name, as its licence asks."""
    options = subset.Options(
        flavor="woff2", layout_features=FEATURES, name_IDs=KEPT_NAMES, hinting=False, notdef_outline=True
    )
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=signs)
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in {1, 3, 4, 6}:
            header = (
                str(record)
                .replace("Pretendard GOV", FAMILY)
                .replace("PretendardGOV", FAMILY.replace(" ", ""))
            )
            record.string = header
    target = VENDOR / name
    target.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, str(target), options)


def faces() -> str:
    """Write each weight in two parts and return their rules: what pages are written with, and all else when it is met."""
    wanted = {*LATIN, *(ord(sign) for sign in SYLLABLES.read_text("utf-8") if sign > " ")}
    rules = []
    for weight, number in WEIGHTS.items():
        source = resources / "fonts" / f"PretendardGOV-{weight}.subset.woff2"
        there = set(subset.load_font(str(source), subset.Options()).getBestCmap())
        first, rest = sorted(there & wanted), sorted(there - wanted)
        # Of two rules that name one sign the later is taken: the rest may name every syllable. A sign that the face
        # lacks stands in neither, or a browser would ask for both parts in vain.
        others = [sign for sign in rest if sign not in HANGUL]
        for name, signs, where in (
            ("rest", rest, named([*others, *HANGUL])),
            ("first", first, named(first)),
        ):
            part(source, f"krds/fonts/{weight}-{name}.woff2", signs)
            rules.append(
                f'@font-face{{font-family:"{FAMILY}";font-weight:{number};font-display:swap;'
                f'src:url("../../fonts/{weight}-{name}.woff2") format("woff2");unicode-range:{where}}}'
            )
    return "\n".join(rules)


def named(signs: list[int]) -> str:
    """Return signs as a style names them."""
    return ",".join(
        f"U+{one:X}" if one == last else f"U+{one:X}-{last:X}" for one, last in runs(sorted(signs))
    )


def runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Return ascending numbers as (first, last) of each unbroken run."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] + 1 == number:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


if sys.argv[1:] == ["syllables"]:
    SYLLABLES.write_text(used_syllables() + "\n", "utf-8")
    raise SystemExit
if sys.argv[1:] == ["kit"]:
    TAKEN.write_text(taken(kit(HERE / "node_modules")) + "\n", "utf-8")
    raise SystemExit

modules, VENDOR = Path(sys.argv[1]), Path(sys.argv[2])
resources = modules / "krds-uiux" / "resources"
shutil.rmtree(VENDOR, ignore_errors=True)
names = TAKEN.read_text("utf-8").split()
text = kit_style.shown(
    kit(modules),
    known={name[1:] for name in names if name[0] == "."},
    named={name for name in names if name[0] == "-"},
)
take(modules / "htmx.org" / "dist" / "htmx.min.js", "htmx.min.js")
# Documents are set in a face with every Hangul syllable and the Chinese signs of names; it is no page's, so not static.
fonts = VENDOR.parents[2] / "documents" / "fonts"
shutil.rmtree(fonts, ignore_errors=True)
for weight in ("400Regular", "700Bold"):
    face = f"NotoSansKR_{weight}.ttf"
    take(modules / "@expo-google-fonts" / "noto-sans-kr" / weight / face, f"../../../documents/fonts/{face}")
for icon in sorted(set(re.findall(r"url\(\.\./\.\./(img/[^)]+)\)", text))):
    take(resources / icon, f"krds/{icon}")
text = text.replace("Pretendard GOV", FAMILY)
(VENDOR / "krds" / "css" / "component").mkdir(parents=True, exist_ok=True)
(VENDOR / "krds" / "css" / "component" / "output.css").write_text(f"{text}\n{faces()}\n", encoding="utf-8")
