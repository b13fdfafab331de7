"""사람과 로그인 · Citizens, officers with their posts and roles, members of outside bodies; who may open which door."""
