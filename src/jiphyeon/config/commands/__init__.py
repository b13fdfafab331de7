"""명령 · One module per group of commands; loaded only when called."""
