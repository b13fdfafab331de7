"""사건 · One table says a matter's whole life; one move carries every deed of it. Knows no room."""
