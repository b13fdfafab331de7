"""Who runs the machine room."""

from jiphyeon.foundation.rooms.roles import Role

JOBS_OPERATOR = Role("jobs_operator", "전산 운영", "runs the machine room")
