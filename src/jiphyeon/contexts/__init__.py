"""업무의 방 · The work of the office, one room per duty."""
