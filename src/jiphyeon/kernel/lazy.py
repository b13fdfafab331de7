"""Names of a package that are loaded when somebody first asks for them, so that a front costs nothing to pass."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def on_first_use(package: str, where: Mapping[str, str]) -> Callable[[str], object]:
    """Return a `__getattr__` for `package` (PEP 562): `where` says which names stand in which of its modules.

    The names of a module are written as one text, parted by blanks. A name once asked for stays.

        >>> on_first_use("jiphyeon.kernel", {"money": "Won in_words"})("in_words").__name__
        'in_words'
    """
    module_of = {name: module for module, names in where.items() for name in names.split()}

    def attribute(name: str) -> object:
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}", name=name)
        found: object = getattr(import_module(f"{package}.{module_of[name]}"), name)
        setattr(sys.modules[package], name, found)
        return found

    return attribute
