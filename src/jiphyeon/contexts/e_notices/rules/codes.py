"""Short codes by which anybody asks whether a notice is real: eight signs without those that look alike, the last a check."""

from __future__ import annotations

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 8
_LOOKS_LIKE = str.maketrans({"0": "Q", "O": "Q", "1": "L", "I": "L"})


def code_of(dice: bytes) -> str:
    """Return the code of seven thrown bytes.

    >>> code_of(bytes(7)), len(code_of(b"example"))
    ('22222222', 8)
    """
    body = "".join(SIGNS[one & 31] for one in dice[: LENGTH - 1])
    return body + _check(body)


def shown(code: str) -> str:
    """Return a code as it is printed: in two groups.

    >>> shown("ABCDEFGH")
    'ABCD-EFGH'
    """
    return f"{code[:4]}-{code[4:]}"


def read(typed: str) -> str | None:
    """Return the code that somebody typed, whatever stands between its signs; None where it is none, or mistyped.

    >>> read("aBc1 00e-" + "x"), read(shown(code_of(b"example")).lower()) == code_of(b"example")
    (None, True)
    """
    plain = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    plain = plain.translate(_LOOKS_LIKE)
    if len(plain) != LENGTH or any(sign not in SIGNS for sign in plain):
        return None
    return plain if _check(plain[:-1]) == plain[-1] else None


def _check(body: str) -> str:
    """Return the sign that tells one mistyped sign, or two neighbours exchanged: weights that are odd and differ."""
    return SIGNS[sum((2 * at + 1) * SIGNS.index(sign) for at, sign in enumerate(body)) % len(SIGNS)]
