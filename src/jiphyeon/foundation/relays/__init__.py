"""중계: official electronic documents by a relay that knows people by their linking value."""
