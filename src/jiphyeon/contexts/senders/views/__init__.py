"""Pages for officers (`desk`), and what programs ask (`v2`)."""
