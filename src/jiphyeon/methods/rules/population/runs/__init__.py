"""Judging everybody: over arrays or in DuckDB, whole or in parts that outlive a killed run."""
