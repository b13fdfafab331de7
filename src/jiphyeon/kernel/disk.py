"""Whether something failed for want of room on a disk: ours, or a database server's."""

from __future__ import annotations

import errno

_OURS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# SQLite's result codes: full, and what it calls a write, or the growing of its shared index, that a disk did not take.
_SQLITE = {13, 778, 4874, 5386}
_POSTGRESQL = "53100"


def is_full(wrong: BaseException | None) -> bool:
    """Return whether an error, or what it came from, says that there was no room.

    >>> is_full(OSError(errno.ENOSPC, "No space left on device")), is_full(ValueError("full"))
    (True, False)
    """
    while wrong is not None:
        if isinstance(wrong, OSError) and wrong.errno in _OURS:
            return True
        if (
            getattr(wrong, "sqlite_errorcode", None) in _SQLITE
            or getattr(wrong, "sqlstate", None) == _POSTGRESQL
        ):
            return True
        wrong = wrong.__cause__ or wrong.__context__
    return False
