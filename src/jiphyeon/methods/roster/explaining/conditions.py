"""What can stand in the way of a lawful committee beside its rules: each condition that a question may leave out."""

from __future__ import annotations

CONSTITUTED, TERMS, POOL, RATCHET, QUARTERS = "constituted", "terms", "pool", "ratchet", "other_quarters"
CONFLICTS, MEMBERSHIPS, YEARS = "conflicts", "memberships", "years"
BARS = (CONFLICTS, YEARS, MEMBERSHIPS)
"""What keeps people of the field from a seat."""
