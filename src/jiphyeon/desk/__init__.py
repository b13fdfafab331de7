"""책상 · Pages that span the rooms: the living plan, my page, my work, search."""
