"""Who sees what was paid in; never whoever decided that it is owed (지방회계법 제36조)."""

from jiphyeon.foundation.rooms.roles import Role

COLLECTOR = Role("collector", "수납 담당", "sees money paid in")
