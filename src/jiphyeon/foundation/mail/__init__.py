"""편지 · Every e-mail goes by the outbox: written in the caller's transaction, handed over by a worker."""
