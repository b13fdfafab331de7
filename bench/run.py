"""Run one side-by-side measurement: ./jip bench NAME [--check]; without a name, list them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = {"run", "measure"}


def names() -> list[str]:
    """Return every bench there is, as typed on the command line."""
    return sorted(file.stem.replace("_", "-") for file in HERE.glob("*.py") if file.stem not in SHARED)


def main(arguments: list[str]) -> int:
    """Dispatch by name. Exits 2 where there is no such bench."""
    sys.path[:0] = [str(HERE.parent)]
    wanted = [word for word in arguments if not word.startswith("-")]
    strange = [word for word in arguments if word.startswith("-") and word != "--check"]
    if strange or len(wanted) != 1 or wanted[0] not in names():
        print(f"usage: ./jip bench NAME [--check]; NAME is one of: {', '.join(names())}", file=sys.stderr)
        return 2
    bench = importlib.import_module(f"bench.{wanted[0].replace('-', '_')}")
    done: int = bench.run(check="--check" in arguments)
    return done


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
