"""책상 · Pages that span the rooms: the living plan (home), my page, my work, search."""
