# ruff: noqa: INP001 -- beside collect.py, a script of its own
"""What of the kit's style the house's pages can show: rules whose classes the sources write, and the tokens they lead to."""

import re
from collections.abc import Collection, Iterator

_WORD = re.compile(r"-?[A-Za-z_][\w-]*")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_OPAQUE = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|url\([^)]*\)")
# A class within these does not have to be on the page for the selector to find something.
_EITHER_WAY = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_TOKEN = re.compile(r"--[\w-]+")
_DECLARED = re.compile(r"(?<![\w-])(--[\w-]+)\s*:([^;{}]*);?\s*")
_EMPTY = re.compile(r"[^{};]*\{\s*\}\n?")
_HOLDS_RULES = ("@media", "@supports", "@layer", "@container")


def words(text: str) -> set[str]:
    """Return every word that could be a class; a class is never put together of parts within a word."""
    return set(_WORD.findall(text))


def classes(style: str) -> set[str]:
    """Return the classes a style has rules for."""
    return set(_CLASS.findall(_OPAQUE.sub("", _COMMENT.sub("", style))))


def tokens(text: str) -> set[str]:
    """Return the tokens (custom properties) that a text names."""
    return set(_TOKEN.findall(_COMMENT.sub("", text)))


def shown(style: str, known: Collection[str], named: Collection[str]) -> str:
    """Return a style without what no page can show.

    `known`: the classes there are. A selector that asks for another goes, and a rule that has none left. `named`: the tokens
    that others name; one that neither they nor what is left lead to goes.
    """
    kept = _rules(_COMMENT.sub("", style), set(known))
    leads: dict[str, set[str]] = {}
    for name, value in _DECLARED.findall(kept):
        leads.setdefault(name, set()).update(tokens(value))
    wanted, following = set(named), tokens(_DECLARED.sub("", kept)) | set(named)
    while following:
        wanted |= following
        following = {one for name in following for one in leads.get(name, ())} - wanted
    return _EMPTY.sub("", _DECLARED.sub(lambda one: one[0] if one[1] in wanted else "", kept))


def _rules(style: str, known: set[str]) -> str:
    made = []
    for head, body in _parts(style):
        if body is None:
            made.append(f"{head};")
        elif head.startswith(_HOLDS_RULES):
            made += [f"{head}{{{inner}}}"] if (inner := _rules(body, known)) else []
        elif head.startswith("@"):
            made.append(f"{head}{{{body}}}")
        else:
            selectors = [one for one in _apart(head) if _asked(one) <= known]
            made += [f"{','.join(selectors)}{{{body}}}"] if selectors else []
    return "\n".join(made)


def _asked(selector: str) -> set[str]:
    """Return the classes without which a selector finds nothing."""
    return set(_CLASS.findall(_EITHER_WAY.sub("", _OPAQUE.sub("", selector))))


def _parts(style: str) -> Iterator[tuple[str, str | None]]:
    """Yield each rule as its head and its body; None: a statement that has none."""
    start = 0
    for at in _signs(style, ";{}"):
        if at < start:
            continue  # within the body of the rule before
        if style[at] == ";":
            yield style[start:at].strip(), None
            start = at + 1
        else:
            end = _closing(style, at)
            yield " ".join(style[start:at].split()), style[at + 1 : end].strip()
            start = end + 1


def _closing(style: str, opening: int) -> int:
    depth = 0
    for at in _signs(style[opening:], "{}"):
        depth += 1 if style[opening + at] == "{" else -1
        if depth == 0:
            return opening + at
    raise ValueError(f"a block is not closed: {style[opening : opening + 60]}")


def _apart(selectors: str) -> list[str]:
    """Return the selectors of a list; a comma in brackets parts none."""
    parts, depth, start = [], 0, 0
    for at in _signs(selectors, "()[],"):
        depth += {"(": 1, "[": 1, ",": 0}.get(selectors[at], -1)
        if selectors[at] == "," and depth == 0:
            parts.append(selectors[start:at].strip())
            start = at + 1
    return [*parts, selectors[start:].strip()]


def _signs(text: str, wanted: str) -> Iterator[int]:
    """Yield where signs stand outside of quotes and addresses."""
    for found in re.finditer(rf"{_OPAQUE.pattern}|[{re.escape(wanted)}]", text):
        if len(found[0]) == 1:
            yield found.start()
