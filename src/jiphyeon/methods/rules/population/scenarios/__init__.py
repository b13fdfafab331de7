"""What a change would do: supposed versions judged beside the one in force, in one pass over the people."""
