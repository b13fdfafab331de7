# ruff: noqa: INP001 -- a script of its own, run by ./jip
"""Copy what the pages need out of node_modules: the kit's style, tokens, icons and fonts, and htmx.

The kit's script is left out: our own small files do what it did, and its modal locks up inside #wrap.
axe stays in node_modules: tests read it there, nobody ships it.
"""

import re
import shutil
import sys
from pathlib import Path

modules, vendor = Path(sys.argv[1]), Path(sys.argv[2])
kit = modules / "krds-uiux" / "resources"
shutil.rmtree(vendor, ignore_errors=True)


def take(source: Path, name: str) -> None:
    """Copy one file to its place under vendor."""
    target = vendor / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


style = kit / "css" / "component" / "output.css"
text = style.read_text(encoding="utf-8")
take(modules / "htmx.org" / "dist" / "htmx.min.js", "htmx.min.js")
for weight in ("Regular", "Medium", "Bold"):
    font = f"PretendardGOV-{weight}.subset.woff2"
    take(kit / "fonts" / font, f"krds/fonts/{font}")
for icon in sorted(set(re.findall(r"url\(\.\./\.\./(img/[^)]+)\)", text))):
    take(kit / icon, f"krds/{icon}")
# The source map the style names is not shipped, so neither is its mention: static storage would look for it.
text = re.sub(r"\n?/\*# sourceMappingURL=.*?\*/", "", text)
# The tokens are written into the style: a browser that has to follow an import asks twice, one after the other.
tokens = (
    (kit / "css" / "token" / "krds_tokens.css").read_text(encoding="utf-8").replace('@charset "utf-8";', "")
)
text = text.replace('@import "../../css/token/krds_tokens.css";', tokens)
(vendor / "krds" / "css" / "component").mkdir(parents=True, exist_ok=True)
(vendor / "krds" / "css" / "component" / "output.css").write_text(text, encoding="utf-8")
