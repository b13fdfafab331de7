"""A simulated identity provider (OpenID Connect): people it knows are told it by whoever runs it.

It keeps everything in memory, signs with a key made at its start, and can be made to err: see `faults` in provider.py.
"""
