"""시계 · The only place that asks what time it is; the civil day; legal deadlines."""
