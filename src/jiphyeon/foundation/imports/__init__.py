"""A person's file becomes typed rows, or a list of what is wrong with it and where. This room knows no other."""
