"""찾기 · One index for every room: overlapping two-syllable words, on SQLite and PostgreSQL alike."""
