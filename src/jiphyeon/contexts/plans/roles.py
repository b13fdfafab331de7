"""Who keeps the plan."""

from jiphyeon.foundation.rooms.roles import Role

PLAN_OWNER = Role("plan_owner", "추진과제 담당", "keeps the plan's initiatives")
