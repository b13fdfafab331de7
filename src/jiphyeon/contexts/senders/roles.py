"""Who registers services that send by program, and who lets them send to everybody."""

from jiphyeon.foundation.rooms.roles import AUDITOR, HEAD, Role

SENDER_MANAGER = Role("sender_manager", "API 발송 관리", "registers services that send by API")
SENDER_APPROVER = Role("sender_approver", "API 발송 승인", "lets services send by API")
READERS = frozenset({SENDER_MANAGER, SENDER_APPROVER, AUDITOR, HEAD})
