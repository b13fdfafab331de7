"""Writes docs/measured.md from bench/results/*.json: nobody copies a figure by hand.

python docs/measured.py            write the page
python docs/measured.py --check    exit 1 where it no longer says what the results say
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "measured.md"
HEAD = """\
# Measured

Every figure stands in `bench/results/*.json`, written by the command above its table; this page is made from them by
`python docs/measured.py`. Product and opponent run in fresh processes, on the same data, in the same run. **Ratios travel
between machines, absolute times do not**: these were taken on a small machine shared with other work (its load stands with each
table). A missed target is said as missed.
"""


def written(value: float) -> str:
    """Return a figure with three meaningful digits."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def table(result: dict[str, Any]) -> str:
    """Return one bench as a section."""
    machine = result["machine"]
    load = ", ".join(f"{one:.1f}" for one in machine["load"])
    lines = [
        f"\n## {result['bench']}\n\n```\n./jip bench {result['bench']}\n```\n",
        f"Python {machine['python']}, {machine['cpus']} processors, load {load}.\n",
    ]
    if result["targets"]:
        lines.append("| target | measured | wanted | |\n|---|---:|---:|---|")
        for one in result["targets"]:
            met = one["value"] <= one["limit"] if one["bound"] == "≤" else one["value"] >= one["limit"]
            lines.append(
                f"| {one['what']} | {written(one['value'])} | {one['bound']} {written(one['limit'])} | "
                f"{'met' if met else '**missed**'} |"
            )
        lines.append("")
    lines.append("| figure | | unit |\n|---|---:|---|")
    lines += [
        f"| {one['what'].strip()} | {written(one['value'])} | {one['unit']} |" for one in result["figures"]
    ]
    lines += [f"\nLeft out: {one}" for one in result["skipped"]]
    return "\n".join(lines) + "\n"


def page() -> str:
    """Return the whole page."""
    files = sorted((ROOT / "bench" / "results").glob("*.json"))
    kept = {
        file.stem.replace("-", "_") for file in files
    }  # a bench is called equal-shares, its file equal_shares.py
    without = sorted({f.stem for f in (ROOT / "bench").glob("*.py")} - kept - {"run", "measure", "__init__"})
    none = (
        f"\nBenches whose results are not kept yet: {', '.join(f'`{name}`' for name in without)}.\n"
        if without
        else ""
    )
    return HEAD + none + "".join(table(json.loads(file.read_text(encoding="utf-8"))) for file in files)


if __name__ == "__main__":
    made = page()
    if "--check" in sys.argv:
        sys.exit(
            0
            if PAGE.exists() and PAGE.read_text(encoding="utf-8") == made
            else "docs/measured.md is out of date."
        )
    PAGE.write_text(made, encoding="utf-8")
