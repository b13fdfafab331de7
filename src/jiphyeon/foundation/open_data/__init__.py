"""Open data: what a room publishes of itself, the same way everywhere. README.md says how a room does it."""
