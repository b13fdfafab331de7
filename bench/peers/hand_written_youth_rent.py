"""The youth rent support of 2024 as somebody who knows SQL well would write it by hand, for DuckDB.

No unknowns, no checks of the data, one set of terms: the least work that gives the same file and the same figures.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb

CLAUSES = """
  p.birth_date BETWEEN DATE '1984-03-05' AND DATE '2005-03-04' AS "age",
  p.lives_in_sejong AS "residence",
  g.members = 1 AS "one-person",
  NOT h.owns_home AS "no-home",
  h.deposit <= 100000000 AS "deposit",
  h.monthly_rent > 0 AND h.monthly_rent <= 600000 AS "rent",
  h.area <= 85 AS "area",
  g.income <= CASE g.members WHEN 1 THEN 3342668 WHEN 2 THEN 5523914 WHEN 3 THEN 7071986 WHEN 4 THEN 8594870
    WHEN 5 THEN 10043603 WHEN 6 THEN 11427554 ELSE 12772491 + 1344938 * (g.members - 7) END AS "income",
  h.assets <= 122000000 AS "assets",
  h.registered AND h.own_name AS "lease",
  NOT h.public_rental AS "public-rental",
  NOT h.landlord_is_relative AS "relative",
  NOT p.receives_housing_aid AS "other-aid"
"""
NAMES = re.findall(r'AS "([a-z-]+)"', CLAUSES)


def all_met() -> str:
    """Return the conjunction of all clauses."""
    return " AND ".join(f'"{name}"' for name in NAMES)


def judged(city: str) -> str:
    """Return the statement of the result."""
    return f"""
      WITH g AS (SELECT household_id, sum(monthly_income) AS income, count(*) AS members
                 FROM read_parquet('{city}/people.parquet') GROUP BY household_id),
      c AS (SELECT p.person_id, h.monthly_rent, {CLAUSES}
            FROM read_parquet('{city}/people.parquet') p
            JOIN read_parquet('{city}/households.parquet') h ON p.household_id = h.household_id
            JOIN g ON p.household_id = g.household_id)
      SELECT person_id, {", ".join(f'"{name}"' for name in NAMES)},
             CASE WHEN {all_met()} THEN 'pass' ELSE 'fail' END AS result,
             CASE WHEN {all_met()} THEN least(monthly_rent, 200000) ELSE 0 END AS amount
      FROM c"""


def run(city: str, out: str, threads: int = 2) -> dict[str, Any]:
    """Write the result file and return its figures: due, won, and per clause fails and sole blockers."""
    database = duckdb.connect(config={"threads": threads, "preserve_insertion_order": False})
    database.execute(
        f"COPY ({judged(city)}) TO '{out}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
    )
    fails = " + ".join(f'CAST(NOT "{name}" AS INT)' for name in NAMES)
    each = ", ".join(
        f'count(*) FILTER (NOT "{name}"), count(*) FILTER (NOT "{name}" AND fails = 1)' for name in NAMES
    )
    row = database.execute(
        f"SELECT count(*), count(*) FILTER (result = 'pass'), sum(amount), {each} "
        f"FROM (SELECT *, {fails} AS fails FROM read_parquet('{out}'))"
    ).fetchone()
    assert row is not None
    counts = {name: [row[3 + 2 * n], row[4 + 2 * n]] for n, name in enumerate(NAMES)}
    return {
        "people": row[0],
        "due": row[1],
        "won": int(row[2]),
        "clauses": counts,
        "bytes": Path(out).stat().st_size,
    }
