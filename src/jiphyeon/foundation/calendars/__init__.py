"""달력 · Days of a person's own, as a file that their calendar fetches from a private address."""
