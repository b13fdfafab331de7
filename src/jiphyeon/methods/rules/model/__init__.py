"""What a rule is made of: typed trees, dated values, the facts there are, programmes and their versions."""
