"""What is done to services, and what they do: each one transaction."""
