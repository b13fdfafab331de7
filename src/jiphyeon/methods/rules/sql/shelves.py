"""What is worked out once and named: long expressions, and sums and counts over a household."""

from __future__ import annotations

from sqlglot import exp

from jiphyeon.methods.rules.sql.values import SQL


class Shelf:
    """Expressions given a name of their own, so that no statement repeats a long one: layers of columns, each of
    which may speak of the layers below it.
    """

    SHORT = 24

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.layers: list[dict[str, SQL]] = []
        self._names: dict[str, str] = {}
        self._layer_of: dict[str, int] = {}

    def keep(self, sql: SQL) -> SQL:
        """Return a short expression itself, a longer one as the column that will hold it."""
        for size, _node in enumerate(sql.walk(), start=1):
            if size > self.SHORT:
                break
        else:
            return sql
        text = sql.sql()
        if text not in self._names:
            below = [self._layer_of[c.name] + 1 for c in sql.find_all(exp.Column) if c.name in self._layer_of]
            layer = max(below, default=0)
            name = f"{self.prefix}_{len(self._names) + 1}"
            self._names[text], self._layer_of[name] = name, layer
            while len(self.layers) <= layer:
                self.layers.append({})
            self.layers[layer][name] = sql
        return exp.column(self._names[text])


class Household:
    """Sums and counts over a household, asked for while compiling and worked out once a household."""

    def __init__(self) -> None:
        self.columns: dict[str, tuple[str, SQL]] = {}
        self.members = Shelf("of_member")

    def column(self, aggregate: SQL) -> SQL:
        """Return the column that will hold an aggregate, the same for the same."""
        text = aggregate.sql()
        if text not in self.columns:
            self.columns[text] = (f"of_household_{len(self.columns) + 1}", aggregate)
        return exp.column(self.columns[text][0])
