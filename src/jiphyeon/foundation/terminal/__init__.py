"""명령줄 · What commands of any room say on a terminal."""
