"""What lies in the data folder is nobody else's: folders 0700, files 0600, also those that are there already."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

# A folder closed to others closes all below it, so page assets and kept papers (thousands) are not walked.
_WALKED = ("keys", "logs", "populations", "simulators")
_CLOSED = ("files", "kept", "lock", "static", *_WALKED)


def close(data: Path) -> None:
    """Close the data folder, and what a city keeps in it, to the machine's other users; other files are left alone."""
    for path in _ours(data):
        mode = path.stat().st_mode
        if mode & 0o077:
            try:
                path.chmod(mode & 0o700)
            except PermissionError:
                logging.getLogger(__name__).warning(
                    "%s is open to others and belongs to somebody else. Close it: chmod go= %s", path, path
                )


def make_file(path: Path) -> None:
    """Make an empty file for our eyes only, unless it is there; what SQLite puts beside it is as closed as it is."""
    if path.parent.is_dir():
        path.touch(mode=0o600, exist_ok=True)


def _ours(data: Path) -> Iterator[Path]:
    if not data.is_dir():
        return
    yield data
    here = [data / name for name in _CLOSED] + list(data.glob("jiphyeon.sqlite3*"))
    below = [entry for name in _WALKED for entry in (data / name).rglob("*")]
    # What a link leads to was put elsewhere by somebody who knows why.
    yield from (path for path in here + below if path.exists() and not path.is_symlink())
