"""Columns of their own kind, for the models of every room."""
