"""The contract with programs, their tokens, their limits, and the life of a service. Pure."""
