"""A simulated relay of official electronic documents (공인전자문서중계자): it knows people by their linking value (CI), shows
them a pre-notice in "the app", asks who they are and whether they consent, and leads them to the sender with a token that is
good once. What became of each document it tells the sender by signed callbacks.

No phone, no identity agency and no real relay stands behind it; see `FAULTS` in faults.py for how it can be made to err.
"""
