"""A published result checked against its election without running the rule: here, and in the browser by verifier.js."""

from pathlib import Path

VERIFIER = tuple(
    Path(__file__).parent / name for name in ("verifier.js", "verifier-form.js", "verifier-trail.js")
)
"""The browser's verifier: it makes the same checks as `result`, and is published beside every result."""
