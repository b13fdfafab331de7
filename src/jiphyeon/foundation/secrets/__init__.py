"""비밀 · Encryption of personal fields with key rotation, and keyed hashes to find them by."""
