"""Reads that span rows."""
