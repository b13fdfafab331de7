"""받을 돈 · Money that people pay in: what is owed, by when, and whether the payment house took the whole of it."""
