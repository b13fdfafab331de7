"""Many runs of equal shares in machine code, by numba: the same answers as `sweep`, or none.

Imported only where it is used (`engine.py`), so that a city without numba, or without an election, never pays for it.
"""
