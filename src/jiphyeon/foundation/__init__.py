"""공통 기반 · Rooms every context stands on."""
