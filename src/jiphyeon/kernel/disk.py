"""Whether something failed for want of room on a disk: ours, or a database server's."""

from __future__ import annotations

import errno

_OURS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# SQLite's result codes: full, and what it calls a write, or the growing of its shared index, that a disk did not take.
_SQLITE = {13, 778, 4874, 5386}
_POSTGRESQL = "53100"


def is_full(error: BaseException | None) -> bool:
    """Return whether an error, or what it came from, says that there was no room.

    >>> is_full(OSError(errno.ENOSPC, "No space left on device")), is_full(ValueError("full"))
    (True, False)
    """
    while error is not None:
        if isinstance(error, OSError) and error.errno in _OURS:
            return True
        if (
            getattr(error, "sqlite_errorcode", None) in _SQLITE
            or getattr(error, "sqlstate", None) == _POSTGRESQL
        ):
            return True
        error = error.__cause__ or error.__context__
    return False
