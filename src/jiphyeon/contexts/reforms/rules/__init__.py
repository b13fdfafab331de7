"""Decisions as pure functions of values: no database, no clock, no framework."""
