"""조직 · Bureaus, divisions, posts, and the bodies outside the office."""
