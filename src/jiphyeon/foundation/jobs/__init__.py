"""할 일 · Work that survives a killed process: lease, heartbeat, retries, a dead list, a schedule, events."""
