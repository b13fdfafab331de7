"""Why a committee stays unlawful: conditions that conflict, and what would release it."""
