"""설정과 배선 · Settings, addresses, servers and the command line."""
