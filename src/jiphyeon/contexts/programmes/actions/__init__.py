"""What is done to programmes: approved changes let in, and people told when applications open."""
