"""The quota polytope over profiles, and what is solved on it: linear programs, interior points, exact search."""
