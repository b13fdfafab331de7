"""Everybody as arrays: columns, the rows of a household found by position, what clauses answer as small numbers."""
