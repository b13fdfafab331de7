"""명령 · The command line: a folder for each method and each duty of the machine room, found by itself."""
