"""모집단 · One version of a programme as SQL columns, for DuckDB, PostgreSQL and Spark alike.

The same bound tree that the interpreter evaluates for one citizen is compiled: one column a clause (TRUE, FALSE or NULL for
unknown), the result and the amount. NULL needs guards where SQL forgets it (CASE, SUM, LEAST); they are written
wherever the data can hold one.
"""

from jiphyeon.methods.rules.sql.layout import Column, Layout
from jiphyeon.methods.rules.sql.statements import Compiled, Sources, compile_version, facts_of, judging_query
from jiphyeon.methods.rules.sql.values import printed

__all__ = [
    "Column",
    "Compiled",
    "Layout",
    "Sources",
    "compile_version",
    "facts_of",
    "judging_query",
    "printed",
]
