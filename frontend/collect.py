# ruff: noqa: INP001 -- a script of its own, run by ./jip
"""Copy what the pages need out of node_modules: the kit's style, tokens, icons and fonts, and htmx.

The kit's script is left out: our own small files do what it did, and its modal locks up inside #wrap.
axe stays in node_modules: tests read it there, nobody ships it.

`collect.py syllables` writes anew which syllables the house itself uses: they are in the part of the face every page loads.
"""

import re
import shutil
import sys
from pathlib import Path

from fontTools import subset

HERE = Path(__file__).resolve().parent
SYLLABLES = HERE / "syllables.txt"
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


def used_syllables() -> str:
    """Return every syllable in the sources and packs, and in the pattern that rooms are made after, in order."""
    source = HERE.parent / "src" / "jiphyeon"
    ends = ("html", "py", "yaml", "html.txt", "py.txt", "yaml.txt")
    files = [path for end in ends for path in source.rglob(f"*.{end}")]
    return "".join(
        sorted({sign for file in files for sign in file.read_text("utf-8") if "가" <= sign <= "힣"})
    )


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
        source = kit / "fonts" / f"PretendardGOV-{weight}.subset.woff2"
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

modules, VENDOR = Path(sys.argv[1]), Path(sys.argv[2])
kit = modules / "krds-uiux" / "resources"
shutil.rmtree(VENDOR, ignore_errors=True)
style = kit / "css" / "component" / "output.css"
text = style.read_text(encoding="utf-8")
take(modules / "htmx.org" / "dist" / "htmx.min.js", "htmx.min.js")
# Documents are set in a face with every Hangul syllable and the Chinese signs of names; it is no page's, so not static.
fonts = VENDOR.parents[2] / "documents" / "fonts"
shutil.rmtree(fonts, ignore_errors=True)
for weight in ("400Regular", "700Bold"):
    face = f"NotoSansKR_{weight}.ttf"
    take(modules / "@expo-google-fonts" / "noto-sans-kr" / weight / face, f"../../../documents/fonts/{face}")
for icon in sorted(set(re.findall(r"url\(\.\./\.\./(img/[^)]+)\)", text))):
    take(kit / icon, f"krds/{icon}")
# The source map the style names is not shipped, so neither is its mention: static storage would look for it.
text = re.sub(r"\n?/\*# sourceMappingURL=.*?\*/", "", text)
# The tokens are written into the style: a browser that has to follow an import asks twice, one after the other.
tokens = (
    (kit / "css" / "token" / "krds_tokens.css").read_text(encoding="utf-8").replace('@charset "utf-8";', "")
)
text = text.replace('@import "../../css/token/krds_tokens.css";', tokens)
text = text.replace("Pretendard GOV", FAMILY)
(VENDOR / "krds" / "css" / "component").mkdir(parents=True, exist_ok=True)
(VENDOR / "krds" / "css" / "component" / "output.css").write_text(f"{text}\n{faces()}\n", encoding="utf-8")
