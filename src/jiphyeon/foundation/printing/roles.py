"""Who has letters printed and takes them to the post."""

from jiphyeon.foundation.rooms.roles import AUDITOR, Role

PRINT_OFFICER = Role("print_officer", "인쇄·발송 담당", "has letters printed and posted")
READERS = frozenset({PRINT_OFFICER, AUDITOR})
