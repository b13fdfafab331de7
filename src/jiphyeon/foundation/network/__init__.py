"""바깥 · Calls to machines of others: each has a deadline for the whole of it and a greatest size."""
