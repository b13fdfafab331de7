"""공개 기록부 · The public append-only log with signed heads and proofs, and the private audit trail."""
