"""The notation of a condition: read into a tree, checked for types and units, written out again."""
