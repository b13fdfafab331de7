"""A room of the tests: errands that the office runs for people. The house's common tools are tried on it."""
