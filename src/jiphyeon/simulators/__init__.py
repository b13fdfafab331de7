"""모의 외부기관 · The outside world for a demo and for tests: separate processes over real HTTP."""
