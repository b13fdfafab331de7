"""What people write, cleaned."""
