"""How each kind of expression becomes a closure: a value, a `Range`, or None for a yes/no that is still open (Kleene)."""
