"""Django's SQLite with a line for the write lock; see `base`."""
