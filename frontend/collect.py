# ruff: noqa: INP001 -- a script of its own, run by ./jip
"""Copy what the pages need out of node_modules: the design system's style, icons and fonts, htmx, axe for tests."""

import shutil
import sys
from pathlib import Path

modules, vendor = Path(sys.argv[1]), Path(sys.argv[2])
shutil.rmtree(vendor, ignore_errors=True)
vendor.mkdir(parents=True)

kit = modules / "krds-uiux" / "resources"
wanted = [
    (modules / "htmx.org" / "dist" / "htmx.min.js", "htmx.min.js"),
    (modules / "axe-core" / "axe.min.js", "axe.min.js"),
]
for source, name in wanted:
    shutil.copyfile(source, vendor / name)
shutil.copytree(kit, vendor / "krds")
