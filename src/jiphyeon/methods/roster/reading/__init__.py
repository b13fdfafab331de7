"""Committees, people and rules from files, every refusal with its place."""
