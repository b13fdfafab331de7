"""Who pays money out; never whoever decided that it is due (지방회계법 제36조)."""

from jiphyeon.foundation.rooms.roles import Role

PAYER = Role("payer", "지급 담당", "pays money out")
