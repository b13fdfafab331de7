"""The two lifecycles, the days of the law, the money. Pure."""
