"""What holds of a text before it is stored, before it is approved, and as it is read. Pure."""
